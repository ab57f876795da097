import { parseDuration } from '../units/duration.ts';
import { parseBytes, parseRate } from '../units/size.ts';
import * as make from './constructors.ts';
import type { Distribution } from './distribution.ts';
import { clampable, COMPOUND_KINDS, type Kind, KIND_NAMES, KINDS } from './kinds.ts';
import { DEEPEST, readTextForm, shorten } from './text-form.ts';

export interface ParseOptions {
  /** What the variates are; durations and rates need units, bytes may be plain numbers, numbers are. */
  readonly quantity: Quantity;
  /** What a bare value means: itself, or the mean of an exponential. */
  readonly bare: 'constant' | 'exponential';
  readonly allowNever: boolean;
  /**
   * Asked for the value of each parameter that is a distribution itself: one that is not known for certain. Its key is where it
   * stands (`mean`, `of.0.mean`). Without it such parameters are refused.
   */
  readonly uncertain?: (key: string, distribution: Distribution) => number;
}

export type Quantity = 'duration' | 'bytes' | 'rate' | 'number';

export interface ParseProblem {
  /** Keys and indexes that lead to the value at fault; the text form has no inner positions. */
  readonly path: (string | number)[];
  readonly message: string;
  /** Keys, kinds or forms that would have been right. */
  readonly allowed?: string[];
}

export type ParseResult =
  | { readonly ok: true; readonly distribution: Distribution }
  | { readonly ok: false; readonly problems: ParseProblem[] };

const LONGEST_TEXT = 1_000_000;
const MOST_PARTS = 1_000;
const MOST_VALUES = 100_000;
const MOST_PROBLEMS = 100;
const EXAMPLES: Readonly<Record<Quantity, string>> = { duration: '5m', bytes: '50MB', rate: '40MB/s', number: '0.1' };
/** Weights may be rounded, so far. */
const WEIGHT_TOLERANCE = 0.001;

/**
 * Reads a distribution as written: a map (`{dist: lognormal, p5: 2m, p95: 20m}`, with `min` and `max` to clamp and `source` for
 * people), the one-line form (`lognormal(p5=2m,p95=20m)`), a bare value, or `never`. Answers with every problem found.
 */
export function parseDistribution(input: unknown, options: ParseOptions): ParseResult {
  const reader = new Reader(options);
  const distribution = reader.read(input, [], 1);
  if (distribution !== null && reader.problems.length === 0) return { ok: true, distribution };
  return { ok: false, problems: reader.problems };
}

type Path = readonly (string | number)[];
type Fields = Readonly<Record<string, unknown>>;

class Reader {
  readonly problems: ParseProblem[] = [];
  private readonly options: ParseOptions;
  private parts = 0;
  private values = 0;
  /** While the text form is read: where it stands. */
  private textPath: Path | null = null;

  constructor(options: ParseOptions) {
    this.options = options;
  }

  /** Null when something was reported. */
  read(input: unknown, path: Path, depth: number): Distribution | null {
    if (depth > DEEPEST) return this.report(path, `it is nested more than ${DEEPEST} deep`);
    if (++this.parts > MOST_PARTS) {
      return this.parts === MOST_PARTS + 1 ? this.report(path, `it has more than ${MOST_PARTS} parts`) : null;
    }
    if (typeof input === 'string') return this.readText(input, path, depth);
    if (typeof input === 'number') return this.bareValue(input, path);
    if (isMap(input)) return this.readMap(input, path, depth);
    const example = EXAMPLES[this.options.quantity];
    return this.report(path, `expected a distribution, for example ${example} or lognormal(p5=${example},p95=…)`);
  }

  private readText(given: string, path: Path, depth: number): Distribution | null {
    if (given.length > LONGEST_TEXT) return this.report(path, `it is longer than ${LONGEST_TEXT} characters`);
    const text = given.trim();
    if (text === 'never') return this.never(path);
    if (!text.includes('(')) return this.bareValue(text, path);
    const result = readTextForm(text);
    if (!result.ok) return this.report(path, result.message);
    const outer = this.textPath;
    this.textPath ??= path;
    const distribution = this.readMap(result.map, path, depth);
    this.textPath = outer;
    return distribution;
  }

