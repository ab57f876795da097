import { closest } from '../diagnostics/closest.ts';
import type { Finding, Severity } from '../diagnostics/finding.ts';
import type { Span } from './tree.ts';

/**
 * Every sentence the scenario floor says to the user. Azure's rules carry the day their table was read.
 * What a code means in general is in `diagnostics/codes.ts`.
 */

type Hints = Pick<Finding, 'allowed' | 'guess' | 'note' | 'url'>;

const LONGEST_MESSAGE = 300;

function finding(code: string, severity: Severity, span: Span, text: string, hints: Hints = {}): Finding {
  const { file, line, column, length } = span;
  // Names and values of a hostile file may be very long.
  const message = text.length > LONGEST_MESSAGE ? `${text.slice(0, LONGEST_MESSAGE)}...` : text;
  return { code, severity, message, file, line, column, length, ...hints };
}

const error = (code: string, span: Span, message: string, hints?: Hints) =>
  finding(code, 'error', span, message, hints);
const warning = (code: string, span: Span, message: string, hints?: Hints) =>
  finding(code, 'warning', span, message, hints);

/** A value as the user may have written it, cut short. */
export function quote(value: unknown): string {
  const text = typeof value === 'string' ? `"${value}"` : value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function guessOf(word: unknown, candidates: readonly string[]): Hints {
  const guess = closest(String(word), candidates);
  return guess === undefined ? {} : { guess };
}

// Reading

export const fileTooLarge = (span: Span, characters: number) =>
  error('PG1001', span, `the file has ${characters} characters; a scenario has at most 1,000,000`);
export const fileTooComplex = (span: Span) => error('PG1001', span, 'the file has too many tokens to be a scenario');
export const notText = (span: Span, why: string) => error('PG1002', span, `not a text file: ${why}`);
export const syntaxError = (span: Span, why: string) => error('PG1003', span, why);
export const moreDocuments = (span: Span) =>
  error('PG1004', span, 'a second document begins here', { note: 'Put each scenario in a file of its own.' });
export const nestedTooDeep = (span: Span, limit: number) =>
  error('PG1005', span, `maps and lists nest more than ${limit} deep`);
export const unknownAlias = (span: Span, name: string) =>
  error('PG1006', span, `alias *${name}: there is no finished &${name} before it`);
export const aliasBomb = (span: Span) =>
  error('PG1006', span, 'the file holds more than 100,000 values, aliases followed');
export const forbiddenTag = (span: Span, tag: string) =>
  error('PG1007', span, `tag ${quote(tag)} is not allowed in a scenario`);
export const mergeKey = (span: Span) =>
  error('PG1008', span, 'merge keys (<<) are not read', { note: 'Repeat the keys, or use variants for what differs.' });
export const duplicateKey = (span: Span, key: string, firstLine: number) =>
  error('PG1009', span, `${key} is given twice; the first time on line ${firstLine}`);
export const forbiddenKey = (span: Span, key: string) => error('PG1010', span, `a key cannot be named ${key}`);
export const notFinite = (span: Span, text: string) => error('PG1011', span, `${quote(text)} is not a finite number`);
export const notAMap = (span: Span, found: string) =>
  error('PG1012', span, `a scenario is a map with a key server; this is ${found}`);
export const keyNotText = (span: Span) => error('PG1013', span, 'a key must be text, not a list or a map');

// Schema

export const unknownKey = (span: Span, where: string, key: string, known: readonly string[]) => {
  const hints = guessOf(key, known);
  const allowed = hints.guess === undefined || known.length <= 12 ? { allowed: known } : {};
  return error('PG1101', span, `${where === '' ? '' : `${where}: `}${key} is not a known key`, {
    ...allowed,
    ...hints,
  });
};
export const unknownValue = (span: Span, where: string, value: unknown, what: string, allowed: readonly string[]) =>
  error('PG1102', span, `${where}: ${quote(value)} is not a known ${what}`, { allowed, ...guessOf(value, allowed) });
/** @param example how it is written */
export const wrongType = (span: Span, where: string, expected: string, found: unknown, example?: string) =>
  error('PG1103', span, `${where}: expected ${expected}, got ${describeKind(found)}`, {
    ...numberInQuotes(expected, found),
    ...noteOfExample(example),
  });
export const outOfRange = (span: Span, where: string, value: unknown, range: string) =>
  error('PG1104', span, `${where}: ${quote(value)} is out of range; it must be ${range}`);
export const missingKey = (span: Span, where: string, key: string, example?: string) =>
  error('PG1105', span, `${where === '' ? '' : `${where}: `}${key} is missing`, noteOfExample(example));
export const givenTwice = (span: Span, name: string, other: Span) =>
  error('PG1106', span, `${name} is given twice; the other one is on line ${other.line}`);
export const templateExpression = (span: Span, where: string, expression: string, path: string) =>
  error('PG1107', span, `${where}: ${quote(expression)} is worked out by Azure, not here; fill in the value`, {
    note: `In the file, or with --set ${path}=VALUE`,
  });
export const unknownVariant = (span: Span, name: string, known: readonly string[]) =>
  error('PG1108', span, `there is no variant ${quote(name)}`, { allowed: known, ...guessOf(name, known) });
export const badOverride = (span: Span, why: string) =>
  error('PG1109', span, why, { note: 'An override is PATH=VALUE, for example server.properties.version=17' });

function describeKind(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  return `${typeof value === 'string' ? 'the text' : typeof value === 'number' ? 'the number' : 'the value'} ${quote(value)}`;
}

const noteOfExample = (example: string | undefined): Hints =>
  example === undefined ? {} : { note: `For example ${example}` };

function numberInQuotes(expected: string, found: unknown): Hints {
  return typeof found === 'string' && /number/.test(expected) && /^-?\d+(\.\d+)?$/.test(found.trim())
    ? { guess: `${found.trim()}, without quotes` }
    : {};
}

// Values

export const notADuration = (span: Span, where: string, value: unknown, why: string) =>
  error('PG1201', span, `${where}: ${quote(value)} is not a duration: ${why}`);
export const notASize = (span: Span, where: string, value: unknown, example: string) =>
  error('PG1202', span, `${where}: ${quote(value)} cannot be read; write a number of bytes, or for example ${example}`);
export const ambiguousDuration = (span: Span, where: string, value: string) => {
  const written = (unit: string) => value.replace(/(\d)\s*M(?![a-zA-Z])/g, `$1${unit}`);
  return error('PG1203', span, `${where}: duration ${quote(value)}: M could be minutes or months`, {
    note: `Use ${written('m')} or ${written('mo')}.`,
  });
};
export const notAnInstant = (span: Span, where: string, value: unknown) =>
  error('PG1204', span, `${where}: ${quote(value)} is not a date or an instant`, {
    note: 'Write 2027-06-15, 2027-06-15T10:00Z, or +36h for a time since the start.',
  });
export const instantOutOfRange = (span: Span, where: string, value: unknown) =>
  error('PG1204', span, `${where}: ${quote(value)}: simulated time lies between 2000-01-01 and 2400-01-01`);
export const unknownTimeZone = (span: Span, where: string, value: string, known: readonly string[]) =>
  error('PG1205', span, `${where}: ${quote(value)} is not a time zone`, guessOf(value, known));
export const notAWeeklyRange = (span: Span, where: string, value: string) =>
  error('PG1206', span, `${where}: ${quote(value)} is not a weekly range`, {
    note: 'Write days and times: "Mon-Fri 08:00-18:00", "Sat,Sun 10:00-14:00", "daily 05:00-01:00".',
  });
export const notADistribution = (span: Span, where: string, why: string, allowed?: readonly string[]) =>
  error('PG1207', span, `${where}: ${why}`, allowed === undefined ? {} : { allowed });
export const notAProbability = (span: Span, where: string, value: unknown) =>
  error('PG1208', span, `${where}: ${quote(value)} is not a probability; it must be a number from 0 to 1`);
/** Of a value that is not known: what is written could be read, but not all that it may turn out to be. */
export const ofDraws = (finding: Finding): Finding => ({
  ...finding,
  note: 'What is not known is drawn, and each draw must be allowed; min and max cut draws off.',
});
export function bareRange(span: Span, text: string, low: string, high: string, isHazard: boolean): Finding {
  const ends = `{ dist: lognormal, p5: ${low}, p95: ${high} }`;
  const mean =
    '\nThese are times that vary from one event to the next. Where events come at random and only their mean is not known:\n' +
    `  { dist: exponential, mean: ${ends} }`;
  return error('PG1210', span, `${quote(text)} is ambiguous`, {
    note:
      'Some tools read it as 5th to 95th percentile, others as the whole range. Write one of\n' +
      `  ${ends}      { dist: uniform, min: ${low}, max: ${high} }${isHazard ? mean : ''}`,
  });
}
export const unknownAssumption = (span: Span, name: string, known: readonly string[]) =>
  error('PG1211', span, `there is no assumption ${name}`, {
    ...guessOf(name, known),
    note: 'pgnines catalog assumptions lists them.',
  });

// Targets and thresholds

const RULE = 'A rule is AGGREGATION COMPARISON NUMBER, for example p(95)<240.';
export const notARule = (span: Span, rule: string, why: string, hints: Pick<Finding, 'allowed' | 'guess'> = {}) =>
  error('PG1220', span, `threshold ${quote(rule)}: ${why}`, { note: RULE, ...hints });
export const percentileOutOfRange = (span: Span, rule: string) =>
  error('PG1220', span, `threshold ${quote(rule)}: a percentile lies between 0 and 100, both excluded`, {
    note: 'min and max are the ends.',
  });
export const aggregationNotKept = (span: Span, metric: string, aggregation: string, allowed: readonly string[]) =>
  error('PG1220', span, `${metric} has no ${aggregation}: its values are only added up`, { allowed });
export const unknownMetric = (span: Span, name: string, guess: string | undefined) =>
  error('PG1221', span, `there is no metric ${quote(name)}`, {
    ...(guess === undefined ? {} : { guess }),
    note: 'docs/scenario.md lists them; pgnines explain METRIC says what one is.',
  });
export const notMeasured = (span: Span, metric: string, key: string) =>
  error('PG1223', span, `${metric} is not measured: the scenario says nothing of ${key}`, {
    note: 'docs/scenario.md says what the key takes.',
  });
export const tagMissing = (span: Span, metric: string, tag: string, allowed: readonly string[]) =>
  error('PG1222', span, `${metric} needs a ${tag}, for example ${metric}{${tag}:${allowed[0]}}`, { allowed });
export const noTag = (span: Span, metric: string) => error('PG1222', span, `${metric} takes no tag`);
export const unknownTag = (span: Span, metric: string, tag: string, allowed: string) =>
  error('PG1222', span, `${metric} has no tag ${quote(tag)}`, { allowed: [allowed] });
export const windowNotKnown = (span: Span, value: unknown, guess: string | undefined) =>
  error('PG1102', span, `targets.availability.timeWindow.duration: ${quote(value)} is not a calendar window`, {
    allowed: ['1mo', '3mo', '6mo', '1y'],
    ...(guess === undefined ? {} : { guess }),
  });

// Time

export const outsideHorizon = (span: Span, where: string, when: string) =>
  warning('PG1301', span, `${where}: ${when} lies outside the simulated time, so it never happens`);
export const tooManyOccurrences = (span: Span, where: string, limit: number) =>
  error('PG1302', span, `${where}: operations occur more than ${limit} times within the horizon`);
export const needsStandby = (span: Span, what: string) =>
  warning('PG1303', span, `${what} needs a standby, and the server has none`);

export const needsKey = (span: Span) =>
  warning(
    'PG1303',
    span,
    'keyLoss needs a customer-managed key, and the server has none (server.properties.dataEncryption.type: AzureKeyVault)',
  );
export const zoneIgnored = (span: Span, type: string) =>
  warning('PG1303', span, `zone is for zoneOutage; ${type} strikes the primary, or the target, wherever it stands`);
export const zoneNotInUse = (span: Span, zone: string, used: readonly string[]) =>
  warning('PG1303', span, `zone ${quote(zone)} is not in use; the server stands in ${used.join(' and ')}`);

// Azure's rules

const LEARN = 'https://learn.microsoft.com/azure/postgresql/flexible-server';
const COMPUTE = { url: `${LEARN}/concepts-compute` };
const STORAGE = { url: `${LEARN}/concepts-storage` };
const REGIONS = { url: `${LEARN}/overview` };
const HIGH_AVAILABILITY = { url: `${LEARN}/concepts-high-availability` };
const BACKUP = { url: `${LEARN}/concepts-backup-restore` };
const PRIVATE_NETWORK = { url: `${LEARN}/concepts-networking-private` };
const VERSIONS = { url: `${LEARN}/concepts-version-policy` };

/** Alternatives keep the data where its law is. */
const elsewhere = (that: string, nearby: readonly string[]): string =>
  nearby.length === 0
    ? `another region (none of the same geography ${that.slice('that '.length)})`
    : `a region of the same geography ${that}: ${nearby.join(', ')}`;

export const unknownRegion = (span: Span, value: string, known: readonly string[], date: string) =>
  error('PG2001', span, `location: ${quote(value)} is not a region of the service (list of ${date})`, {
    ...guessOf(value, known),
    ...REGIONS,
  });
export const unknownSku = (span: Span, value: string, known: readonly string[], date: string) =>
  error('PG2002', span, `sku.name: ${quote(value)} is not a compute size of the service (list of ${date})`, {
    ...guessOf(value, known),
    ...COMPUTE,
  });
export const tierMismatch = (span: Span, sku: string, tier: string, right: string) =>
  error('PG2003', span, `sku: ${sku} is not of tier ${tier}`, { guess: right, ...COMPUTE });
export const burstableStandby = (span: Span, mode: string, modeSpan: Span) => {
  const place = modeSpan.file === span.file ? `line ${modeSpan.line}` : `${modeSpan.file}:${modeSpan.line}`;
  return error('PG2004', span, `tier Burstable cannot have high availability; ${place} sets mode ${mode}`, {
    note: 'Choose GeneralPurpose or MemoryOptimized, or set highAvailability.mode: Disabled.',
    ...HIGH_AVAILABILITY,
  });
};
export const noZoneRedundancy = (span: Span, region: string, nearby: readonly string[], date: string) =>
  error('PG2005', span, `${region} has no zone-redundant high availability (list of ${date})`, {
    note: `Use mode SameZone, or ${elsewhere('that has it', nearby)}.`,
    ...REGIONS,
  });
export const zoneRedundancyBlocked = (span: Span, region: string, nearby: readonly string[], date: string) =>
  warning('PG2006', span, `${region} takes no new zone-redundant servers for now (list of ${date})`, {
    note: `Running ones stay. For a new one use mode SameZone, or ${elsewhere('that takes them', nearby)}.`,
    ...REGIONS,
  });
export const olderServersSameZone = (span: Span, region: string, date: string) =>
  warning(
    'PG2046',
    span,
    `${region}: a server older than the zones of the region gets its standby in its own zone, whatever the mode (list of ${date})`,
    {
      note: 'For such a server simulate mode SameZone. A restored server, or a promoted replica, can have one in another zone.',
      ...REGIONS,
    },
  );
export const sameZoneNotOffered = (span: Span, region: string) =>
  warning('PG2048', span, `${region} has zones, so by region.sameZone.offered: withoutZones it takes no SameZone`, {
    note: 'Sources contradict each other; everywhere, the default, follows the newer page.',
    ...HIGH_AVAILABILITY,
  });
export const zoneRedundancyUnknown = (span: Span, region: string, date: string) =>
  warning('PG2006', span, `whether ${region} takes zone-redundant servers is not in the list of ${date}`, REGIONS);
export const seriesNotListed = (span: Span, sku: string, region: string, listed: string, date: string) =>
  warning('PG2007', span, `${sku} is not listed for ${region} (list of ${date}: ${listed})`, REGIONS);
export const restrictedRegion = (span: Span, region: string, nearby: readonly string[], date: string) =>
  warning('PG2008', span, `access to ${region} is restricted (list of ${date})`, {
    note: `New subscriptions must ask for it, or use ${elsewhere('that is open', nearby)}.`,
    ...REGIONS,
  });
export const unknownVersion = (span: Span, value: unknown, known: readonly string[], date: string) =>
  error('PG2009', span, `version: ${quote(value)} is not a major version of the service (list of ${date})`, {
    allowed: known,
    ...VERSIONS,
  });
export const retiredVersion = (span: Span, version: number, date: string) =>
  warning('PG2010', span, `version ${version} is closed to new servers (list of ${date})`, VERSIONS);
export const notADiskSize = (span: Span, size: number, sizes: readonly number[]) => {
  const next = sizes.find((candidate) => candidate >= size);
  const ends = next === undefined ? '' : `   Next up: ${next}.`;
  return error('PG2011', span, `storageSizeGB: ${size} is not a Premium_LRS size`, {
    note: `sizes: ${sizes.join(' ')}.${ends}   Any size is allowed with type PremiumV2_LRS.`,
    ...STORAGE,
  });
};
export const diskSizeOutOfRange = (span: Span, size: number, type: string, low: number, high: number) =>
  error('PG2011', span, `storageSizeGB: ${size} is out of range for ${type}; it must be ${low} to ${high}`, STORAGE);
export const tierDoesNotFit = (span: Span, tier: string, size: number, allowed: readonly string[]) =>
  error('PG2012', span, `storage.tier: ${tier} does not fit a disk of ${size} GiB`, { allowed, ...STORAGE });
export const tierWithoutMeaning = (span: Span, tier: string, type: string) =>
  error('PG2012', span, `storage.tier: ${type} disks have no performance tier, ${tier} is for Premium_LRS`, STORAGE);
export const performanceMissing = (span: Span, type: string, key: string) =>
  error('PG2013', span, `storage: ${type} needs ${key}`, STORAGE);
export const retentionOutOfRange = (span: Span, days: number) =>
  error('PG2014', span, `backupRetentionDays: ${days} is out of range; it must be 7 to 35`, BACKUP);
export const noGeoBackup = (span: Span, region: string, nearby: readonly string[], date: string) =>
  error('PG2015', span, `${region} has no geo-redundant backup (list of ${date})`, {
    note: `Set geoRedundantBackup: Disabled, or use ${elsewhere('that has it', nearby)}.`,
    ...BACKUP,
  });
export const standbyZoneContradicts = (span: Span, mode: string, standby: string, primary: string) =>
  error(
    'PG2016',
    span,
    mode === 'SameZone'
      ? `standbyAvailabilityZone: mode SameZone keeps the standby in zone ${primary}, not ${standby}`
      : `standbyAvailabilityZone: mode ZoneRedundant needs another zone than the primary's ${primary}`,
    HIGH_AVAILABILITY,
  );
export const regionWithoutZones = (span: Span, region: string, zone: string, date: string) =>
  warning(
    'PG2017',
    span,
    `${region} has no availability zones, so there is no zone ${zone} (list of ${date})`,
    REGIONS,
  );
export const otherResource = (span: Span, type: string) =>
  error('PG2018', span, `type: ${quote(type)} is not Microsoft.DBforPostgreSQL/flexibleServers`);
export const diskTypeNotListed = (span: Span, region: string, standby: boolean, date: string) =>
  warning(
    'PG2019',
    span,
    `PremiumV2_LRS${standby ? ' with a standby' : ''} is not listed for ${region} (list of ${date})`,
    STORAGE,
  );
export const publicInSubnet = (span: Span) =>
  error('PG2041', span, 'network: a server in a subnet has no public access', {
    note: 'Set publicNetworkAccess: Disabled, or leave out the subnet. The choice is made at creation, for life.',
    ...PRIVATE_NETWORK,
  });
export const seriesWithoutSubnet = (span: Span, sku: string) =>
  error('PG2042', span, `network: ${sku} cannot stand in a subnet; v6 sizes have no private access of that kind`, {
    note: 'Choose a v5 size, or public access with private endpoints.',
    ...PRIVATE_NETWORK,
  });
export const clusterInSubnet = (span: Span) =>
  error('PG2043', span, 'network: an elastic cluster cannot stand in a subnet', {
    note: 'Use public access with private endpoints.',
    ...PRIVATE_NETWORK,
  });
export const transportNotSecure = (span: Span) =>
  warning('PG2044', span, 'require_secure_transport is off: clients may connect without TLS', {
    note: 'It is on unless set. PgBouncer follows it, too.',
    url: `${LEARN}/concepts-networking-ssl-tls`,
  });
export const geoKeyMissing = (span: Span) =>
  warning(
    'PG2045',
    span,
    'dataEncryption: the geo-redundant backup needs a key of its own, and geoBackupKeyURI is missing',
    {
      note: 'A key and an identity in the paired region.',
      url: `${LEARN}/concepts-data-encryption`,
    },
  );
export const dnsZoneWithoutSubnet = (span: Span) =>
  warning('PG2047', span, 'network: a private DNS zone is for a server in a subnet, and there is none', {
    note: 'Set delegatedSubnetResourceId.',
    ...PRIVATE_NETWORK,
  });
export const performanceOutOfRange = (span: Span, key: string, value: number, low: number, high: number) =>
  error(
    'PG2020',
    span,
    `storage.${key}: ${value} is out of range for this disk; it must be ${low} to ${high}`,
    STORAGE,
  );

// Limits of the model

export const notYet = (span: Span, what: string) =>
  error('PG3001', span, `${what}: not yet`, {
    note: 'This part of the service is not built in this version. Leave it out.',
  });
export const assumptionNotYet = (span: Span, name: string, off: string) =>
  error('PG3001', span, `${name}: not yet`, {
    note: `This part of the service is not built in this version; only ${off} is accepted.`,
  });
export const notModelled = (span: Span, what: string, consequence: string) =>
  warning('PG3002', span, `${what} is accepted, but not modelled: ${consequence}`);
export const fixedAtCreation = (span: Span, what: string) =>
  warning('PG3007', span, `variant ${what}, which Azure allows only when a server is created`, {
    note: 'The variant is simulated as a new server. Cost and outage of the move are not included.',
  });

// Prices

export const unknownCurrency = (span: Span, currency: string) =>
  error('PG6001', span, `cost.currency: there are no prices in ${quote(currency)}`, { allowed: ['USD'] });
