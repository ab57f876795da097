import { type Finding, hasErrors, type Source } from '../diagnostics/finding.ts';
import { UserError } from '../diagnostics/user-error.ts';
import * as messages from './messages.ts';

/** What yargs read of the command line: every value is text, or a list of texts when it was given more than once. */
export type Arguments = Readonly<Record<string, unknown>>;

/** Reads flags one by one and collects what is wrong with them, so that all of it is said in one go. */
export class FlagReader {
  readonly findings: Finding[] = [];
  readonly sources: Source[] = [];
  private readonly values: Arguments;

  constructor(values: Arguments) {
    this.values = values;
  }

  /** A flag that may be given once. */
  text(name: string): string | undefined {
    const [value, second] = this.texts(name);
    if (second !== undefined) this.report(messages.flagTwice(`--${name}`));
    return value;
  }

  /** A flag that may be repeated. */
  texts(name: string): string[] {
    const value = this.values[name];
    if (value === undefined) return [];
    const texts = (Array.isArray(value) ? value : [value]).map(String);
    if (texts.includes('')) this.report(messages.missingValue(`--${name}`));
    return texts.filter((text) => text !== '');
  }

  flag(name: string): boolean {
    const value = this.values[name];
    return Array.isArray(value) ? value.includes(true) : value === true;
  }

  /** Positional arguments of a name. */
  words(name: string): string[] {
    const value = this.values[name];
    return value === undefined ? [] : (Array.isArray(value) ? value : [value]).map(String);
  }

  wholeNumber(name: string, least: number, most: number): number | undefined {
    const flag = `--${name}`;
    const text = this.text(name);
    if (text === undefined) return undefined;
    const range = `a whole number from ${least} to ${most}`;
    const value = Number(text);
    if (!/^[+-]?\d+(\.\d+)?(e\+?\d{1,3})?$/i.test(text) || !Number.isInteger(value)) {
      this.report(messages.notANumber(flag, text, range), text);
    } else if (value < least || value > most) this.report(messages.numberOutOfRange(flag, text, range), text);
    else return value;
    return undefined;
  }

  choice<const T extends string>(name: string, allowed: readonly T[]): T | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const found = allowed.find((candidate) => candidate === text);
    if (found === undefined) this.report(messages.unknownChoice(`--${name}`, text, allowed), text);
    return found;
  }

  /** Notes a finding, and the value it points at. */
  report(finding: Finding, value?: string): void {
    this.findings.push(finding);
    if (value !== undefined) this.sources.push({ name: finding.file, text: value });
  }

  /** @throws UserError with everything that was wrong so far */
  check(): void {
    if (hasErrors(this.findings)) throw new UserError(this.findings, this.sources);
  }
}
