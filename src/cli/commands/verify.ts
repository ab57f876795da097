import { availableParallelism } from 'node:os';
import { renderJson } from '../../report/json.ts';
import { renderVerificationMarkdown } from '../../report/verification-markdown.ts';
import { renderVerification } from '../../report/verification-text.ts';
import { listCases, verify as verifyCases } from '../../verification/verify.ts';
import { EXIT } from '../exit-codes.ts';
import type { FlagReader } from '../flag-reader.ts';
import { unknownChoice } from '../messages.ts';
import { Progress } from '../progress.ts';
import { readJobs } from '../simulate.ts';
import { print, printError, stdoutLook } from '../terminal.ts';
import { packageVersion } from '../version.ts';

/** The verification that docs/verification.md shows. */
const SEED = 'verify';

/** `pgnines verify`: models whose answers are known, beside what the simulator says. */
export async function verify(flags: FlagReader): Promise<number> {
  const known = listCases().map(({ id }) => id);
  const wanted = flags.words('case').map((word) => word.toUpperCase());
  const format = flags.choice('format', ['text', 'json', 'markdown'] as const) ?? 'text';
  const jobs = readJobs(flags);
  const look = { noColor: flags.flag('no-color'), ascii: flags.flag('ascii') };
  const quiet = flags.flag('quiet');
  for (const [index, id] of wanted.entries()) {
    if (!known.includes(id)) flags.report(unknownChoice(`case ${index + 1}`, id, known), id);
  }
  flags.check();

  const started = performance.now();
  const progress = new Progress('verify', { quiet, ascii: look.ascii });
  const onInterrupt = (): never => {
    progress.end();
    printError('pgnines: interrupted; some cases say nothing of the others, so nothing is printed\n');
    process.exit(EXIT.interrupted);
  };
  process.once('SIGINT', onInterrupt);
  const result = await verifyCases(wanted.length === 0 ? known : known.filter((id) => wanted.includes(id)), {
    version: packageVersion(),
    seed: flags.text('seed') ?? SEED,
    jobs: jobs ?? availableParallelism(),
    onProgress: (done, total) => progress.show(done, total),
  }).finally(() => {
    progress.end();
    process.off('SIGINT', onInterrupt);
  });
  const exitCode = result.verdict === 'agrees' ? EXIT.done : EXIT.unexpected;
  const seconds = (performance.now() - started) / 1000;
  if (format === 'json') print(renderJson(result));
  else if (format === 'markdown') print(renderVerificationMarkdown(result));
  else if (!quiet) print(renderVerification(result, { seconds, exitCode, ascii: stdoutLook(look).ascii }));
  return exitCode;
}
