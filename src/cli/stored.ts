import { type Partial, shardRange } from '../experiment/partial.ts';
import type { Result } from '../experiment/result.ts';
import type { RunInputs } from '../experiment/summary.ts';
import { StudyTally } from '../experiment/study.ts';
import type { FlagReader } from './flag-reader.ts';
import { type LoadedFile, loadText } from './load.ts';
import * as messages from './messages.ts';
import { readSource } from './read-source.ts';
import { packageVersion } from './version.ts';

const MOST_MEGABYTES = 500;
const FORMAT = '1.0';

/** Reads a partial result that `run --shard` wrote. What is wrong with it is reported. */
export function readPartial(flags: FlagReader, file: string): Partial | null {
  const partial = readStored(flags, file) as Partial | null;
  if (partial === null) return null;
  if (partial.kind !== 'Partial') {
    flags.report(messages.notStored(file, 'partial result: run --shard i/n --out json=PATH writes one'));
    return null;
  }
  if (!sameVersion(flags, file, partial.version) || !isWhole(flags, file, partial.tally)) return null;
  if (holdsItsShard(partial)) return partial;
  flags.report(messages.notStored(file, 'whole file: it does not hold the replications of its shard'));
  return null;
}

/** Whether what was added up is of as many replications as the shard has. */
function holdsItsShard({ shard, replications, tally }: Partial): boolean {
  const { first, last } = shardRange(shard, replications);
  return StudyTally.fromJSON(tally).replications === last - first + 1;
}

/** Reads a result that `run --out` wrote. What is wrong with it is reported. */
export function readResult(flags: FlagReader, file: string): Result | null {
  const result = readStored(flags, file) as Result | null;
  if (result === null) return null;
  const { inputs } = result as { inputs?: Result['inputs'] };
  if (typeof inputs?.text !== 'string' || typeof inputs.replications !== 'number' || 'kind' in result) {
    flags.report(messages.notStored(file, 'result: run --out json=PATH writes one'));
    return null;
  }
  const whole = result.state === undefined || isWhole(flags, file, result.state);
  return sameVersion(flags, file, result.tool.version) && whole ? result : null;
}

function readStored(flags: FlagReader, file: string): object | null {
  const source = readSource(file, MOST_MEGABYTES);
  if ('code' in source) {
    flags.report(source);
    return null;
  }
  let value: unknown;
  try {
    value = JSON.parse(source.text);
  } catch {
    flags.report(messages.notStored(file, 'JSON file'));
    return null;
  }
  if (typeof value !== 'object' || value === null || !('formatVersion' in value) || value.formatVersion !== FORMAT) {
    flags.report(messages.notStored(file, `file of pgnines (formatVersion ${FORMAT})`));
    return null;
  }
  return value;
}

/** Another version may simulate other histories. */
function sameVersion(flags: FlagReader, file: string, version: string): boolean {
  const own = packageVersion();
  if (version === own) return true;
  flags.report(messages.otherVersion(file, version, own));
  return false;
}

function isWhole(flags: FlagReader, file: string, tally: Partial['tally']): boolean {
  try {
    StudyTally.fromJSON(tally);
    return true;
  } catch {
    flags.report(messages.notStored(file, 'whole file: its figures are damaged'));
    return false;
  }
}

/** The scenario of a stored run, loaded again from the text it holds. */
export function reload(
  flags: FlagReader,
  file: string,
  { text, sha256, set, variant, horizon, ...inputs }: RunInputs,
  { seed, replications }: { readonly seed: string; readonly replications: number },
): LoadedFile | null {
  const source = { name: inputs.file, text, sha256 };
  const loaded = loadText(flags, source, {
    set,
    variant: variant ?? undefined,
    horizon: horizon ?? undefined,
    seed,
    replications,
  });
  if (loaded === null) flags.report(messages.notStored(file, 'file whose scenario this version accepts'));
  return loaded;
}
