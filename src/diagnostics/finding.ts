export type Severity = 'error' | 'warning';

/** One thing wrong, or doubtful, in what the user wrote: what, where, and how to mend it. */
export interface Finding {
  /** `PG` and four digits; listed in {@link CODES}. A code never changes meaning. */
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  /** The source's name as the user gave it; `--set` for a flag. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units, as editors count. */
  readonly column: number;
  /** How many characters the carets cover; 1 when not given. */
  readonly length?: number;
  readonly allowed?: readonly string[];
  readonly guess?: string;
  /** What to do about it, or why; may have several lines. */
  readonly note?: string;
  /** Where the rule is published. */
  readonly url?: string;
  /** The variant in which it shows, when the scenario without it is free of it. */
  readonly variant?: string;
}

/** A text that findings point into. */
export interface Source {
  readonly name: string;
  readonly text: string;
}

/** The findings in the order of the sources, then of lines and columns; each place and message once. */
export function sortFindings(findings: readonly Finding[], sources: readonly Source[]): Finding[] {
  const rank = new Map(sources.map((source, index) => [source.name, index]));
  const seen = new Set<string>();
  const unique = findings.filter((finding) => {
    const key = JSON.stringify([finding.file, finding.line, finding.column, finding.code, finding.message]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  const order = (finding: Finding) => rank.get(finding.file) ?? sources.length;
  return unique.sort(
    (a, b) =>
      order(a) - order(b) ||
      (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) ||
      a.line - b.line ||
      a.column - b.column ||
      (a.code < b.code ? -1 : a.code > b.code ? 1 : 0),
  );
}

/** Whether any finding forbids going on. */
export function hasErrors(findings: readonly Finding[]): boolean {
  return findings.some((finding) => finding.severity === 'error');
}
