import { appendFileSync } from 'node:fs';
import { print } from './terminal.ts';

/** For a workflow of GitHub: annotations on standard output; the Markdown as the job's summary, or below where there is none. */
export function printForGithub(annotations: string, markdown: string): void {
  print(annotations);
  const summary = process.env['GITHUB_STEP_SUMMARY'] ?? '';
  if (summary === '') print(markdown);
  else appendFileSync(summary, `${markdown}\n`);
}
