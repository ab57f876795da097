import type { FlagReader } from '../flag-reader.ts';
import * as messages from '../messages.ts';
import { EXIT } from '../exit-codes.ts';
import { print } from '../terminal.ts';
import { CATALOG_SECTIONS, render } from './catalog.ts';

/** `pgnines catalog`. */
export async function catalog(flags: FlagReader): Promise<number> {
  const [word] = flags.words('section');
  const section = CATALOG_SECTIONS.find((candidate) => candidate === word);
  if (word !== undefined && section === undefined) {
    flags.report(messages.unknownChoice('catalog', word, CATALOG_SECTIONS), word);
  }
  const region = flags.text('region');
  const geography = flags.text('geography');
  const format = flags.choice('format', ['text', 'json']);
  flags.check();
  print(render(section, { region, geography, format }));
  return EXIT.done;
}
