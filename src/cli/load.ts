import { basename } from 'node:path';
import { planBill } from '../billing/plan.ts';
import type { Finding, Source } from '../diagnostics/finding.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { maskSecrets } from '../diagnostics/secrets.ts';
import type { RunInputs } from '../experiment/summary.ts';
import { loadScenario } from '../scenario/load.ts';
import type { FlagReader } from './flag-reader.ts';
import * as messages from './messages.ts';
import { type ReadSource, readSource } from './read-source.ts';

/** Flags that change what a scenario says. */
export interface ScenarioFlags {
  readonly set: readonly string[];
  readonly variant: string | undefined;
  readonly replications: number | undefined;
  readonly seed: string | undefined;
  readonly horizon: string | undefined;
}

export const MOST_REPLICATIONS = 1_000_000_000;

export function readScenarioFlags(flags: FlagReader): ScenarioFlags {
  return {
    set: flags.texts('set'),
    variant: flags.text('variant'),
    replications: flags.wholeNumber('replications', 1, MOST_REPLICATIONS),
    seed: flags.text('seed'),
    horizon: flags.text('horizon'),
  };
}

export interface LoadedFile {
  readonly file: string;
  readonly text: string;
  readonly sha256: string;
  readonly scenario: Scenario;
  /** Names of the variants of the file. */
  readonly variants: readonly string[];
  readonly warnings: readonly Finding[];
}

/**
 * Reads and checks every file, prices included, and what was wrong with the flags: all problems of all files in one go.
 * @throws UserError with the findings
 */
export function loadFiles(
  flags: FlagReader,
  files: readonly string[],
  scenarioFlags: ScenarioFlags,
): {
  readonly loaded: readonly LoadedFile[];
  readonly warnings: readonly Finding[];
  readonly sources: readonly Source[];
} {
  if (files.filter((file) => file === '-').length > 1) flags.report(messages.stdinTwice());
  const loaded: LoadedFile[] = [];
  for (const file of new Set(files)) {
    const one = loadFile(flags, file, scenarioFlags);
    if (one !== null) loaded.push(one);
  }
  flags.check();
  return { loaded, warnings: flags.findings, sources: flags.sources };
}

function loadFile(flags: FlagReader, file: string, given: ScenarioFlags): LoadedFile | null {
  const source = readSource(file);
  if ('code' in source) {
    flags.report(source);
    return null;
  }
  return loadText(flags, source, given);
}

/** Checks a scenario whose text was read; reports what is wrong with it. */
export function loadText(flags: FlagReader, source: ReadSource, given: ScenarioFlags): LoadedFile | null {
  const { set, variant, replications, seed, horizon } = given;
  const { scenario, findings, sources, variants } = loadScenario(source, {
    set,
    ...(variant === undefined ? {} : { variant }),
    ...(replications === undefined ? {} : { replications }),
    ...(seed === undefined ? {} : { seed }),
    ...(horizon === undefined ? {} : { horizon }),
  });
  flags.sources.push(...sources);
  for (const finding of findings) flags.report(finding);
  if (scenario === null) return null;
  for (const { what, priceKey, region } of planBill(scenario).missing) {
    flags.report(messages.missingPrice(source.name, what, priceKey, region));
  }
  return { file: source.name, text: source.text, sha256: source.sha256, scenario, variants, warnings: findings };
}

/** Settings as they may be stored and shown. */
export const withoutSecrets = (set: readonly string[]): string[] => set.map((text) => maskSecrets(text));

/** Where a run comes from, for its result. */
export function inputsOf({ file, text, sha256 }: LoadedFile, { variant, set, horizon }: ScenarioFlags): RunInputs {
  // A password may stand in a pasted server definition, or in a flag; it has no place in a report.
  return {
    file: basename(file),
    text: maskSecrets(text),
    sha256,
    variant: variant ?? null,
    set: withoutSecrets(set),
    horizon: horizon ?? null,
  };
}

/** The flags as one types them, for commands to copy. */
export function repeatFlags({ set, variant, seed, horizon }: ScenarioFlags): string[] {
  const one = (name: string, value: string | undefined) => (value === undefined ? [] : [`--${name}`, value]);
  return [
    ...one('variant', variant),
    ...withoutSecrets(set).flatMap((text) => ['--set', text]),
    ...one('seed', seed),
    ...one('horizon', horizon),
  ];
}
