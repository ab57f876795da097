import { findSku } from '../catalog/skus.ts';
import { findStorageTier, listStorageTiers } from '../catalog/storage.ts';
import type { Scenario, Server, WeeklyProfile } from '../scenario/scenario.ts';
import { YEAR } from '../units/duration.ts';

/** What compute and disk can do together: the smaller cap counts. (Service documentation, compute and storage options.) */
export interface Ceiling {
  readonly vCores: number;
  readonly iops: number;
  /** 1e6 bytes per second. */
  readonly megabytesPerSecond: number;
  /** Of a burstable size, in vCPU-minutes; null for the others. */
  readonly credits: {
    readonly initial: number;
    readonly max: number;
    /** Earned per millisecond, by the published table. */
    readonly earned: number;
  } | null;
}

const MINUTES_AN_HOUR = 60;
const HOUR = 3_600_000;

/** Sustained: what a disk can do for half an hour on top (bursting) is left out. */
export function ceilingOf({ skuName, vCores, storage }: Pick<Server, 'skuName' | 'vCores' | 'storage'>): Ceiling {
  const sku = findSku(skuName)!;
  const tier =
    listStorageTiers().find((row) => row.type === storage.type && row.tier !== null && row.tier === storage.tier) ??
    findStorageTier(storage.type, storage.sizeGib)!;
  const { credits } = sku;
  return {
    vCores,
    iops: Math.min(sku.maxIops, storage.iops ?? tier.baselineIops),
    megabytesPerSecond: Math.min(sku.maxThroughputMbps, storage.throughputMbps ?? tier.baselineThroughputMbps),
    credits: credits === null ? null : { initial: credits.initial, max: credits.max, earned: credits.perHour / HOUR },
  };
}

/** vCPU-minutes that a busy core spends per millisecond. */
const SPENT = MINUTES_AN_HOUR / HOUR;

/**
 * The demand of a scenario over its horizon, in pieces in which it is constant: between the hours of the week at which it
 * changes and the calendar months at which it grows. The last start is the horizon.
 */
export interface Load {
  readonly starts: Float64Array;
  readonly vCores: Float64Array;
  readonly iops: Float64Array;
  readonly megabytesPerSecond: Float64Array;
}