  private bareValue(value: string | number, path: Path): Distribution | null {
    const known = typeof value === 'string' && KIND_NAMES.includes(value);
    if (known) return this.report(path, `${value} needs parameters`, formsOf(value));
    const number = this.quantity(value, path, '');
    if (number === null) return null;
    return this.build(path, () =>
      this.options.bare === 'exponential' ? make.exponential({ mean: number }) : make.constant(number),
    );
  }

  private never(path: Path): Distribution | null {
    return this.options.allowNever
      ? make.never
      : this.report(path, 'never stands only for a hazard that does not occur');
  }

  private readMap(fields: Fields, path: Path, depth: number): Distribution | null {
    const name = own(fields, 'dist');
    if (name === undefined) return this.report(path, 'dist is missing: which distribution it is', [...KIND_NAMES]);
    if (typeof name !== 'string' || !KIND_NAMES.includes(name)) {
      const shown = typeof name === 'string' ? shorten(name) : 'this';
      return this.report([...path, 'dist'], `${shown} is not a distribution known here`, [...KIND_NAMES]);
    }
    const before = this.problems.length;
    const simple = Object.hasOwn(KINDS, name) ? KINDS[name]! : null;
    const distribution =
      simple !== null ? this.readSimple(name, simple, fields, path) : this.readCompound(name, fields, path, depth);
    const clamps = clampable(name) && (own(fields, 'min') !== undefined || own(fields, 'max') !== undefined);
    if (!clamps) {
      if (name !== 'clamped') return distribution;
      return this.report(path, 'clamped needs min, max or both');
    }
    const min = own(fields, 'min') === undefined ? undefined : this.field(fields, 'min', 'quantity', path);
    const max = own(fields, 'max') === undefined ? undefined : this.field(fields, 'max', 'quantity', path);
    if (distribution === null || min === null || max === null || this.problems.length > before) return null;
    return this.build(path, () => make.clamped(distribution, { min, max }));
  }

  private readSimple(name: string, kind: Kind, fields: Fields, path: Path): Distribution | null {
    const before = this.problems.length;
    const names = Object.keys(kind.parameters);
    this.checkKeys(name, fields, names, path);
    const given: Record<string, number> = {};
    for (const [key, type] of Object.entries(kind.parameters)) {
      if (own(fields, key) === undefined) continue;
      const value = this.field(fields, key, type, path);
      if (value !== null) given[key] = value;
    }
    const written = names.filter((key) => own(fields, key) !== undefined);
    const fits = kind.forms.some(
      (form) => form.length === written.length && form.every((key) => written.includes(key)),
    );
    if (!fits) {
      const forms = kind.forms.map((form) => form.join(' and '));
      const found = written.length === 0 ? '' : `, not ${written.join(' and ')}`;
      return this.report(path, `${name} takes ${forms.join(', or ')}${found}`, forms);
    }
    return this.problems.length > before ? null : this.build(path, () => kind.build(given), `${name}: `);
  }

  private readCompound(name: string, fields: Fields, path: Path, depth: number): Distribution | null {
    switch (name as (typeof COMPOUND_KINDS)[number]) {
      case 'never':
        this.checkKeys(name, fields, [], path);
        return this.never(path);
      case 'clamped':
        this.checkKeys(name, fields, ['of'], path);
        return this.read(own(fields, 'of'), [...path, 'of'], depth + 1);
      case 'empirical':
        this.checkKeys(name, fields, ['values'], path);
        return this.readEmpirical(own(fields, 'values'), [...path, 'values']);
      case 'mixture':
        this.checkKeys(name, fields, ['of', 'weights'], path);
        return this.readMixture(own(fields, 'of'), own(fields, 'weights'), path, depth);
    }
  }

