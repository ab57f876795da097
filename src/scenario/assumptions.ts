import { type Assumption, assumption as shippedAssumption, listAssumptions } from '../catalog/assumptions.ts';
import type { Finding } from '../diagnostics/finding.ts';
import { describeDistribution } from '../distributions/describe.ts';
import type { Distribution } from '../distributions/distribution.ts';
import { mean } from '../distributions/moments.ts';
import { parseDistribution } from '../distributions/parse.ts';
import { createSampler } from '../distributions/sampler.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../units/duration.ts';
import { parseRate } from '../units/size.ts';
import type { Shape } from './check-shape.ts';
import * as messages from './messages.ts';
import { flatten, type NamedEntry } from './overrides.ts';
import type { AssumptionRow, AssumptionValue, UncertainAssumption } from './scenario.ts';
import { labelSpan, nodeAt, type Path, type Span, spanOf, toData, type TreeNode } from './tree.ts';
import { isAmbiguous, isBareRange, type Report } from './values.ts';

/** Recurs like a hazard, but nothing breaks: stays in `quiet`, and cannot be `never`. */
const NOT_A_HAZARD = 'backup.snapshot.every';
/** Goes wrong by chance with no clock of its own: certain to succeed in `quiet`, so that a schedule alone costs no downtime. */
const SURE_IN_QUIET = 'lifecycle.start.success.probability';
/** A hazard may occur once a second on average; anything faster would never finish. */
const SHORTEST_MEAN_MS = 1000;
/** Nothing happens more than a thousand times as often, or takes as much longer. */
const LARGEST_FACTOR = 1000;
/** From so many vCores on, an assumption may have another default. */
const LARGE_VCORES = 32;
/** Keys that are short for assumptions, and the prefix they stand for. The schema knows the same keys. */
const SHORTHANDS: readonly { readonly path: Path; readonly keys: readonly string[]; readonly prefix: string }[] = [
  { path: ['people'], keys: ['detect', 'decide', 'policy'], prefix: 'people' },
  { path: ['workload', 'client'], keys: ['dns', 'reconnect', 'timeout', 'pinnedCertificates'], prefix: 'client' },
];

export interface Assumptions {
  readonly values: Readonly<Record<string, AssumptionValue>>;
  readonly uncertain: readonly UncertainAssumption[];
  readonly rows: readonly AssumptionRow[];
  readonly set: 'default' | 'quiet';
}

/** An override as written: its value without `source`, which goes into the report. */
interface Given {
  readonly key: Span;
  readonly node: TreeNode;
  readonly value: unknown;
  readonly source: string | null;
}

/** Merges the shipped set with the overrides; every name of the catalog has a row, and a value unless it falls back on another. */
export function readAssumptions(shape: Shape, vCores: number | null, report: Report): Assumptions {
  const set = shape.data.assumptions?.set ?? 'default';
  const catalog = listAssumptions();
  const given = collect(shape, new Set(catalog.map((assumption) => assumption.name)), report);
  const values: Record<string, AssumptionValue> = {};
  const uncertain: UncertainAssumption[] = [];
  const rows: AssumptionRow[] = [];
  for (const assumption of catalog) {
    const override = given.get(assumption.name);
    const shipped = shippedValue(assumption, set, vCores);
    const fresh = override === undefined ? null : readValue(assumption, override, report);
    const value = fresh?.value ?? shipped.value;
    if (value !== null) values[assumption.name] = value;
    const parameters = fresh?.parameters ?? [];
    if (parameters.length > 0) uncertain.push({ name: assumption.name, written: override!.value, parameters });
    const text = fresh === null ? shipped.text : describe(fresh.value) + describeUncertain(assumption, parameters);
    rows.push(row(assumption, value, text, fresh === null ? null : override!, set));
  }
  return { values, uncertain, rows, set };
}

