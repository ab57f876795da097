import { planBill } from '../billing/plan.ts';
import { type Finding, hasErrors, type Source } from '../diagnostics/finding.ts';
import { cellsWords } from '../experiment/form-sweep.ts';
import { type Cell, MOST_CELLS } from '../experiment/sweep.ts';
import { type Loaded, loadScenario } from '../scenario/load.ts';
import { SET_SOURCE } from '../scenario/overrides.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { list } from '../report/words.ts';
import { differencesBetween } from './contestants.ts';
import type { FlagReader } from './flag-reader.ts';
import type { ScenarioFlags } from './load.ts';
import * as messages from './messages.ts';
import { VARY_SOURCE, type Vary, type VaryValue } from './vary-flag.ts';

/** Names the service does not know. */
const UNKNOWN_NAMES = new Set(['PG2001', 'PG2002', 'PG2009']);

/**
 * Loads and checks every combination of the varied values, the last path varying fastest. A combination that Azure refuses, or that has no
 * price, is a refused cell. Values that no cell can have are reported, and everything when every cell is refused.
 */
export function loadGrid(flags: FlagReader, source: Source, given: ScenarioFlags, varied: readonly Vary[]): Cell[] {
  const size = varied.reduce((product, { values }) => product * values.length, 1);
  if (size > MOST_CELLS) flags.report(messages.gridTooLarge(size, MOST_CELLS));
  if (varied.length === 0 || size > MOST_CELLS) return [];
  const tried = combinationsOf(varied).map((chosen) => tryCell(source, given, varied, chosen));
  const isRefused = tried.every(({ cell }) => cell.scenario === null);
  const isMistake = mistakesOf(tried, varied);
  const reported = tried.map((one) =>
    one.cell.scenario !== null || isRefused ? one.findings : one.findings.filter((finding) => isMistake(finding, one)),
  );
  const simulated = tried.filter(({ cell }) => cell.scenario !== null).length;
  for (const finding of eachOnce(reported, simulated)) flags.report(finding);
  for (const { sources } of tried.slice(0, 1)) flags.sources.push(...sources.filter(({ name }) => name !== SET_SOURCE));
  if (given.set.length > 0) flags.sources.push({ name: SET_SOURCE, text: given.set.map(oneLine).join('\n') });
  const cells = tried.map(({ cell }) => cell);
  reportDifference(flags, source.name, cells);
  return cells;
}

/** What several cells have is said once; a warning that not all of them have, with their numbers. */
function eachOnce(reported: readonly (readonly Finding[])[], simulated: number): Finding[] {
  const found = new Map<string, { readonly finding: Finding; readonly cells: Set<number> }>();
  for (const [index, findings] of reported.entries()) {
    for (const finding of findings) {
      const { file, line, column, code, message } = finding;
      const key = JSON.stringify([file, line, column, code, message]);
      const same = found.get(key) ?? { finding, cells: new Set() };
      same.cells.add(index + 1);
      found.set(key, same);
    }
  }
  return [...found.values()].map(({ finding, cells }) =>
    finding.severity === 'error' || cells.size === simulated
      ? finding
      : { ...finding, message: `${cellsWords([...cells])}: ${finding.message}` },
  );
}

/** A value that is malformed, or a name nobody knows, in whatever cell it stands: no matter of the combination. */
function mistakesOf(tried: readonly Tried[], varied: readonly Vary[]): (finding: Finding, one: Tried) => boolean {
  const keyOf = ({ file, line, column, code }: Finding, { chosen }: Tried): string | null => {
    const flag = varied.findIndex((vary) => vary.line === line);
    const isOfValue = file === VARY_SOURCE && (code.startsWith('PG1') || UNKNOWN_NAMES.has(code));
    return isOfValue ? JSON.stringify([line, chosen[flag]!.text, column, code]) : null;
  };
  const cells = new Map<string, number>();
  for (const one of tried) {
    const keys = new Set(one.findings.map((finding) => keyOf(finding, one)).filter((key) => key !== null));
    for (const key of keys) cells.set(key, (cells.get(key) ?? 0) + 1);
  }
  return (finding, one) => {
    const key = keyOf(finding, one);
    const values = varied.find(({ line }) => line === finding.line)?.values.length;
    return key !== null && cells.get(key) === tried.length / values!;
  };
}

