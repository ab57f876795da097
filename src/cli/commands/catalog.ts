import {
  type Assumption,
  assumptionSet,
  findRegion,
  findSource,
  listGeographies,
  listAssumptions,
  listLimits,
  listMetrics,
  listPoolerDefaults,
  listPriceMeters,
  listPrices,
  listRegions,
  listSkus,
  listSlaTerms,
  listSources,
  listStorageTiers,
  listVersions,
  priceSet,
  type Region,
} from '../../catalog/index.ts';
import { closest } from '../../diagnostics/closest.ts';
import { UserError } from '../../diagnostics/user-error.ts';

export const CATALOG_SECTIONS = [
  'skus',
  'storage',
  'regions',
  'versions',
  'prices',
  'slas',
  'assumptions',
  'metrics',
] as const;
export type CatalogSection = (typeof CATALOG_SECTIONS)[number];

export interface CatalogOptions {
  /** Narrows prices and regions; display or programmatic name. */
  readonly region?: string | undefined;
  /** Narrows the regions; one of {@link listGeographies}, in any case. */
  readonly geography?: string | undefined;
  readonly format?: 'text' | 'json' | undefined;
}

const WIDTH = 120;
const UNKNOWN = '-';

/**
 * What `pgnines catalog [section]` prints, ending with a newline: a table for people, or all columns of all rows as JSON.
 * Without a section: an overview. Throws {@link UserError} for a region that the service does not have.
 */
export function render(
  section: CatalogSection | undefined,
  { region, geography, format = 'text' }: CatalogOptions = {},
): string {
  const found = region === undefined ? undefined : knownRegion(region);
  if (section === 'regions' && geography !== undefined) return regionsOf(knownGeography(geography), found, format);
  if (format === 'json') return `${JSON.stringify(asJson(section, found), null, 2)}\n`;
  if (section === undefined) return overviewText();
  if (section === 'prices' && listPrices(found?.name).length === 0)
    return `no prices for ${found?.name} in ${priceSet().name}\n`;
  return SECTIONS[section].text(found);
}

function knownRegion(name: string): Region {
  const region = findRegion(name);
  if (region !== undefined) return region;
  const guess = closest(
    name,
    listRegions().map((candidate) => candidate.name),
  );
  throw new UserError([
    {
      code: 'PG2001',
      severity: 'error',
      message: `unknown region ${name}`,
      file: '--region',
      line: 1,
      column: 1,
      ...(guess === undefined ? {} : { guess }),
      note: 'pgnines catalog regions lists them.',
    },
  ]);
}

function knownGeography(name: string): string {
  const known = listGeographies();
  const found = known.find((candidate) => candidate.toLowerCase() === name.toLowerCase());
  if (found !== undefined) return found;
  const guess = closest(name, known);
  throw new UserError([
    {
      code: 'PG2001',
      severity: 'error',
      message: `no region is in a geography ${name}`,
      file: '--geography',
      line: 1,
      column: 1,
      allowed: known,
      ...(guess === undefined ? {} : { guess }),
    },
  ]);
}

function regionsOf(geography: string, region: Region | undefined, format: 'text' | 'json'): string {
  const inside = (region === undefined ? listRegions() : [region]).filter((one) => one.geography === geography);
  if (format === 'json') return `${JSON.stringify(asJson('regions', region, inside), null, 2)}\n`;
  if (inside.length === 0) return `${region!.name} is not in ${geography}\n`;
  return table(inside, REGION_COLUMNS);
}

function asJson(
  section: CatalogSection | undefined,
  region: Region | undefined,
  rows: readonly object[] = section === undefined ? overview() : SECTIONS[section].rows(region),
): object {
  const ids = new Set(rows.flatMap((row) => ('sources' in row ? (row.sources as readonly string[]) : [])));
  return {
    section: section ?? 'overview',
    ...(section === 'prices' || section === undefined ? { priceSet: priceSet() } : {}),
    ...(section === 'assumptions' || section === undefined ? { assumptionSet: assumptionSet() } : {}),
    rows,
    ...(ids.size === 0 ? {} : { sources: listSources().filter((entry) => ids.has(entry.id)) }),
  };
}

/** How many rows each table has, and of which days their sources are. */
function overview() {
  const entry = (name: string, rows: readonly object[], days: readonly string[]) => {
    const sorted = [...new Set(days)].sort();
    return { name, rows: rows.length, oldest: sorted[0]!, newest: sorted.at(-1)! };
  };
  const bySource = (name: string, rows: readonly { readonly sources: readonly string[] }[]) =>
    entry(
      name,
      rows,
      rows.flatMap((row) => row.sources.map((id) => findSource(id)!.date)),
    );
  const dated = (name: string, rows: readonly { readonly date: string }[]) =>
    entry(
      name,
      rows,
      rows.map((row) => row.date),
    );
  const observed = listPrices().map((price) => price.observedDate);
  return [
    bySource('skus', listSkus()),
    bySource('storage', listStorageTiers()),
    bySource('regions', listRegions()),
    bySource('versions', listVersions()),
    entry('prices', listPrices(), observed),
    bySource('slas', listSlaTerms()),
    dated('assumptions', listAssumptions()),
    bySource('metrics', listMetrics()),
    bySource('limits', listLimits()),
    bySource('pgbouncer', listPoolerDefaults()),
    bySource('price meters', listPriceMeters()),
    dated('sources', listSources()),
  ];
}

