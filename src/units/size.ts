import { timesDecimal } from './decimal.ts';

type Failure = { readonly ok: false; readonly reason: string };

/** Decimal and binary prefixes; letter case matters only between `b` and `B`. */
const UNITS = [
  { name: 'B', bytes: 1 },
  { name: 'KB', bytes: 1e3 },
  { name: 'MB', bytes: 1e6 },
  { name: 'GB', bytes: 1e9 },
  { name: 'TB', bytes: 1e12 },
  { name: 'PB', bytes: 1e15 },
  { name: 'KiB', bytes: 1024 },
  { name: 'MiB', bytes: 1_048_576 },
  { name: 'GiB', bytes: 1_073_741_824 },
  { name: 'TiB', bytes: 1_099_511_627_776 },
  { name: 'PiB', bytes: 1_125_899_906_842_624 },
] as const;

const LARGEST = 1e18;
const LONGEST_TEXT = 100;
const FORM = /^(\d+(?:\.\d+)?(?:e[+-]?\d+)?)\s*([a-zA-Z]*)$/;

/** Reads bytes: a number, or text such as `50MB` (5e7), `1GiB` (2^30), `500KB`. Not negative, at most 1e18. */
export function parseBytes(value: unknown): { readonly ok: true; readonly bytes: number } | Failure {
  if (typeof value === 'number') return check(value);
  if (typeof value !== 'string') return fail('it is neither a number of bytes nor text such as 50MB');
  if (value.length > LONGEST_TEXT) return fail(`it is longer than ${LONGEST_TEXT} characters`);
  const text = value.trim();
  if (text.startsWith('-')) return fail('it is negative');
  const [, number, unit] = FORM.exec(text) ?? [];
  if (number === undefined || unit === undefined) return fail('write a number of bytes, or for example 50MB or 1GiB');
  if (/^[kmgtp]?i?b$/i.test(unit) && unit.endsWith('b'))
    return fail(`${unit} means bits; write ${unit.slice(0, -1)}B for bytes`);
  const found = UNITS.find(({ name }) => name.toLowerCase() === (unit === '' ? 'b' : unit.toLowerCase()));
  if (found === undefined)
    return fail(`${unit} is not a unit; the units are B, KB, MB, GB, TB, PB and KiB, MiB, GiB, TiB, PiB`);
  return check(timesDecimal(number, found.bytes));
}

/** Reads bytes per second: a number, or a size per second such as `40MB/s`. */
export function parseRate(value: unknown): { readonly ok: true; readonly bytesPerSecond: number } | Failure {
  if (typeof value === 'number') return asRate(check(value));
  if (typeof value !== 'string') return fail('it is neither a number of bytes per second nor text such as 40MB/s');
  if (value.length > LONGEST_TEXT) return fail(`it is longer than ${LONGEST_TEXT} characters`);
  const text = value.trim();
  if (/^[\d.]+$/.test(text)) return asRate(parseBytes(text));
  if (!text.endsWith('/s')) return fail('a rate is per second, for example 40MB/s');
  return asRate(parseBytes(text.slice(0, -2)));
}

/** Short text with decimal prefixes, two decimals at most: `50MB`, `1.07GB`. Not for reading back. */
export function formatBytes(bytes: number): string {
  if (bytes < 0) return `-${formatBytes(-bytes)}`;
  const unit = UNITS.slice(0, 6).findLast((candidate) => bytes >= candidate.bytes * 0.999995) ?? UNITS[0];
  return `${Number((bytes / unit.bytes).toFixed(2))}${unit.name}`;
}

/** Text that {@link parseBytes} reads back to exactly this number: the shortest, `50MB`, `1GiB`, `1234567B`. */
export function bytesText(bytes: number): string {
  let best = `${bytes}B`;
  for (const { name, bytes: size } of UNITS) {
    const text = `${Number((bytes / size).toFixed(4))}${name}`;
    const parsed = parseBytes(text);
    if (text.length < best.length && parsed.ok && parsed.bytes === bytes) best = text;
  }
  return best;
}

const fail = (reason: string): Failure => ({ ok: false, reason });

function check(bytes: number): { readonly ok: true; readonly bytes: number } | Failure {
  if (Number.isNaN(bytes)) return fail('it is not a number');
  if (bytes < 0) return fail('it is negative');
  return bytes <= LARGEST ? { ok: true, bytes } : fail('it is more than 1e18 bytes');
}

function asRate(parsed: ReturnType<typeof check>): ReturnType<typeof parseRate> {
  return parsed.ok ? { ok: true, bytesPerSecond: parsed.bytes } : parsed;
}
