import type { Finding, Source } from './finding.ts';

/** The user's mistake, which the user can mend: the command line prints the findings and exits 2. Anything else thrown is a bug. */
export class UserError extends Error {
  readonly findings: readonly Finding[];
  readonly sources: readonly Source[];

  constructor(findings: readonly Finding[], sources: readonly Source[] = []) {
    super(findings.map((finding) => `${finding.code} ${finding.message}`).join('\n'));
    this.name = 'UserError';
    this.findings = findings;
    this.sources = sources;
  }
}