  private readEmpirical(list: unknown, path: Path): Distribution | null {
    if (!Array.isArray(list) || list.length === 0)
      return this.report(path, 'values must be a list of at least one value');
    this.values += list.length;
    if (this.values > MOST_VALUES) return this.report(path, `there are more than ${MOST_VALUES} values`);
    const before = this.problems.length;
    const values = list.map((value, index) => this.quantity(value, [...path, index], '') ?? 0);
    return this.problems.length > before ? null : this.build(path, () => make.empirical(values));
  }

  private readMixture(of: unknown, weights: unknown, path: Path, depth: number): Distribution | null {
    const before = this.problems.length;
    if (!Array.isArray(of) || of.length === 0)
      return this.report([...path, 'of'], 'of must be a list of at least one distribution');
    const parts = of.slice(0, MOST_PARTS + 1).map((part, index) => this.read(part, [...path, 'of', index], depth + 1));
    if (!Array.isArray(weights) || weights.length !== of.length) {
      return this.report([...path, 'weights'], `weights must be a list of ${of.length}, one for each of the mixture`);
    }
    const numbers = weights
      .slice(0, MOST_PARTS + 1)
      .map((value, index) => this.weight(value, [...path, 'weights', index]));
    if (numbers.some((value) => value === null)) return null;
    const sum = numbers.reduce<number>((total, value) => total + value!, 0);
    if (Math.abs(sum - 1) > WEIGHT_TOLERANCE) {
      this.report([...path, 'weights'], `weights must sum to 1; they sum to ${Number(sum.toPrecision(6))}`);
    }
    if (this.problems.length > before || parts.includes(null)) return null;
    return this.build(path, () =>
      make.mixture(parts.map((distribution, index) => ({ weight: numbers[index]!, distribution: distribution! }))),
    );
  }

  /** A number, or in the text form also a fraction: `8/13`. */
  private weight(given: unknown, path: Path): number | null {
    let value = given;
    if (this.textPath !== null && typeof given === 'string') {
      const [above, below, ...rest] = given.split('/', 3).map(plainNumber);
      value = rest.length > 0 ? NaN : below === undefined ? above : above! / below;
    }
    if (typeof value === 'number' && value > 0 && value <= 1) return value;
    return this.report(path, 'a weight must be a number above 0 and at most 1');
  }

  private field(fields: Fields, key: string, type: 'quantity' | 'number', path: Path): number | null {
    const value = own(fields, key);
    const inner = [...path, key];
    if (type === 'quantity') return this.quantity(value, inner, `${key}: `);
    if (isDistribution(value)) return this.uncertain(value, inner, `${key}: `, 'number');
    const number = this.textPath !== null && typeof value === 'string' ? plainNumber(value) : value;
    if (typeof number === 'number' && Number.isFinite(number) && number >= 0) return number;
    return this.report(inner, `${key} must be a number without unit, not negative${shown(value)}`);
  }

  /** Milliseconds or bytes; finite and not negative. */
  private quantity(value: unknown, path: Path, label: string): number | null {
    if (isDistribution(value)) return this.uncertain(value, path, label, this.options.quantity);
    if (this.options.quantity === 'number') {
      const number = typeof value === 'string' && this.textPath !== null ? plainNumber(value) : value;
      if (typeof number === 'number' && Number.isFinite(number) && number >= 0) return number;
      return this.report(path, `${label}expected a number, not negative${shown(value)}`);
    }
    if (this.options.quantity === 'rate') {
      const parsed = parseRate(value);
      return parsed.ok
        ? parsed.bytesPerSecond
        : this.report(path, `${label}expected a rate such as 40MB/s${shown(value)}`);
    }
    if (this.options.quantity === 'bytes') {
      const parsed = parseBytes(value);
      return parsed.ok ? parsed.bytes : this.unreadable(value, path, label, 'a size', parsed.reason);
    }
    if (value === 0) return 0;
    if (typeof value === 'number') {
      return this.report(path, `${label}${value} has no unit: a duration is written for example 5m or 90s`);
    }
    if (typeof value !== 'string') return this.report(path, `${label}expected a duration such as 5m`);
    const parsed = parseDuration(value);
    return parsed.ok ? parsed.milliseconds : this.unreadable(value, path, label, 'a duration', parsed.reason);
  }

