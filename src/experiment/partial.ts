import type { RunInputs } from './summary.ts';
import { StudyTally, type StudyTallyJson } from './study.ts';
import { BLOCK_SIZE } from './tally.ts';

/** One of several parts of a run, each simulated by a process of its own. */
export interface Shard {
  /** From 1. */
  readonly index: number;
  readonly of: number;
}

/** What identifies a run: parts of one run have equal identities. */
export interface RunIdentity {
  /** Version of the tool. */
  readonly version: string;
  readonly inputs: RunInputs;
  readonly seed: string;
  /** Of the whole run. */
  readonly replications: number;
}

/** The file a shard leaves: what it added up, exactly. */
export interface Partial extends RunIdentity {
  readonly formatVersion: '1.0';
  readonly kind: 'Partial';
  readonly shard: Shard;
  readonly tally: StudyTallyJson;
}

/** The replications of a shard: whole blocks, as evenly as they go. None: the last lies before the first. */
export function shardRange(
  { index, of }: Shard,
  replications: number,
): { readonly first: number; readonly last: number } {
  const blocks = Math.ceil(replications / BLOCK_SIZE);
  const upTo = (shard: number): number => Math.min(replications, Math.floor((blocks * shard) / of) * BLOCK_SIZE);
  return { first: upTo(index - 1) + 1, last: upTo(index) };
}

/** Why parts do not make a run. */
export type Misfit =
  | { readonly kind: 'other run'; readonly position: number; readonly differs: readonly string[] }
  | { readonly kind: 'twice'; readonly position: number }
  | { readonly kind: 'missing'; readonly shards: readonly Shard[] };

/** What keeps parts, in any order, from being all the shards of one run; positions count from 0. */
export function misfitsOf(parts: readonly Partial[]): Misfit[] {
  const [reference] = parts;
  if (reference === undefined) return [];
  const found: Misfit[] = [];
  const seen = new Set<number>();
  for (const [position, part] of parts.entries()) {
    const differs = differencesOf(reference, part);
    if (differs.length > 0) found.push({ kind: 'other run', position, differs });
    else if (seen.has(part.shard.index)) found.push({ kind: 'twice', position });
    else seen.add(part.shard.index);
  }
  const { of } = reference.shard;
  const missing = Array.from({ length: of }, (_, index) => ({ index: index + 1, of })).filter(
    ({ index }) => !seen.has(index),
  );
  if (found.length === 0 && missing.length > 0) found.push({ kind: 'missing', shards: missing });
  return found;
}

/** What differs between the runs that two parts belong to, in words. */
function differencesOf(a: Partial, b: Partial): string[] {
  const compared: [string, unknown, unknown][] = [
    ['version of pgnines', a.version, b.version],
    ['scenario file', a.inputs.file, b.inputs.file],
    ['text of the scenario', a.inputs.sha256, b.inputs.sha256],
    ['--variant', a.inputs.variant, b.inputs.variant],
    ['--set', a.inputs.set, b.inputs.set],
    ['--horizon', a.inputs.horizon, b.inputs.horizon],
    ['seed', a.seed, b.seed],
    ['number of replications', a.replications, b.replications],
    ['number of shards', a.shard.of, b.shard.of],
  ];
  return compared.flatMap(([name, one, other]) => (JSON.stringify(one) === JSON.stringify(other) ? [] : [name]));
}

/** Joins all shards of a run, given in any order. */
export function joinPartials(parts: readonly Partial[]): StudyTally {
  const [first, ...rest] = [...parts].sort((a, b) => a.shard.index - b.shard.index);
  const total = StudyTally.fromJSON(first!.tally);
  for (const part of rest) total.merge(StudyTally.fromJSON(part.tally));
  return total;
}