/** @param growth that of the scenario, times this */
export function loadOf({ workload, simulation, monthStarts }: Scenario, growth: number): Load {
  const horizon = simulation.endMs - simulation.startMs;
  const { vCores, iops, megabytesPerSecond } = workload.demand;
  const profiles = [vCores, iops, megabytesPerSecond];
  const changes = new Set<number>([0, ...monthStarts.slice(0, -1)]);
  for (const { bands } of profiles.flatMap((profile) => profile ?? [])) {
    for (const { from, to } of bands.flatMap(({ during }) => during)) changes.add(from).add(to);
  }
  changes.delete(horizon);
  const starts = Float64Array.from([...changes, horizon]).sort();
  const months = new Set(monthStarts);
  const rate = Math.log1p(Math.max(-0.99, workload.growthPerYear * growth));
  let factor = 1;
  const grown = starts.map((start) => {
    if (months.has(start)) factor = Math.exp((rate * start) / YEAR);
    return factor;
  });
  const [cores, operations, bytes] = profiles.map((profile) => levels(profile, starts, grown)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  return { starts, vCores: cores, iops: operations, megabytesPerSecond: bytes };
}

function levels(profile: WeeklyProfile | null, starts: Float64Array, grown: Float64Array): Float64Array {
  const values = new Float64Array(starts.length).fill(profile?.base ?? 0);
  for (const { value, during } of profile?.bands ?? []) {
    let piece = 0;
    for (const { from, to } of during) {
      while (starts[piece]! < from) piece++;
      while (starts[piece]! < to) values[piece++] = value;
    }
  }
  return values.map((value, index) => value * grown[index]!);
}

/**
 * A load against a ceiling: what is short in each piece and, of a burstable size, how its credits run when nothing comes
 * between. Sums are up to the beginning of a piece, in milliseconds.
 */
export class LoadTable {
  readonly load: Load;
  readonly ceiling: Ceiling;
  readonly cpuSaturated: Float64Array;
  readonly ioSaturated: Float64Array;
  /** Either of the two. */
  readonly saturated: Float64Array;
  /** Change of the credits per millisecond while clients work. */
  readonly slope: Float64Array;
  /** Credits at the beginning of a piece, of a server that has run since the start. */
  readonly credits: Float64Array;
  readonly exhausted: Float64Array;
  /** Exhausted, and not saturated anyway. */
  readonly exhaustedOnly: Float64Array;
  private readonly cpuShort: Uint8Array;
  private readonly ioShort: Uint8Array;

  /** @param factor all of the load times this */
  constructor(load: Load, ceiling: Ceiling, factor = 1) {
    const { starts } = load;
    const pieces = starts.length;
    this.load = load;
    this.ceiling = ceiling;
    this.cpuShort = Uint8Array.from(load.vCores, (value) => (value * factor > ceiling.vCores ? 1 : 0));
    this.ioShort = Uint8Array.from(load.iops, (value, piece) =>
      value * factor > ceiling.iops || load.megabytesPerSecond[piece]! * factor > ceiling.megabytesPerSecond ? 1 : 0,
    );
    const sums = (isShort: (piece: number) => boolean): Float64Array => {
      const sum = new Float64Array(pieces);
      for (let piece = 1; piece < pieces; piece++) {
        sum[piece] = sum[piece - 1]! + (isShort(piece - 1) ? starts[piece]! - starts[piece - 1]! : 0);
      }
      return sum;
    };
    this.cpuSaturated = sums((piece) => this.cpuShort[piece] === 1);
    this.ioSaturated = sums((piece) => this.ioShort[piece] === 1);
    this.saturated = sums((piece) => this.isShort(piece));
    const { credits } = ceiling;
    this.slope = load.vCores.map((value) =>
      credits === null ? 0 : credits.earned - Math.min(value * factor, ceiling.vCores) * SPENT,
    );
    this.credits = new Float64Array(pieces);
    this.exhausted = new Float64Array(pieces);
    this.exhaustedOnly = new Float64Array(pieces);
    if (credits === null) return;
    this.credits[0] = credits.initial;
    for (let piece = 1; piece < pieces; piece++) {
      const length = starts[piece]! - starts[piece - 1]!;
      const before = this.credits[piece - 1]!;
      const exhausted = exhaustedWithin(before, this.slope[piece - 1]!, length);
      this.credits[piece] = creditsAfter(before, this.slope[piece - 1]!, length, credits.max);
      this.exhausted[piece] = this.exhausted[piece - 1]! + exhausted;
      this.exhaustedOnly[piece] = this.exhaustedOnly[piece - 1]! + (this.isShort(piece - 1) ? 0 : exhausted);
    }
  }

  /** More is asked in a piece than cores or disk can do. */
  isShort(piece: number): boolean {
    return this.cpuShort[piece] === 1 || this.ioShort[piece] === 1;
  }

  /** The piece a tick lies in. */
  pieceAt(tick: number): number {
    const { starts } = this.load;
    let low = 0;
    let high = starts.length - 1;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (starts[middle]! <= tick) low = middle;
      else high = middle;
    }
    return low;
  }

  cpuSaturatedUntil(tick: number, piece: number): number {
    return this.cpuSaturated[piece]! + (this.cpuShort[piece] === 1 ? tick - this.load.starts[piece]! : 0);
  }

  ioSaturatedUntil(tick: number, piece: number): number {
    return this.ioSaturated[piece]! + (this.ioShort[piece] === 1 ? tick - this.load.starts[piece]! : 0);
  }

  saturatedUntil(tick: number, piece: number): number {
    return this.saturated[piece]! + (this.isShort(piece) ? tick - this.load.starts[piece]! : 0);
  }

  creditsAt(tick: number, piece: number): number {
    const { max } = this.ceiling.credits!;
    return creditsAfter(this.credits[piece]!, this.slope[piece]!, tick - this.load.starts[piece]!, max);
  }

  exhaustedUntil(tick: number, piece: number): number {
    const length = tick - this.load.starts[piece]!;
    return this.exhausted[piece]! + exhaustedWithin(this.credits[piece]!, this.slope[piece]!, length);
  }

  exhaustedOnlyUntil(tick: number, piece: number): number {
    const length = tick - this.load.starts[piece]!;
    const within = this.isShort(piece) ? 0 : exhaustedWithin(this.credits[piece]!, this.slope[piece]!, length);
    return this.exhaustedOnly[piece]! + within;
  }
}

/** Credits are between none and the cap. */
export function creditsAfter(credits: number, slope: number, length: number, max: number): number {
  return Math.min(max, Math.max(0, credits + slope * length));
}

/** For how much of a stretch of time there are none. */
export function exhaustedWithin(credits: number, slope: number, length: number): number {
  return slope >= 0 ? 0 : Math.max(0, length + credits / slope);
}
