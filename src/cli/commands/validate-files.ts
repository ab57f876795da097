import { hasErrors } from '../../diagnostics/finding.ts';
import type { FlagReader } from '../flag-reader.ts';
import * as messages from '../messages.ts';
import { EXIT } from '../exit-codes.ts';
import { type ReadSource, readSource } from '../read-source.ts';
import { print, stdoutLook } from '../terminal.ts';
import { validateFiles } from './validate.ts';

/** `pgnines validate`: the findings are the answer, so they go to standard output. */
export async function validate(flags: FlagReader): Promise<number> {
  const files = [...new Set(flags.words('file'))];
  const set = flags.texts('set');
  const variant = flags.text('variant');
  const format = flags.choice('format', ['text', 'json', 'github']) ?? 'text';
  if (flags.words('file').filter((file) => file === '-').length > 1) flags.report(messages.stdinTwice());
  const sources: ReadSource[] = [];
  for (const file of files) {
    const source = readSource(file);
    if ('code' in source) flags.report(source);
    else sources.push(source);
  }
  flags.check();
  const look = stdoutLook({ noColor: flags.flag('no-color'), ascii: false });
  const { findings, text } = validateFiles(sources, {
    set,
    ...(variant === undefined ? {} : { variant }),
    format,
    colour: look.colour,
    ascii: flags.flag('ascii'),
  });
  print(text);
  return hasErrors(findings) ? EXIT.invalid : EXIT.done;
}