  /** Reports what could not be read; of `15m to 2h` that it could be the whole range, or where most values lie. */
  private unreadable(value: unknown, path: Path, label: string, what: string, reason: string): null {
    const quantity = this.options.quantity === 'bytes' ? 'bytes' : 'duration';
    const ends = typeof value === 'string' ? splitRange(value, quantity) : null;
    if (ends === null) return this.report(path, `${label}${quoted(value)} is not ${what}: ${reason}`);
    const [low, high] = ends;
    const forms = [`{ dist: lognormal, p5: ${low}, p95: ${high} }`, `{ dist: uniform, min: ${low}, max: ${high} }`];
    return this.report(path, `${label}${quoted(value)} is ambiguous; write ${forms.join(' or ')}`, forms);
  }

  private uncertain(value: unknown, path: Path, label: string, quantity: Quantity): number | null {
    const { uncertain } = this.options;
    if (uncertain === undefined) {
      return this.report(path, `${label}the distribution of what is not known must be known itself; give one value`);
    }
    const inner = new Reader({ quantity, bare: 'constant', allowNever: false });
    const distribution = inner.read(value, [], 1);
    for (const problem of inner.problems)
      this.report([...path, ...problem.path], `${label}${problem.message}`, problem.allowed);
    return distribution === null || inner.problems.length > 0 ? null : uncertain(path.join('.'), distribution);
  }

  private checkKeys(name: string, fields: Fields, names: readonly string[], path: Path): void {
    const clamps = clampable(name) ? ['min', 'max'] : [];
    const allowed = [...new Set([...names, ...clamps])];
    for (const key of Object.keys(fields)) {
      if (key === 'dist' || key === 'source' || allowed.includes(key)) continue;
      this.report([...path, key], `${shorten(key)} is not a parameter of ${name}`, allowed);
    }
  }

  /** The constructors say what must hold between parameters. */
  private build(path: Path, construct: () => Distribution, label = ''): Distribution | null {
    try {
      return construct();
    } catch (error) {
      if (error instanceof RangeError) return this.report(path, `${label}${error.message}`);
      throw error;
    }
  }

  private report(path: Path, message: string, allowed?: string[]): null {
    const place = [...(this.textPath ?? path)];
    if (this.problems.length < MOST_PROBLEMS) {
      this.problems.push(allowed === undefined ? { path: place, message } : { path: place, message, allowed });
    }
    return null;
  }
}

const isMap = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
const own = (fields: Fields, key: string): unknown => (Object.hasOwn(fields, key) ? fields[key] : undefined);
const isDistribution = (value: unknown): boolean => isMap(value) || (typeof value === 'string' && value.includes('('));
const quoted = (value: unknown): string => (typeof value === 'string' ? JSON.stringify(shorten(value)) : String(value));
const shown = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? `; got ${quoted(value)}` : '';
const formsOf = (name: string): string[] => (KINDS[name]?.forms ?? []).map((form) => form.join(' and '));

function plainNumber(text: string): number {
  return text.length <= 30 && /^\d+(\.\d+)?(e[+-]?\d+)?$/.test(text.trim()) ? Number(text) : NaN;
}

/** The ends of `15m to 2h`, `5m-10m` or `5..10m`, as text with units; null for anything else. */
function splitRange(value: string, quantity: 'duration' | 'bytes'): [string, string] | null {
  if (value.length > 100) return null;
  const reads = (text: string): boolean => (quantity === 'bytes' ? parseBytes(text).ok : parseDuration(text).ok);
  for (const separator of [' to ', '...', '..', '…', '–', '-']) {
    const at = value.indexOf(separator);
    if (at < 0) continue;
    const low = value.slice(0, at).trim();
    const high = value.slice(at + separator.length).trim();
    if (!reads(high)) return null;
    const whole = Number.isNaN(plainNumber(low)) ? low : low + high.replace(/^[\d.\s]+/, '');
    return reads(whole) ? [whole, high] : null;
  }
  return null;
}
