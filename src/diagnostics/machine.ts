import { type Finding, type Source, sortFindings } from './finding.ts';

/**
 * The findings as JSON: `{findings: [...], errors, warnings}`, sorted by position, and `more` keys. All of them: a machine can count.
 */
export function findingsToJson(findings: readonly Finding[], sources: readonly Source[], more: object = {}): string {
  const sorted = sortFindings(findings, sources);
  const errors = sorted.filter((finding) => finding.severity === 'error').length;
  return `${JSON.stringify({ errors, warnings: sorted.length - errors, findings: sorted, ...more }, null, 2)}\n`;
}

/** The findings as workflow commands of GitHub Actions, one line each: they show up at the line in a pull request. */
export function findingsToGithub(findings: readonly Finding[], sources: readonly Source[]): string {
  return sortFindings(findings, sources)
    .map((finding) => {
      const endColumn = finding.column + (finding.length ?? 1);
      const { file, line, column: col, code: title } = finding;
      return workflowCommand(finding.severity, { file, line, col, endColumn, title }, describe(finding));
    })
    .join('');
}

function describe(finding: Finding): string {
  const parts = [finding.variant === undefined ? finding.message : `variant ${finding.variant}: ${finding.message}`];
  if (finding.allowed !== undefined && finding.allowed.length > 0) parts.push(`allowed: ${finding.allowed.join(', ')}`);
  if (finding.guess !== undefined) parts.push(`Did you mean ${finding.guess}?`);
  if (finding.note !== undefined) parts.push(finding.note);
  return parts.join('\n');
}

/** A line of a log that GitHub shows where its properties say. */
export function workflowCommand(
  level: 'error' | 'warning' | 'notice',
  properties: Readonly<Record<string, string | number>>,
  text: string,
): string {
  const shown = Object.entries(properties).map(([name, value]) => `${name}=${property(String(value))}`);
  return `::${level} ${shown.join(',')}::${data(text)}\n`;
}

// Escapes of the workflow command format: https://github.com/actions/toolkit/blob/main/docs/commands.md
const data = (text: string) => text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
const property = (text: string) => data(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