function overviewText(): string {
  const set = priceSet();
  const assumptions = assumptionSet();
  const derived = listPrices().filter((price) => price.confidence === 'derived').length;
  const lines = table(overview(), [
    { head: 'table', cell: (row) => row.name },
    { head: 'rows', cell: (row) => `${row.rows}`, right: true },
    { head: 'sources dated', cell: (row) => `${row.oldest} to ${row.newest}` },
  ]);
  return `${lines}
price set ${set.name}, observed ${set.observed}, USD list prices; ${derived} of ${listPrices().length} rows derived
assumption set ${assumptions.name}, ${assumptions.date}
pgnines catalog SECTION shows one of: ${CATALOG_SECTIONS.join(', ')}
`;
}

interface Column<T> {
  readonly head: string;
  readonly cell: (row: T) => string;
  /** Aligned right. */
  readonly right?: true;
}

/** Columns as wide as their widest cell, two blanks apart; a last column that would pass the line's width is cut. */
function table<T>(rows: readonly T[], columns: readonly Column<T>[]): string {
  const lines = [columns.map((column) => column.head), ...rows.map((row) => columns.map((column) => column.cell(row)))];
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => line[index]!.length)));
  return lines
    .map((line) => {
      const padded = line.map((cell, index) =>
        columns[index]!.right === true ? cell.padStart(widths[index]!) : cell.padEnd(widths[index]!),
      );
      const text = padded.join('  ').trimEnd();
      const before = text.length - line.at(-1)!.length;
      return `${text.length > WIDTH && before < WIDTH - 10 ? `${text.slice(0, WIDTH - 3)}...` : text}\n`;
    })
    .join('');
}

/** `2026-01-13 compute +2`: the main source with its day, and how many more JSON names. */
function mainSource(ids: readonly string[], day = findSource(ids[0]!)!.date): string {
  const more = ids.length === 1 ? '' : ` +${ids.length - 1}`;
  return `${day} ${ids[0]}${more}`;
}

const known = (value: string | number | boolean | null): string => {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return value === null || value === '' ? UNKNOWN : `${value}`;
};

const source: Column<{ readonly sources: readonly string[] }> = {
  head: 'source',
  cell: (row) => mainSource(row.sources),
};

const ZONE_HA = { true: 'yes', false: 'no', 'blocked-for-new': 'old only', null: UNKNOWN } as const;

const PER = {
  Consumption: (unit: string) => unit,
  'SavingsPlan-1y': (unit: string) => `${unit}, 1y plan`,
  'Reservation-1y': () => 'vCore for 1y',
  'Reservation-3y': () => 'vCore for 3y',
} as const;

/** A section: all rows for machines, and the columns worth reading for people. */
interface Section {
  readonly rows: (region?: Region) => readonly object[];
  readonly text: (region?: Region) => string;
}

function tableSection<T extends object>(
  rows: (region?: Region) => readonly T[],
  columns: readonly Column<T>[],
): Section {
  return { rows, text: (region) => table(rows(region), columns) };
}

const REGION_COLUMNS: readonly Column<Region>[] = [
  { head: 'region', cell: (row) => row.name },
  { head: 'zones', cell: (row) => known(row.availabilityZones) },
  { head: 'zone HA', cell: (row) => ZONE_HA[row.zoneRedundantHa ?? 'null'] },
  { head: 'geo', cell: (row) => known(row.geoBackup) },
  { head: 'pair', cell: (row) => known(row.pairedRegion) },
  { head: 'Intel', cell: (row) => known(row.intelSeries.join('/')) },
  { head: 'AMD', cell: (row) => known(row.amdSeries.join('/')) },
  { head: 'limited', cell: (row) => known(row.accessRestricted) },
  source,
];

