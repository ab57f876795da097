import { basename } from 'node:path';
import type { Finding } from '../diagnostics/finding.ts';
import { maskSecrets } from '../diagnostics/secrets.ts';
import type { Contestant } from '../experiment/compare.ts';
import { loadScenario } from '../scenario/load.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { planBill } from '../billing/plan.ts';
import type { FlagReader } from './flag-reader.ts';
import { type ScenarioFlags, withoutSecrets } from './load.ts';
import * as messages from './messages.ts';
import { stemOf } from './out-targets.ts';
import { type ReadSource, readSource } from './read-source.ts';
import { list } from '../report/words.ts';

/** The scenario of a single file as it stands. */
const BASE = 'base';

/** A scenario of a comparison, and the file it comes from as it was named. */
export interface LoadedContestant extends Contestant {
  readonly file: string;
}

/**
 * What is to be compared. Of one file: itself as `base`, and its variants, or those that were chosen. Of several: each file
 * by its name, and the chosen variants of those that have them as `file:variant`. What is wrong is reported.
 */
export function loadContestants(
  flags: FlagReader,
  files: readonly string[],
  given: Omit<ScenarioFlags, 'variant'>,
  chosen: readonly string[],
): LoadedContestant[] {
  if (files.filter((file) => file === '-').length > 1) flags.report(messages.stdinTwice());
  const unique = [...new Set(files)];
  const loaded = unique.flatMap((file) => {
    const source = readSource(file);
    if (!('code' in source)) return [loadVariants(flags, source, given)];
    flags.report(source);
    return [];
  });
  if (loaded.length < unique.length) return [];
  const known = [...new Set(loaded.flatMap(({ variants }) => variants.map(({ name }) => name)))];
  const unknown = [...new Set(chosen)].filter((name) => !known.includes(name));
  for (const name of unknown) flags.report(messages.unknownChoice('--variant', name, known), name);
  const names = namesOf(unique);
  const contestants = loaded.flatMap(({ source, base, variants }, index) => {
    const wanted = variants.filter(({ name }) => (unique.length === 1 && chosen.length === 0) || chosen.includes(name));
    const of = (name: string, variant: string | null, scenario: Scenario | null) =>
      scenario === null ? [] : [{ name, file: source.name, scenario, inputs: inputsOf(source, variant, given) }];
    const name = names[index]!;
    if (unique.length === 1 && wanted.some((variant) => variant.name === BASE)) {
      flags.report(messages.reservedName(source.name, BASE));
    }
    return [
      ...of(name, null, base),
      ...wanted.flatMap((variant) =>
        of(unique.length === 1 ? variant.name : `${name}:${variant.name}`, variant.name, variant.scenario),
      ),
    ];
  });
  if (loaded.some(({ base }) => base === null)) return contestants;
  if (contestants.length < 2 && unknown.length === 0) flags.report(messages.nothingToCompare(unique[0]!));
  for (const finding of differencesOf(contestants)) flags.report(finding);
  return contestants;
}

/** Of one file `base`; of several their names without ending, or as they were given where these are the same. */
function namesOf(files: readonly string[]): string[] {
  if (files.length === 1) return [BASE];
  const stems = files.map(stemOf);
  return stems.map((stem, index) => (stems.indexOf(stem) === stems.lastIndexOf(stem) ? stem : files[index]!));
}

interface Variants {
  readonly source: ReadSource;
  /** Null when anything is wrong with the file, a variant included. */
  readonly base: Scenario | null;
  readonly variants: readonly { readonly name: string; readonly scenario: Scenario | null }[];
}

function loadVariants(flags: FlagReader, source: ReadSource, given: Omit<ScenarioFlags, 'variant'>): Variants {
  const { set, replications, seed, horizon } = given;
  const options = {
    set,
    ...(replications === undefined ? {} : { replications }),
    ...(seed === undefined ? {} : { seed }),
    ...(horizon === undefined ? {} : { horizon }),
  };
  const base = loadScenario(source, options);
  flags.sources.push(...base.sources);
  for (const finding of base.findings) flags.report(finding);
  // What is wrong with a variant was found with the file.
  const variants = base.variants.map((name) => ({
    name,
    scenario: base.scenario === null ? null : loadScenario(source, { ...options, variant: name }).scenario,
  }));
  const priced: [string | undefined, Scenario | null][] = [
    [undefined, base.scenario],
    ...variants.map(({ name, scenario }): [string, Scenario | null] => [name, scenario]),
  ];
  const seen = new Set<string>();
  for (const [variant, scenario] of priced) {
    for (const { what, priceKey, region } of scenario === null ? [] : planBill(scenario).missing) {
      if (seen.has(priceKey + region)) continue;
      seen.add(priceKey + region);
      const finding = messages.missingPrice(source.name, what, priceKey, region);
      flags.report(variant === undefined ? finding : { ...finding, variant });
    }
  }
  return { source, base: base.scenario, variants };
}

function inputsOf(
  { name, text, sha256 }: ReadSource,
  variant: string | null,
  { set, horizon }: Omit<ScenarioFlags, 'variant'>,
): Contestant['inputs'] {
  return {
    file: basename(name),
    text: maskSecrets(text),
    sha256,
    variant,
    set: withoutSecrets(set),
    horizon: horizon ?? null,
  };
}

/** Those that do not share the years of the first. */
function differencesOf([first, ...rest]: readonly LoadedContestant[]): Finding[] {
  return rest.flatMap((one) => {
    const differ = differencesBetween(first!.scenario, one.scenario);
    return differ.length === 0 ? [] : [messages.notComparable(one.file, first!.name, one.name, list(differ))];
  });
}

/** What must be the same of two scenarios, so that their replications are the same histories; empty when all of it is. */
export function differencesBetween(a: Scenario, b: Scenario): string[] {
  const kinds: [what: string, of: (scenario: Scenario) => string | number][] = [
    ['the start', ({ simulation }) => simulation.startMs],
    ['the horizon', ({ simulation }) => simulation.endMs - simulation.startMs],
    ['the seed', ({ simulation }) => simulation.seed],
    ['the number of replications', ({ simulation }) => simulation.replications],
    ['the currency', ({ cost }) => cost.currency],
  ];
  return kinds.filter(([, of]) => of(a) !== of(b)).map(([what]) => what);
}
