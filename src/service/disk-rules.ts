import { listStorageTiers, type StorageType } from '../catalog/storage.ts';

const BARRIER_GIB = 4096;
/** Whoever sizes a disk freely adds a quarter. */
const FREE_STEP = 1.25;
/** Up to here autogrow comes before read-only where the documentation has it later (fact base C-10). */
const AUTOGROW_FIRST_GIB = 2048;

export const AUTOGROW_RULES = ['upTo2TiB', 'literal', 'always'] as const;

/** When a disk grows by itself, and what it does when it is full. (Service documentation, storage autogrow and storage.) */
export interface DiskRules {
  readonly type: StorageType;
  readonly autogrow: boolean;
  /**
   * Of large disks the threshold of autogrow, as written, lies beyond that of read-only. `literal` has them read-only first, `always`
   * lets them grow first, `upTo2TiB` does so for the smaller ones.
   */
  readonly rule: (typeof AUTOGROW_RULES)[number];
}

/** GiB in use from which writes are refused: 95 % used or less than 5 GiB free, whichever comes first. */
export function readOnlyFrom(sizeGib: number): number {
  return Math.min(0.95 * sizeGib, sizeGib - 5);
}

/** GiB in use from which a disk grows by itself; Infinity when it does not. */
export function autogrowFrom({ type, autogrow, rule }: DiskRules, sizeGib: number): number {
  const next = nextSizeGib(type, sizeGib);
  const crosses = sizeGib < BARRIER_GIB && 2 * sizeGib >= BARRIER_GIB;
  if (!autogrow || type !== 'Premium_LRS' || next === null || crosses) return Infinity;
  const share = sizeGib <= 1024 ? 0.2 : 0.1;
  const literal = sizeGib - Math.min(share * sizeGib, 64);
  const first = rule === 'always' || (rule === 'upTo2TiB' && sizeGib <= AUTOGROW_FIRST_GIB);
  return first ? Math.min(literal, readOnlyFrom(sizeGib)) : literal;
}

/** The next larger disk; null when there is none. */
export function nextSizeGib(type: StorageType, sizeGib: number): number | null {
  const rows = listStorageTiers().filter((row) => row.type === type);
  if (type === 'Premium_LRS') {
    // 4095 GiB is one short of the barrier and grows online; from there nobody adds one more.
    const sizes = rows.filter((row) => row.selectable === true && row.sizeGib !== BARRIER_GIB);
    const larger = [...sizes.map((row) => row.sizeGib), BARRIER_GIB - 1]
      .sort((a, b) => a - b)
      .find((size) => size > sizeGib);
    return larger ?? null;
  }
  const largest = rows.at(-1)!.sizeGib;
  return sizeGib >= largest ? null : Math.min(largest, Math.ceil(sizeGib * FREE_STEP));
}

/** Whether growing takes the server away: reaching or crossing 4096 GiB, and any growth of disks without tiers. */
export function growsOffline(type: StorageType, from: number, to: number): boolean {
  return type !== 'Premium_LRS' || (from < BARRIER_GIB && to >= BARRIER_GIB);
}