/** A choice, before assumptions are merged: for the rules that turn on it. */
export function readChoice({ tree }: Shape, name: string): string {
  const shipped = shippedAssumption(name);
  if (shipped?.quantity !== 'choice') throw new Error(`assumption ${name} is no choice`);
  const overrides = nodeAt(tree, ['assumptions', 'override']);
  const given = overrides?.kind === 'map' ? flatten(overrides, overrides.span, '') : [];
  const entry = given.find((candidate) => candidate.name === name);
  const value = entry === undefined ? null : withoutSource(entry.node).value;
  return shipped.choices.find((choice) => choice === value) ?? shipped.value;
}

/** Overrides by full name, from `assumptions.override` and the shorthands; a name given twice or unknown is reported. */
function collect(shape: Shape, known: ReadonlySet<string>, report: Report): Map<string, Given> {
  const written: NamedEntry[] = [];
  const overrides = nodeAt(shape.tree, ['assumptions', 'override']);
  if (overrides?.kind === 'map') written.push(...flatten(overrides, overrides.span, ''));
  for (const { path, keys, prefix } of SHORTHANDS) {
    for (const key of keys) {
      const node = nodeAt(shape.tree, [...path, key]);
      if (node !== undefined) written.push(...flatten(node, labelSpan(shape.tree, [...path, key]), `${prefix}.${key}`));
    }
  }
  const given = new Map<string, Given>();
  for (const { name: short, key, node } of written) {
    if (short === '') continue;
    const name = [short, `${short}.duration`, `${short}.probability`].find((one) => known.has(one)) ?? short;
    const earlier = given.get(name);
    if (!known.has(name)) report(messages.unknownAssumption(key, short, [...known]));
    else if (earlier !== undefined) report(messages.givenTwice(key, name, earlier.key));
    else given.set(name, { key, ...withoutSource(node) });
  }
  return given;
}

/** `{value: 5m, source: ...}` is 5m; `{dist: ..., source: ...}` is the distribution. */
function withoutSource(node: TreeNode): Pick<Given, 'node' | 'value' | 'source'> {
  const data = toData(node);
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return { node, value: data, source: null };
  const { source, ...rest } = data as Record<string, unknown>;
  const text = typeof source === 'string' ? source : null;
  const inner = Object.keys(rest).length === 1 ? nodeAt(node, ['value']) : undefined;
  return inner === undefined
    ? { node, value: rest, source: text }
    : { node: inner, value: rest['value'], source: text };
}

interface Shipped {
  readonly value: AssumptionValue | null;
  readonly text: string;
}

/** Read once: all scenarios and variants share them. */
const shippedValues = new Map<string, Shipped>();

function shippedValue(assumption: Assumption, set: 'default' | 'quiet', vCores: number | null): Shipped {
  const large = assumption.quantity === 'rate' && vCores !== null && vCores >= LARGE_VCORES;
  const key = `${set} ${large} ${assumption.name}`;
  let shipped = shippedValues.get(key);
  if (shipped === undefined) {
    const value = readShipped(assumption, set, large);
    shipped = { value, text: value === null ? `as ${assumption.fallback}` : describe(value) };
    shippedValues.set(key, shipped);
  }
  return shipped;
}

function readShipped(assumption: Assumption, set: 'default' | 'quiet', large: boolean): AssumptionValue | null {
  const { name, quantity } = assumption;
  const silent = set === 'quiet' && name !== NOT_A_HAZARD;
  if (quantity === 'hazard' && (silent || !assumption.available)) return { quantity, distribution: { kind: 'never' } };
  if (set === 'quiet' && name === SURE_IN_QUIET) return { quantity: 'probability', value: 1 };
  const shipped = large && quantity === 'rate' ? (assumption.valueFrom32VCores ?? assumption.value) : assumption.value;
  if (shipped === null) return null;
  const problems: string[] = [];
  const value = parseValue(assumption, shipped, (problem) => problems.push(problem.message));
  if (value === null) throw new Error(`assumption ${name} of the catalog: ${problems.join('; ')}`);
  return value;
}

