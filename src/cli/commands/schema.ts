import { scenarioJsonSchema } from '../../scenario/json-schema.ts';
import type { FlagReader } from '../flag-reader.ts';
import * as messages from '../messages.ts';
import { EXIT } from '../exit-codes.ts';
import { print } from '../terminal.ts';

/** `pgnines schema`. */
export async function schema(flags: FlagReader): Promise<number> {
  const what = flags.words('what')[0] ?? 'scenario';
  if (what !== 'scenario') flags.report(messages.unknownChoice('schema', what, ['scenario']), what);
  flags.check();
  print(`${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`);
  return EXIT.done;
}