const SECTIONS: Record<CatalogSection, Section> = {
  skus: tableSection(
    () => listSkus(),
    [
      { head: 'size', cell: (row) => row.name },
      { head: 'tier', cell: (row) => row.tier },
      { head: 'vCores', cell: (row) => `${row.vCores}`, right: true },
      { head: 'GiB', cell: (row) => `${row.memoryGib}`, right: true },
      { head: 'IOPS', cell: (row) => `${row.maxIops}`, right: true },
      { head: 'MB/s', cell: (row) => `${row.maxThroughputMbps}`, right: true },
      { head: 'connections', cell: (row) => `${row.defaultMaxConnections}`, right: true },
      { head: 'status', cell: (row) => row.availability },
      source,
    ],
  ),
  storage: tableSection(
    () => listStorageTiers(),
    [
      { head: 'type', cell: (row) => row.type },
      { head: 'tier', cell: (row) => known(row.tier) },
      { head: 'GiB', cell: (row) => `${row.sizeGib}`, right: true },
      { head: 'IOPS', cell: (row) => `${row.baselineIops}`, right: true },
      { head: 'MB/s', cell: (row) => `${row.baselineThroughputMbps}`, right: true },
      { head: 'burst IOPS', cell: (row) => known(row.burstIops), right: true },
      { head: 'max IOPS', cell: (row) => `${row.maxIops}`, right: true },
      { head: 'max MB/s', cell: (row) => `${row.maxThroughputMbps}`, right: true },
      { head: 'offered', cell: (row) => known(row.selectable) },
      source,
    ],
  ),
  regions: tableSection((region) => (region === undefined ? listRegions() : [region]), REGION_COLUMNS),
  versions: tableSection(
    () => listVersions(),
    [
      { head: 'version', cell: (row) => `${row.major}`, right: true },
      { head: 'minor', cell: (row) => row.latestMinor },
      { head: 'standard from', cell: (row) => row.standardStart },
      { head: 'standard until', cell: (row) => row.standardEnd },
      { head: 'paid from', cell: (row) => known(row.paidExtendedStart) },
      { head: 'paid until', cell: (row) => known(row.paidExtendedEnd) },
      { head: 'new servers', cell: (row) => known(row.newServersAllowed) },
      source,
    ],
  ),
  prices: tableSection(
    (region) => listPrices(region?.name),
    [
      { head: 'region', cell: (row) => row.region },
      { head: 'price key', cell: (row) => row.key },
      { head: 'USD', cell: (row) => row.usd, right: true },
      { head: 'per', cell: (row) => PER[row.term](row.unit) },
      { head: 'figure', cell: (row) => row.confidence },
      { head: 'source', cell: (row) => mainSource(row.sources, row.observedDate) },
    ],
  ),
  slas: tableSection(
    () => listSlaTerms(),
    [
      { head: 'high availability', cell: (row) => row.haMode },
      { head: 'target %', cell: (row) => `${row.targetPercent}`, right: true },
      {
        head: 'credit',
        cell: (row) => row.credits.map((step) => `${step.creditPercent} % below ${step.belowPercent}`).join(', '),
      },
      { head: 'confidence', cell: (row) => row.confidence },
      source,
    ],
  ),
  metrics: tableSection(
    () => listMetrics(),
    [
      { head: 'metric', cell: (row) => row.id },
      { head: 'unit', cell: (row) => row.unit },
      { head: 'every', cell: (row) => row.frequency },
      { head: 'late by', cell: (row) => lateBy(row.displayDelayMaxMinutes), right: true },
      { head: 'on', cell: (row) => known(row.enabledByDefault) },
      source,
    ],
  ),
  assumptions: { rows: () => listAssumptions(), text: () => assumptionsText() },
};

const lateBy = (minutes: number | null) => (minutes === null ? UNKNOWN : `${minutes} min`);

/** Per assumption a line with the value and one with meaning and source; what is not in this version comes last. */
function assumptionsText(): string {
  const all = listAssumptions();
  const built = all.filter((entry) => entry.available);
  const missing = all.filter((entry) => !entry.available);
  const { name, date } = assumptionSet();
  return `Assumption set ${name}, ${date}. Confidence: H would survive review, M within a factor of 3, L within 10 (vary it).

${assumptionLines(built)}
Not in this version: only the value shown and never are accepted.

${assumptionLines(missing)}`;
}

function assumptionLines(entries: readonly Assumption[]): string {
  const [head, ...lines] = table(entries, [
    { head: 'name', cell: (entry) => entry.name },
    { head: 'value', cell: assumptionText },
  ]).split('\n');
  const blocks = entries.map((entry, index) => {
    const adds = entry.adds === undefined ? '' : ` Would add ${entry.adds}.`;
    const grounds = `Source (${entry.kind}, ${entry.confidence}, ${entry.date}): ${entry.source}`;
    return `${lines[index]}\n${wrap(`${entry.description}.${adds} ${grounds}`)}`;
  });
  return `${head}\n${blocks.join('')}`;
}

/** The value as one writes it; a mixture as `0.62 A + 0.38 B`. */
function assumptionText(entry: Assumption): string {
  const { value } = entry;
  if (value === null) return `as ${entry.fallback}`;
  if (typeof value === 'object') {
    return value.of.map((part, index) => `${value.weights[index]!.toFixed(3)} ${part}`).join(' + ');
  }
  let more = '';
  if ('valueFrom32VCores' in entry) more = `; ${entry.valueFrom32VCores} from 32 vCores`;
  if ('valueCrossRegion' in entry && typeof entry.valueCrossRegion === 'string') {
    more = `; ${entry.valueCrossRegion} across regions`;
  }
  return `${value}${more}`;
}

function wrap(text: string): string {
  const indent = '    ';
  let out = '';
  let line = indent.slice(1);
  for (const word of text.split(' ')) {
    if (line.length + 1 + word.length > WIDTH) {
      out += `${line}\n`;
      line = indent.slice(1);
    }
    line += ` ${word}`;
  }
  return `${out}${line}\n`;
}