interface Problem {
  readonly kind: 'distribution' | 'size' | 'probability' | 'type' | 'choice' | 'range';
  readonly path: Path;
  readonly message: string;
  readonly allowed?: readonly string[] | undefined;
  /** Whether it is a draw of what is uncertain that cannot be, and not what is written. */
  readonly drawn?: boolean;
}

interface Fresh {
  /** With the medians of what is uncertain. */
  readonly value: AssumptionValue;
  readonly parameters: UncertainAssumption['parameters'];
}

/** The value of an override; null when it could not be read, which is reported. */
function readValue(assumption: Assumption, given: Given, report: Report): Fresh | null {
  const { name, quantity } = assumption;
  const { node, value } = given;
  if (value === null) return null;
  if (!assumption.available) {
    const off = quantity === 'hazard' ? 'never' : 'the default';
    const same = quantity === 'hazard' ? value === 'never' : JSON.stringify(value) === JSON.stringify(assumption.value);
    if (!same) report(messages.assumptionNotYet(node.span, name, off));
    return quantity === 'hazard' && same ? certain({ quantity, distribution: { kind: 'never' } }) : null;
  }
  if (value === 'fromWorkload' || (quantity === 'choice' && value === 'promote')) {
    report(messages.notYet(node.span, `${name} ${value}`));
    return null;
  }
  const timed = quantity === 'hazard' || quantity === 'duration';
  /** What has a finding of its own, and reads badly as one about distributions. */
  const unclear = (text: unknown, span: Span, isHazard = false) =>
    (timed && isAmbiguous(text, span, name, report)) || isBareRange(text, span, report, isHazard);
  if (unclear(value, node.span, quantity === 'hazard' && assumption.bare === 'exponential')) return null;
  const onProblem = (problem: Problem): void => {
    const span = spanOf(node, problem.path);
    const inner = problem.path.length === 0 ? undefined : nodeAt(node, problem.path);
    if (inner?.kind === 'scalar' && unclear(inner.value, span)) return;
    const found = finding(name, value, problem, span);
    report(problem.drawn === true ? messages.ofDraws(found) : found);
  };
  const parameters: { key: string; distribution: Distribution }[] = [];
  const central = parseValue(assumption, value, onProblem, (key, distribution) => {
    parameters.push({ key, distribution });
    const median = createSampler(distribution).sample(0.5);
    return timed ? roundTime(median) : median;
  });
  if (central === null) return null;
  return holdsAtTheEnds(assumption, value, parameters, onProblem) ? { value: central, parameters } : null;
}

/** To what one would write: whole days, hours, minutes or seconds. */
function roundTime(milliseconds: number): number {
  const unit = [DAY, HOUR, MINUTE, SECOND].find((candidate) => milliseconds >= 10 * candidate);
  return unit === undefined ? milliseconds : Math.round(milliseconds / unit) * unit;
}

const certain = (value: AssumptionValue): Fresh => ({ value, parameters: [] });

/** Draws of what is uncertain stay between these probabilities: their ends are checked before anything is simulated. */
const TAIL = 1e-6;
/** Of one assumption: all combinations of their ends are checked. */
const MOST_UNCERTAIN = 8;

/** The lowest and the highest draw of what is uncertain. Of a mixture, draws of a part may lie beyond those of the others. */
function endsOf(distribution: Distribution): readonly [low: number, high: number] {
  if (distribution.kind === 'mixture') {
    const ends = distribution.components.map((component) => endsOf(component.distribution));
    return [Math.min(...ends.map(([low]) => low)), Math.max(...ends.map(([, high]) => high))];
  }
  if (distribution.kind === 'clamped') {
    const { min, max } = distribution;
    const [low, high] = endsOf(distribution.distribution);
    return [Math.min(Math.max(low, min), max), Math.min(Math.max(high, min), max)];
  }
  const sampler = createSampler(distribution);
  return [sampler.sample(TAIL), sampler.sample(1 - TAIL)];
}

