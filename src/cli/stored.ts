import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Comparison } from '../experiment/comparison.ts';
import type { Partial } from '../experiment/partial.ts';
import type { Result } from '../experiment/result.ts';
import type { RunInputs } from '../experiment/summary.ts';
import type { Sensitivity } from '../experiment/sensitivity.ts';
import { StudyTally } from '../experiment/study.ts';
import type { Sweep } from '../experiment/sweep-result.ts';
import { compactJson } from '../report/json.ts';
import type { FlagReader } from './flag-reader.ts';
import { type LoadedFile, loadText } from './load.ts';
import * as messages from './messages.ts';
import { readSource } from './read-source.ts';
import { packageVersion } from './version.ts';

const MOST_MEGABYTES = 500;
const FORMAT = '1.0';

/** The bytes of the file a shard leaves. They hold their own hash: a sum of damaged figures would look like any other. */
export const sealPartial = (partial: Partial): string =>
  `${compactJson({ ...partial, sha256: hashOf(compactJson(partial)) })}\n`;

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Reads a partial result that `run --shard` wrote. What is wrong with it is reported. */
export function readPartial(flags: FlagReader, file: string): Partial | null {
  const stored = readStored(flags, file) as (Partial & { readonly sha256: string }) | null;
  if (stored === null) return null;
  if (stored.kind !== 'Partial') {
    flags.report(messages.notStored(file, 'partial result: run --shard i/n --out json=PATH writes one'));
    return null;
  }
  const { sha256, ...partial } = stored;
  if (sha256 !== hashOf(JSON.stringify(partial))) {
    flags.report(messages.notStored(file, 'whole file: it was damaged, or changed'));
    return null;
  }
  return sameVersion(flags, file, partial.version) ? partial : null;
}

/** Reads a result that `run --out` wrote. What is wrong with it is reported. */
export function readResult(flags: FlagReader, file: string): Result | null {
  const result = readStored(flags, file) as Result | null;
  if (result === null) return null;
  if ('kind' in result || !RESULT.safeParse(result).success) {
    flags.report(messages.notStored(file, 'result: run --out json=PATH writes one'));
    return null;
  }
  if (!sameVersion(flags, file, result.tool.version)) return null;
  if (holdsItsReplications(result)) return result;
  flags.report(messages.notStored(file, 'whole file: its figures are damaged'));
  return null;
}

/** A result of any kind, as a command wrote it. */
export type AnyResult = Result | Comparison | Sweep | Sensitivity;

/** Reads what `run`, `compare`, `sweep` or `sensitivity` wrote, of this version or another one. What is wrong with it is reported. */
export function readAnyResult(flags: FlagReader, file: string): AnyResult | null {
  const stored = readStored(flags, file);
  if (stored === null) return null;
  const kind = 'kind' in stored ? stored.kind : 'Result';
  if (kind === 'Partial') flags.report(messages.notStored(file, 'whole result: merge joins partial ones'));
  else if (
    kind === 'Comparison' ||
    kind === 'Sweep' ||
    kind === 'Sensitivity' ||
    (kind === 'Result' && RESULT.safeParse(stored).success)
  ) {
    return stored as AnyResult;
  } else
    flags.report(
      messages.notStored(file, 'result: run, compare, sweep and sensitivity write one with --out json=PATH'),
    );
  return null;
}

/** What a run is extended from. */
const RESULT = z.object({
  tool: z.object({ version: z.string() }),
  inputs: z.object({
    scenario: z.string(),
    text: z.string(),
    sha256: z.string(),
    variant: z.string().nullable(),
    set: z.array(z.string()),
    horizon: z.string().nullable(),
    seed: z.string(),
    replications: z.int(),
  }),
});

function holdsItsReplications({ inputs, state }: Result): boolean {
  try {
    return state === undefined || StudyTally.fromJSON(state).replications === inputs.replications;
  } catch {
    return false;
  }
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
