import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { priceSet } from '../catalog/index.ts';
import type { CellTally } from '../experiment/sweep.ts';
import { compactJson } from '../report/json.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { METRICS } from '../vocabulary/metrics.ts';
import { writeOutputs } from './output.ts';

/**
 * Finished cells of a sweep, one file each in `DIR/cells`, so that an interrupted sweep goes on where it stopped. A file is
 * named after all that its figures depend on, so that it is never taken for another cell.
 */

const FORMAT = '1.0';
const OURS = /^(?:[0-9a-f]{64}\.json|\.[0-9a-f]{64}\.json\.\d+\.tmp)$/;

interface StoredCell extends CellTally {
  readonly formatVersion: typeof FORMAT;
  readonly kind: 'Cell';
  readonly identity: string;
}

/** Of everything that was read, defaults and assumptions included; a comment in the file changes nothing. */
export function identityOf(scenario: Scenario, version: string): string {
  const text = JSON.stringify([FORMAT, version, priceSet().name, scenario], (_, value: unknown) =>
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : value,
  );
  return createHash('sha256').update(text).digest('hex');
}

const folderOf = (directory: string): string => join(directory, 'cells');
const pathOf = (directory: string, identity: string): string => join(folderOf(directory), `${identity}.json`);

/** Null when the cell is not stored, or its file is damaged. */
export function readCell(directory: string, identity: string): CellTally | null {
  try {
    const stored = JSON.parse(readFileSync(pathOf(directory, identity), 'utf8')) as StoredCell;
    const { formatVersion, kind, figures, batches } = stored;
    if (formatVersion !== FORMAT || kind !== 'Cell' || stored.identity !== identity) return null;
    const isWhole = METRICS.every(({ name, only }) => only !== null || typeof figures.metrics[name]?.mean === 'number');
    return isWhole && Array.isArray(batches) ? { figures, batches } : null;
  } catch {
    return null;
  }
}

/** Whole or not at all. */
export function storeCell(directory: string, identity: string, { figures, batches }: CellTally): void {
  const stored: StoredCell = { formatVersion: FORMAT, kind: 'Cell', identity, figures, batches };
  writeOutputs([], [{ path: pathOf(directory, identity), content: `${compactJson(stored)}\n` }]);
}

/** Removes cells of other sweeps, and what a killed process left. */
export function removeStaleCells(directory: string, identities: ReadonlySet<string>): void {
  for (const name of readdirSync(folderOf(directory))) {
    if (OURS.test(name) && !identities.has(name.replace(/\.json$/, ''))) rmSync(join(folderOf(directory), name));
  }
}