/** Whether every combination of the lowest and the highest values of what is uncertain makes a value; reports the first that does not. */
function holdsAtTheEnds(
  assumption: Assumption,
  written: unknown,
  parameters: UncertainAssumption['parameters'],
  onProblem: (problem: Problem) => void,
): boolean {
  if (parameters.length > MOST_UNCERTAIN) {
    const message = `at most ${MOST_UNCERTAIN} of its parameters may be uncertain; ${parameters.length} are`;
    onProblem({ kind: 'distribution', path: [], message });
    return false;
  }
  const ends = parameters.map(({ distribution }) => endsOf(distribution));
  for (let combination = 0; ends.length > 0 && combination < 1 << ends.length; combination++) {
    let problem: Problem | null = null;
    let parameter = 0;
    const end = (): number => ends[parameter]![(combination >> parameter++) & 1]!;
    const value = parseValue(assumption, written, (found) => (problem ??= found), end);
    if (value !== null) continue;
    onProblem({ ...problem!, drawn: true });
    return false;
  }
  return true;
}

/** The value of an uncertain assumption with one draw of each of its parameters, from a uniform by key. */
export function resolveAssumption(
  { name, written }: UncertainAssumption,
  uniform: (key: string) => number,
): AssumptionValue {
  const assumption = listAssumptions().find((candidate) => candidate.name === name)!;
  const problems: Problem[] = [];
  const value = parseValue(
    assumption,
    written,
    (problem) => problems.push(problem),
    (key, distribution) => {
      const [low, high] = endsOf(distribution);
      return Math.min(Math.max(createSampler(distribution).sample(uniform(key)), low), high);
    },
  );
  if (value === null) throw new Error(`a draw of ${name}: ${problems.map(({ message }) => message).join('; ')}`);
  return value;
}

function finding(name: string, value: unknown, { kind, message, allowed }: Problem, span: Span): Finding {
  switch (kind) {
    case 'probability':
      return messages.notAProbability(span, name, value);
    case 'size':
      return messages.notASize(span, name, value, '40MB/s');
    case 'choice':
      return messages.unknownValue(span, name, value, 'choice', allowed ?? []);
    case 'type':
      return messages.wrongType(span, name, message, value);
    case 'range':
      return messages.outOfRange(span, name, value, message);
    case 'distribution':
      return messages.notADistribution(span, name, message, allowed);
  }
}

function parseValue(
  assumption: Assumption,
  value: unknown,
  onProblem: (problem: Problem) => void,
  uncertain?: Uncertain,
): AssumptionValue | null {
  const fail = (kind: Problem['kind'], message = '', allowed?: readonly string[]): null => {
    onProblem({ kind, path: [], message, allowed });
    return null;
  };
  const { quantity } = assumption;
  switch (quantity) {
    case 'probability': {
      const number = numberOf(value, 'number', onProblem, uncertain);
      if (number === null) return null;
      return typeof number === 'number' && number >= 0 && number <= 1
        ? { quantity, value: number }
        : fail('probability', `expected a number from 0 to 1`);
    }
    case 'factor': {
      const number = numberOf(value, 'number', onProblem, uncertain);
      if (number === null) return null;
      const least = assumption.least ?? 1;
      const unchanged = least === 1 ? 'from 1, which changes nothing,' : `from ${least} (1 changes nothing)`;
      return typeof number === 'number' && number >= least && number <= LARGEST_FACTOR
        ? { quantity, value: number }
        : fail('range', `${unchanged} to ${LARGEST_FACTOR}`);
    }
    case 'flag':
      return typeof value === 'boolean' ? { quantity, value } : fail('type', 'true or false');
    case 'choice':
      return assumption.choices?.includes(String(value))
        ? { quantity, value: String(value) }
        : fail('choice', '', assumption.choices);
    case 'rate': {
      const number = numberOf(value, 'rate', onProblem, uncertain);
      if (number === null) return null;
      const parsed = parseRate(number);
      return parsed.ok && parsed.bytesPerSecond > 0 ? { quantity, value: parsed.bytesPerSecond } : fail('size');
    }
    default: {
      const parsed = parseDistribution(value, {
        quantity: quantity === 'bytes' ? 'bytes' : 'duration',
        bare: assumption.bare ?? 'constant',
        allowNever: quantity === 'hazard' && assumption.name !== NOT_A_HAZARD,
        ...(uncertain === undefined ? {} : { uncertain }),
      });
      if (parsed.ok) {
        const { distribution } = parsed;
        const frantic = quantity === 'hazard' && distribution.kind !== 'never' && mean(distribution) < SHORTEST_MEAN_MS;
        return frantic ? fail('range', 'at least 1s on average') : { quantity, distribution };
      }
      for (const problem of parsed.problems) onProblem({ kind: 'distribution', ...problem });
      return null;
    }
  }
}

