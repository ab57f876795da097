import { type Finding, hasErrors, type Source, sortFindings } from '../diagnostics/finding.ts';
import { readAssumptions } from './assumptions.ts';
import { businessHoursOf, readFaults, readOperations, readSchedule } from './calendar-keys.ts';
import { checkShape, type Shape } from './check-shape.ts';
import { clean } from './clean.ts';
import { readCost } from './cost.ts';
import { exampleAt } from './examples.ts';
import * as messages from './messages.ts';
import { applyOverrides, type Override, parseSet, SET_SOURCE, variantOverrides } from './overrides.ts';
import { readYaml } from './read-yaml.ts';
import type { Scenario } from './scenario.ts';
import { checkTransport } from './network-checks.ts';
import { type PostureItem, readPosture } from './posture.ts';
import { readServer } from './server.ts';
import { monthsOf, readSimulation } from './simulation.ts';
import { readTargets } from './targets.ts';
import { readThresholds } from './thresholds.ts';
import { type MapNode, nodeAt, type Span, toData, type TreeNode } from './tree.ts';
import { warnOfMoves } from './variant-moves.ts';
import { readWorkload } from './workload.ts';

export interface LoadOptions {
  /** `PATH=VALUE`, applied in order, after the variant. */
  readonly set?: readonly string[];
  /** The scenario with this variant's overrides. */
  readonly variant?: string;
  /** Shorthands for `simulation.*`, stronger than `set`. */
  readonly replications?: number;
  readonly seed?: string;
  readonly horizon?: string;
  /** Whether the variants of the file are checked as well; true when not given. Only without `variant`. */
  readonly checkVariants?: boolean;
}

export interface Loaded {
  /** Null when there is an error. */
  readonly scenario: Scenario | null;
  /** Sorted by position: all problems in one go. */
  readonly findings: readonly Finding[];
  /** The texts that the findings point into: the file, then the flags. */
  readonly sources: readonly Source[];
  /** Names of the variants, in the order of the file. */
  readonly variants: readonly string[];
  /** How the server is protected; empty when there is an error. */
  readonly posture: readonly PostureItem[];
}

const MAX_VARIANTS = 100;

/** Reads one scenario: text to checked, plain data with all defaults filled in. Never throws for what the user wrote. */
export function loadScenario(source: Source, options: LoadOptions = {}): Loaded {
  const flags = readFlags(options);
  const sources = [source, ...flags.sources];
  const findings = [...flags.findings];
  const finish = (
    scenario: Scenario | null,
    variants: readonly string[] = [],
    posture: readonly PostureItem[] = [],
  ): Loaded => ({
    scenario: hasErrors(findings) ? null : scenario,
    findings: sortFindings(findings, sources),
    sources,
    variants,
    posture: hasErrors(findings) ? [] : posture,
  });

  const root = readRoot(source, findings);
  if (root === null) return finish(null);
  const variants = readVariants(root, findings);
  const names = [...variants.keys()];

  let chosen: readonly Override[] = [];
  if (options.variant !== undefined) {
    const variant = variants.get(options.variant);
    if (variant === undefined) {
      const span = flagSpan('--variant', options.variant);
      findings.push(messages.unknownVariant(span, options.variant, names));
    } else chosen = variant.overrides;
  }
  const base = readConfiguration(root, source.name, [...chosen, ...flags.overrides]);
  findings.push(...base.findings);
  if (options.variant === undefined && options.checkVariants !== false) {
    const known = new Set(findings.map(identity));
    for (const [name, variant] of variants) {
      const result = readConfiguration(root, source.name, [...variant.overrides, ...flags.overrides]);
      if (base.scenario !== null && result.scenario !== null) {
        const span = nodeAt(root, ['variants', name])!.span;
        warnOfMoves(base.scenario.server, result.scenario.server, variant.overrides, span, (finding) =>
          result.findings.push(finding),
        );
      }
      const fresh = result.findings.filter((finding) => !known.has(identity(finding)));
      findings.push(...fresh.map((finding) => ({ ...finding, variant: name })));
    }
  }
  return finish(base.scenario, names, base.posture);
}

/** A finding of a variant that the base has too is not repeated. */
const identity = (finding: Finding) =>
  JSON.stringify([finding.file, finding.line, finding.column, finding.code, finding.message]);

function readRoot(source: Source, findings: Finding[]): MapNode | null {
  const reading = readYaml(source.text, { file: source.name, line: 1, column: 1 });
  findings.push(...reading.findings);
  const { tree } = reading;
  if (tree?.kind === 'map') return tree;
  if (reading.findings.length === 0 || tree !== null) {
    const span: Span = tree?.span ?? { file: source.name, line: 1, column: 1, length: 1 };
    const found = tree === null ? 'empty' : tree.kind === 'list' ? 'a list' : 'a single value';
    findings.push(messages.notAMap(span, found));
  }
  return null;
}

interface Flags {
  readonly overrides: readonly Override[];
  readonly findings: readonly Finding[];
  readonly sources: readonly Source[];
}

