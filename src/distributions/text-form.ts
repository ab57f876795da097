import { KINDS } from './kinds.ts';

/** Parentheses within parentheses. */
export const DEEPEST = 8;

type Result =
  { readonly ok: true; readonly map: Record<string, unknown> } | { readonly ok: false; readonly message: string };

/**
 * Turns `lognormal(p5=2m,p95=20m)` into the map it is short for, `{dist: lognormal, p5: '2m', p95: '20m'}`; values stay text.
 * Mixtures give a weight before each component: `mixture(2/3 lognormal(p50=4m,sigma=0.5), 1/3 15m)`. Reads each character once.
 */
export function readTextForm(text: string): Result {
  const reader = new Reader(text);
  try {
    const map = reader.call(reader.word(), 1);
    reader.end();
    return { ok: true, map };
  } catch (error) {
    if (error instanceof TextError) return { ok: false, message: error.message };
    throw error;
  }
}

class TextError extends Error {}

interface Argument {
  readonly key: string | null;
  readonly value: unknown;
  /** The word before a mixture's component. */
  readonly weight: string | null;
}

class Reader {
  private readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** Everything up to the next of `( ) , =`. */
  word(): string {
    const start = this.at;
    while (this.at < this.text.length && !'(),='.includes(this.text[this.at]!)) this.at++;
    return this.text.slice(start, this.at).trim();
  }

  /** Reads `(arguments)` after a name. */
  call(name: string, depth: number): Record<string, unknown> {
    if (depth > DEEPEST) throw new TextError(`it is nested more than ${DEEPEST} deep`);
    this.expect('(', name);
    const given: Argument[] = [];
    if (this.peek() !== ')') {
      do given.push(this.argument(name, depth));
      while (this.take(','));
    }
    this.expect(')', name);
    return toMap(name, given);
  }

  end(): void {
    const rest = this.text.slice(this.at).trim();
    if (rest !== '') throw new TextError(`${shorten(rest)} follows the closing parenthesis`);
  }

  private argument(name: string, depth: number): Argument {
    const word = this.word();
    if (this.peek() === '=') {
      this.at++;
      return { key: word, value: this.value(this.word(), depth), weight: null };
    }
    const gap = name === 'mixture' ? word.search(/\s/) : -1;
    if (gap < 0) return { key: null, value: this.value(word, depth), weight: null };
    return { key: null, value: this.value(word.slice(gap).trim(), depth), weight: word.slice(0, gap) };
  }

  private value(word: string, depth: number): unknown {
    if (this.peek() === '(') return this.call(word, depth + 1);
    if (word === '') throw new TextError('a value is missing');
    return word;
  }

  private peek(): string | undefined {
    while (this.at < this.text.length && this.text[this.at]! <= ' ') this.at++;
    return this.text[this.at];
  }

  private take(character: string): boolean {
    if (this.peek() !== character) return false;
    this.at++;
    return true;
  }

  private expect(character: string, name: string): void {
    if (this.take(character)) return;
    const found = this.text.slice(this.at);
    throw new TextError(
      `${shorten(name)}: expected ${character}${found === '' ? ' at the end' : ` before ${shorten(found)}`}`,
    );
  }
}

/** Names the positional arguments; what a kind does not have stays, for the map's reader to report. */
function toMap(name: string, given: readonly Argument[]): Record<string, unknown> {
  const entries = new Map<string, unknown>([['dist', name]]);
  const positional = given.filter(({ key }) => key === null);
  const known = Object.hasOwn(KINDS, name) ? KINDS[name]! : null;
  if (name === 'mixture') {
    entries.set(
      'of',
      positional.map(({ value }) => value),
    );
    const weights = positional.map(({ weight }) => weight);
    if (weights.some((weight) => weight === null)) {
      throw new TextError('each component of a mixture needs its weight: mixture(0.7 constant(5m), 0.3 constant(1h))');
    }
    entries.set('weights', weights);
  } else if (name === 'empirical') {
    entries.set(
      'values',
      positional.map(({ value }) => value),
    );
  } else if (name === 'clamped') {
    if (positional.length !== 1) throw new TextError('clamped takes one distribution: clamped(uniform(5m,9m),max=8m)');
    entries.set('of', positional[0]!.value);
  } else if (name === 'never') {
    if (given.length > 0) throw new TextError('never takes no parameters');
  } else if (known !== null && positional.length > 0) {
    const names = known.positional;
    if (names === null) {
      const example = known.forms.map((form) => form.join(' and ')).join(', or ');
      throw new TextError(`${name}: name the parameters: ${example}`);
    }
    if (positional.length > names.length) throw new TextError(`${name} takes ${names.join(', ')}`);
    for (const [index, { value }] of positional.entries()) entries.set(names[index]!, value);
  }
  for (const { key, value } of given) {
    if (key === null) continue;
    if (entries.has(key)) throw new TextError(`${name}: ${shorten(key)} is given twice`);
    entries.set(key, value);
  }
  // Object.fromEntries defines own properties: a key named __proto__ is a key like any other.
  return Object.fromEntries(entries);
}

/** At most forty characters, for messages. */
export const shorten = (text: string): string => (text.length > 40 ? `${text.slice(0, 39)}…` : text);