/** Asked for a value of each parameter that is not known for certain. */
type Uncertain = (key: string, distribution: Distribution) => number;

/** A value that is a plain number: a distribution in its place says that the number is not known. Null when that cannot be read. */
function numberOf(
  value: unknown,
  quantity: 'number' | 'rate',
  onProblem: (problem: Problem) => void,
  uncertain: Uncertain | undefined,
): unknown {
  const isDistribution =
    (typeof value === 'object' && value !== null && !Array.isArray(value)) ||
    (typeof value === 'string' && value.includes('('));
  if (uncertain === undefined || !isDistribution) return value;
  const parsed = parseDistribution(value, { quantity, bare: 'constant', allowNever: false });
  if (parsed.ok) return uncertain('', parsed.distribution);
  for (const problem of parsed.problems) onProblem({ kind: 'distribution', ...problem });
  return null;
}

function row(
  assumption: Assumption,
  value: AssumptionValue | null,
  text: string,
  given: Given | null,
  set: string,
): AssumptionRow {
  const { name, kind, source, date, confidence } = assumption;
  const unsourced = { name, value: text, kind: 'given', date: '', confidence: '' };
  if (given !== null) return { ...unsourced, source: given.source ?? 'scenario', overridden: true };
  if (set === 'quiet' && name === SURE_IN_QUIET) return { ...unsourced, source: 'set quiet', overridden: false };
  const off = value?.quantity === 'hazard' && value.distribution.kind === 'never' && assumption.value !== 'never';
  if (off) return { ...unsourced, source: set === 'quiet' ? 'set quiet' : 'not in this version', overridden: false };
  return { name, value: text, kind, source, date, confidence, overridden: false };
}

/** `; not known: mean lognormal(p5=1y,p95=8y)`. */
function describeUncertain({ quantity }: Assumption, parameters: UncertainAssumption['parameters']): string {
  if (parameters.length === 0) return '';
  const unit = { hazard: 'duration', duration: 'duration', bytes: 'bytes', rate: 'rate' } as const;
  const texts = parameters.map(({ key, distribution }) => {
    const plain = !(quantity in unit) || NUMBERS.test(key);
    const text = describeDistribution(distribution, plain ? 'number' : unit[quantity as keyof typeof unit]);
    return key === '' ? text : `${key} ${text}`;
  });
  return `; not known: ${texts.join(', ')}`;
}

/** Parameters of distributions that have no unit. */
const NUMBERS = /(^|\.)(shape|sigma)$/;

function describe(value: AssumptionValue): string {
  switch (value.quantity) {
    case 'hazard':
    case 'duration':
      return describeDistribution(value.distribution, 'duration');
    case 'bytes':
      return describeDistribution(value.distribution, 'bytes');
    case 'rate':
      return `${value.value / 1e6}MB/s`;
    default:
      return String(value.value);
  }
}