/** `--set`, and the shorthands as if they had been written so; each keeps its own name for findings. */
function readFlags(options: LoadOptions): Flags {
  const overrides: Override[] = [];
  const findings: Finding[] = [];
  const sources: Source[] = [];
  const set = (options.set ?? []).map((text) => text.replace(/[\r\n]+/g, ' '));
  set.forEach((text, index) => {
    const parsed = parseSet(text, index + 1);
    overrides.push(...parsed.overrides);
    findings.push(...parsed.findings);
  });
  if (set.length > 0) sources.push({ name: SET_SOURCE, text: set.join('\n') });
  const { replications, seed, horizon, variant } = options;
  for (const [key, value] of Object.entries({ replications, seed, horizon })) {
    if (value === undefined) continue;
    const span = flagSpan(`--${key}`, String(value));
    const node: TreeNode = { kind: 'scalar', value, text: String(value), span };
    overrides.push({ path: ['simulation', key], key: span, node });
    sources.push({ name: span.file, text: String(value) });
  }
  if (variant !== undefined) sources.push({ name: '--variant', text: variant });
  return { overrides, findings, sources };
}

const flagSpan = (flag: string, text: string): Span => ({
  file: flag,
  line: 1,
  column: 1,
  length: Math.max(1, text.length),
});

/** The overrides of each variant; a variant of a wrong shape is reported and left out. */
function readVariants(root: MapNode, findings: Finding[]): Map<string, { readonly overrides: readonly Override[] }> {
  const variants = new Map<string, { readonly overrides: readonly Override[] }>();
  const node = nodeAt(root, ['variants']);
  if (node === undefined || (node.kind === 'scalar' && node.value === null)) return variants;
  if (node.kind !== 'map') {
    findings.push(messages.wrongType(node.span, 'variants', 'a map', toData(node), exampleAt(['variants'])));
    return variants;
  }
  if (node.entries.size > MAX_VARIANTS) {
    findings.push(messages.outOfRange(node.span, 'variants', node.entries.size, `at most ${MAX_VARIANTS} variants`));
    return variants;
  }
  for (const [name, { value }] of node.entries) {
    if (name.startsWith('x-')) continue;
    if (value.kind === 'map') {
      const { overrides, findings: problems } = variantOverrides(value);
      findings.push(...problems);
      variants.set(name, { overrides });
    } else if (value.kind === 'scalar' && value.value === null) variants.set(name, { overrides: [] });
    else {
      const example = exampleAt(['variants', name]);
      findings.push(messages.wrongType(value.span, `variants.${name}`, 'a map', toData(value), example));
    }
  }
  return variants;
}

interface Configuration {
  readonly scenario: Scenario | null;
  readonly posture: readonly PostureItem[];
  readonly findings: Finding[];
}

/** One configuration: the file with these overrides. */
function readConfiguration(root: MapNode, file: string, overrides: readonly Override[]): Configuration {
  const entries = new Map(root.entries);
  entries.delete('variants');
  const applied = applyOverrides({ ...root, entries }, overrides);
  const findings = [...applied.findings];
  const report = (finding: Finding) => findings.push(finding);
  const shape = checkShape(clean(applied.tree as MapNode));
  findings.push(...shape.findings);

  const server = readServer(shape, root, report);
  const simulation = readSimulation(shape, report);
  const workload = readWorkload(shape, root, server?.storage.sizeGib ?? null, simulation, report);
  const schedule = readSchedule(shape, simulation, report);
  const faults = readFaults(shape, simulation, server, report);
  const operations = readOperations(shape, simulation, server, report);
  const assumptions = readAssumptions(shape, server?.vCores ?? null, report);
  checkTransport(shape, report);
  const cost = readCost(shape, report);
  const targets = readTargets(shape, report);
  const thresholds = readThresholds(shape, workload, report);
  if (server === null || simulation === null || hasErrors(findings)) {
    return { scenario: null, posture: [], findings };
  }
  const scenario: Scenario = {
    ...readMetadata(shape, file),
    server,
    workload,
    schedule,
    faults,
    operations,
    assumptions: assumptions.values,
    uncertain: assumptions.uncertain,
    assumptionRows: assumptions.rows,
    assumptionSet: assumptions.set,
    cost,
    targets,
    thresholds,
    businessHours: businessHoursOf(schedule, simulation),
    simulation,
    ...monthsOf(simulation),
  };
  return { scenario, posture: readPosture(shape, assumptions.values), findings };
}

function readMetadata({ data }: Shape, file: string): Pick<Scenario, 'name' | 'labels'> {
  const labels = Object.entries(data.metadata?.labels ?? {}).map(([key, value]) => [key, String(value)] as const);
  return { name: data.metadata?.name ?? stem(file), labels: Object.fromEntries(labels) };
}

/** `scenarios/no-ha.yaml` is no-ha. */
function stem(file: string): string {
  const base = file.split(/[\\/]/).at(-1)!;
  const name = base.replace(/\.(ya?ml|json)$/i, '');
  return name === '' || name === '-' ? 'scenario' : name;
}