const oneLine = (text: string): string => text.replace(/[\r\n]+/g, ' ');

function combinationsOf(varied: readonly Vary[]): (readonly VaryValue[])[] {
  return varied.reduce<(readonly VaryValue[])[]>(
    (combinations, { values }) => combinations.flatMap((chosen) => values.map((value) => [...chosen, value])),
    [[]],
  );
}

interface Tried {
  readonly cell: Cell;
  readonly chosen: readonly VaryValue[];
  readonly findings: readonly Finding[];
  readonly sources: readonly Source[];
}

function tryCell(source: Source, given: ScenarioFlags, varied: readonly Vary[], chosen: readonly VaryValue[]): Tried {
  const { variant, replications, seed, horizon } = given;
  const set = chosen.map(({ text }, index) => `${varied[index]!.path}=${text}`);
  const loaded: Loaded = loadScenario(source, {
    set: [...given.set, ...set],
    ...(variant === undefined ? {} : { variant }),
    ...(replications === undefined ? {} : { replications }),
    ...(seed === undefined ? {} : { seed }),
    ...(horizon === undefined ? {} : { horizon }),
    checkVariants: false,
  });
  const unpriced = (loaded.scenario === null ? [] : planBill(loaded.scenario).missing).map(
    ({ what, priceKey, region }) => messages.missingPrice(source.name, what, priceKey, region),
  );
  const findings = [...loaded.findings, ...unpriced].map((finding) => moved(finding, given, varied, chosen));
  const first = findings.find(({ severity }) => severity === 'error');
  const values = Object.fromEntries(varied.map(({ path }, index) => [path, chosen[index]!.data]));
  return {
    cell: {
      values,
      set,
      scenario: hasErrors(findings) ? null : loaded.scenario,
      problem: first === undefined ? null : { code: first.code, message: first.message },
    },
    chosen,
    findings,
    sources: loaded.sources,
  };
}

/** A finding about a value points into the flag it comes from, and so does one that names it as the place of another key. */
function moved(written: Finding, given: ScenarioFlags, varied: readonly Vary[], chosen: readonly VaryValue[]): Finding {
  const message = written.message.replace(new RegExp(`${SET_SOURCE}:(\\d+)`), (place, line) => {
    const flag = varied[Number(line) - 1 - given.set.length];
    return flag === undefined ? place : `${VARY_SOURCE}:${flag.line}`;
  });
  const finding = { ...written, message };
  const index = finding.line - 1 - given.set.length;
  if (finding.file !== SET_SOURCE || index < 0) return finding;
  const { line, path } = varied[index]!;
  const { column, length } = chosen[index]!;
  const within = finding.column - path.length - 2;
  const place = { file: VARY_SOURCE, line };
  if (within < 0) return { ...finding, ...place };
  const start = Math.min(within, length - 1);
  return { ...finding, ...place, column: column + start, length: Math.min(finding.length ?? 1, length - start) };
}

/** All cells must show the same histories. */
function reportDifference(flags: FlagReader, file: string, cells: readonly Cell[]): void {
  let first: { readonly number: number; readonly scenario: Scenario } | undefined;
  for (const [index, { scenario }] of cells.entries()) {
    if (scenario === null) continue;
    first ??= { number: index + 1, scenario };
    const differ = differencesBetween(first.scenario, scenario);
    if (differ.length === 0) continue;
    flags.report(messages.notComparable(file, `cell ${first.number}`, `cell ${index + 1}`, list(differ)));
    return;
  }
}
