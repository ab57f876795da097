/** What a code means, for `pgnines explain CODE`. */
export interface CodeMeaning {
  readonly title: string;
  readonly explanation: string;
}

const DATED = 'The catalog names the day its source was read; a list may have changed since.';

/** Every code of the tool. A code never changes meaning; a retired one is not used again. */
export const CODES: Readonly<Record<string, CodeMeaning>> = {
  PG1001: {
    title: 'file too large',
    explanation:
      'A scenario is a page or two of YAML. Files over 1 MB, or with more than a quarter of a million tokens, are refused before they are read, because they are more likely a mistaken file name or an attack than a scenario.',
  },
  PG1002: {
    title: 'not a text file',
    explanation:
      'The file holds NUL bytes or bytes that are not UTF-8. Save it as UTF-8; a spreadsheet, an archive or a compiled template is not a scenario.',
  },
  PG1003: {
    title: 'not readable as YAML',
    explanation:
      'The text breaks the rules of YAML 1.2 (JSON is part of it). Common causes: an unclosed bracket or quote, a tab used for indentation, a colon inside an unquoted value, a list item indented less than its list.',
  },
  PG1004: {
    title: 'more than one document',
    explanation: 'A scenario file holds one YAML document. Put a second one, after `---`, in a file of its own.',
  },
  PG1005: {
    title: 'nested too deep',
    explanation: 'Maps and lists may nest 64 deep. No scenario needs that; a program that wrote the file may loop.',
  },
  PG1006: {
    title: 'alias that cannot be followed',
    explanation:
      'An alias (`*name`) repeats what was marked with an anchor (`&name`) earlier in the file. It must exist, must not contain itself, and all aliases together must not blow the file up beyond 100,000 values.',
  },
  PG1007: {
    title: 'YAML tag',
    explanation:
      'Tags such as !!binary or !Custom turn text into something else when it is read. A scenario needs none, and they are refused.',
  },
  PG1008: {
    title: 'merge key',
    explanation:
      'The merge key `<<` belongs to YAML 1.1. Repeat the keys, or use `variants` for what differs between two servers.',
  },
  PG1009: {
    title: 'key given twice',
    explanation: 'A map has the same key twice. Which value was meant cannot be told, so neither is used.',
  },
  PG1010: {
    title: 'forbidden key',
    explanation: 'Keys named __proto__, constructor or prototype have a meaning inside JavaScript and are refused.',
  },
  PG1011: {
    title: 'not a finite number',
    explanation: 'NaN, infinity and numbers too large for a double are refused wherever they stand.',
  },
  PG1012: {
    title: 'not a scenario',
    explanation:
      'The file is empty, or its top level is a list or a single value. A scenario is a map with a key `server`.',
  },
  PG1013: {
    title: 'key is not text',
    explanation: 'A map has a list or a map as a key. Keys are single words or texts.',
  },
  PG1101: {
    title: 'unknown key',
    explanation:
      'The key does not exist at this place. Keys that begin with `x-` are free everywhere outside `server`. Inside `server` every key of the published versions of the Azure resource is accepted.',
  },
  PG1102: { title: 'unknown value', explanation: 'Only the listed values exist here; letter case counts.' },
  PG1103: {
    title: 'wrong type',
    explanation: 'A text stands where a number belongs, a list where a map belongs, or the like.',
  },
  PG1104: {
    title: 'out of range',
    explanation: 'The value is of the right type, but smaller or larger than what makes sense here.',
  },
  PG1105: { title: 'missing key', explanation: 'The key has no default and must be given.' },
  PG1106: {
    title: 'given twice in two spellings',
    explanation:
      '`people` and `workload.client` are short for assumptions, and dotted names mean the same as nested maps. A value may be given in one of the spellings only.',
  },
  PG1107: {
    title: 'unresolved template expression',
    explanation:
      'A text such as "[parameters(\'skuName\')]" is worked out by Azure when a template is deployed. pgnines does not evaluate templates: fill in the value, in the file or with --set.',
  },
  PG1108: { title: 'unknown variant', explanation: 'The name does not stand under `variants` of the scenario.' },
  PG1109: {
    title: 'unusable override',
    explanation:
      'An override is PATH=VALUE: a dotted path such as server.properties.version, and a value in YAML. The path must not run through a single value, and a list is addressed by number.',
  },
  PG1201: {
    title: 'not a duration',
    explanation: 'A duration is a number with a unit (90s, 5m, 6h, 7d, 2w, 3mo, 1y) or ISO 8601 (PT10M).',
  },
  PG1202: {
    title: 'not a size or rate',
    explanation:
      'A size is a number of bytes or a literal such as 50MB (5e7 bytes); a rate is bytes per second or 40MB/s.',
  },
  PG1203: {
    title: 'ambiguous duration',
    explanation: 'M could be minutes or months. Write m or mo.',
  },
  PG1204: {
    title: 'not a date or instant',
    explanation: 'A day is 2027-06-15, an instant 2027-06-15T10:00Z or with an offset; a time since the start is +36h.',
  },
  PG1205: {
    title: 'unknown time zone',
    explanation: 'Time zones carry the names of the IANA database: Europe/Berlin, UTC.',
  },
  PG1206: {
    title: 'not a weekly range',
    explanation:
      'Working hours are written as days and two times of day: "Mon-Fri 08:00-18:00", "Sat,Sun 10:00-14:00", "daily 05:00-01:00" (into the next day).',
  },
  PG1207: {
    title: 'not a distribution',
    explanation:
      'A distribution is a map such as { dist: lognormal, p5: 2m, p95: 20m }, its one-line form lognormal(p5=2m,p95=20m), or a bare value.',
  },
  PG1208: { title: 'not a probability', explanation: 'A probability is a number from 0 to 1.' },
  PG1210: {
    title: 'ambiguous range',
    explanation:
      'A bare range such as "15m to 2h" is read by some tools as the 5th to the 95th percentile, by others as the whole range. Write which one you mean. Of a hazard (its times between events) a range may also say that the mean is not known: { dist: exponential, mean: { dist: lognormal, p5: 4mo, p95: 8y } }.',
  },
  PG1211: {
    title: 'unknown assumption',
    explanation: '`pgnines catalog assumptions` lists the names, with values and sources.',
  },
  PG1220: {
    title: 'not a rule',
    explanation:
      'A threshold is AGGREGATION COMPARISON NUMBER: mean, min, max, med, p(N) or rate; then < <= > >= == or !=; then a number in the unit that the name of the metric ends in. `rate` is the share of histories (of rto_minutes and rpo_minutes: of events) in which the metric is not zero, from 0 to 1. Of the downtime of one cause only mean, min and max are kept.',
  },
  PG1221: {
    title: 'unknown metric',
    explanation:
      'Thresholds and --precision take the metrics of a result, rto_minutes{class:CLASS}, rpo_minutes{class:CLASS} and downtime_minutes{cause:CAUSE}.',
  },
  PG1222: {
    title: 'tag missing or unknown',
    explanation:
      'rto_minutes and rpo_minutes have one value per disruption and need its class, as in rto_minutes{class:region}. downtime_minutes may name a cause, as in downtime_minutes{cause:hostFailure}. Other metrics take no tag.',
  },
  PG1223: {
    title: 'metric that is not measured',
    explanation:
      'Some metrics are of a part of the service that is simulated only when the scenario says something of it: without workload.cpu there is no saturation to measure.',
  },
  PG1301: {
    title: 'outside the horizon',
    explanation:
      'The scripted fault or operation lies before the start or after the end of the simulated time, so it never happens.',
  },
  PG1302: {
    title: 'too many occurrences',
    explanation: 'All operations together may occur 100,000 times within the horizon.',
  },
  PG1303: {
    title: 'nothing to act on',
    explanation:
      'The fault or operation needs a standby or a customer-managed key, and the server has none; or it names a zone the server does not stand in. It is simulated, and refused or without effect.',
  },
  PG2001: { title: 'unknown region', explanation: `The region is not in the list of the service. ${DATED}` },
  PG2002: { title: 'unknown compute size', explanation: `The size is not in the list of the service. ${DATED}` },
  PG2003: { title: 'size and tier do not match', explanation: 'Every compute size belongs to exactly one tier.' },
  PG2004: {
    title: 'Burstable with high availability',
    explanation: 'Servers of the Burstable tier cannot have a standby, neither in the same zone nor in another.',
  },
  PG2005: {
    title: 'no zone-redundant high availability in the region',
    explanation: `The region has no availability zones, or the service does not offer zone-redundant standbys there. ${DATED}`,
  },
  PG2006: {
    title: 'zone-redundant high availability is blocked for new servers',
    explanation: `Azure lists the region as closed to new zone-redundant servers for now. Existing servers keep theirs, so the scenario runs. ${DATED}`,
  },
  PG2007: {
    title: 'compute series not listed for the region',
    explanation: `Azure's list of regions does not name this generation of machines there. ${DATED}`,
  },
  PG2008: {
    title: 'region with restricted access',
    explanation: `New subscriptions need a request to use the region. ${DATED}`,
  },
  PG2009: {
    title: 'unknown PostgreSQL version',
    explanation: `The service does not offer this major version. ${DATED}`,
  },
  PG2010: {
    title: 'PostgreSQL version closed to new servers',
    explanation: `Servers of this version still run, in extended support, but new ones are not created. ${DATED}`,
  },
  PG2011: {
    title: 'not a disk size',
    explanation: 'Premium_LRS disks come in fixed sizes; PremiumV2_LRS takes any whole number of GiB from 32 to 65536.',
  },
  PG2012: {
    title: 'performance tier does not fit',
    explanation:
      'A Premium_LRS disk runs at the tier of its size or a higher one up to the limit of its group; other disks have no tiers.',
  },
  PG2013: {
    title: 'IOPS and throughput missing',
    explanation: 'PremiumV2_LRS and UltraSSD_LRS disks have no default performance: both figures must be given.',
  },
  PG2014: { title: 'backup retention out of range', explanation: 'Backups are kept for 7 to 35 days.' },
  PG2015: {
    title: 'no geo-redundant backup in the region',
    explanation: `Geo-redundant backup needs a paired region that the service supports. ${DATED}`,
  },
  PG2016: {
    title: 'standby zone contradicts the mode',
    explanation: 'A SameZone standby stands in the zone of its primary, a ZoneRedundant one in another.',
  },
  PG2017: {
    title: 'region without availability zones',
    explanation: `A zone is given, but the region has none. ${DATED}`,
  },
  PG2018: {
    title: 'another kind of resource',
    explanation:
      'pgnines simulates Microsoft.DBforPostgreSQL/flexibleServers; the pasted definition is of another type.',
  },
  PG2019: {
    title: 'disk type not listed for the region',
    explanation: `Azure's list does not name Premium SSD v2 for the region. ${DATED}`,
  },
  PG2020: {
    title: 'IOPS or throughput out of range',
    explanation: 'The disk type and its size bound the IOPS and throughput that may be set.',
  },
  PG2041: {
    title: 'public access in a subnet',
    explanation:
      'A server stands in a subnet of a virtual network, or has public access with or without private endpoints; which, is decided when it is created.',
  },
  PG2042: {
    title: 'compute series without private access in a subnet',
    explanation: 'Servers of the v6 series cannot be put into a subnet. Private endpoints work.',
  },
  PG2043: {
    title: 'elastic cluster in a subnet',
    explanation: 'Elastic clusters cannot be put into a subnet. Private endpoints work.',
  },
  PG2044: {
    title: 'TLS not required',
    explanation:
      'With require_secure_transport off, passwords and data may travel unencrypted. The simulated figures do not depend on it.',
  },
  PG2045: {
    title: 'no key for the geo-redundant backup',
    explanation:
      'With a customer-managed key, the backup in the paired region is encrypted with a key in that region, which needs its own address and identity.',
  },
  PG2046: {
    title: 'older servers have a standby in the same zone',
    explanation: `In this region, servers created before it had availability zones get a standby in their own zone even when a zone-redundant one is asked for. ${DATED}`,
  },
  PG2047: {
    title: 'private DNS zone without a subnet',
    explanation: 'A private DNS zone resolves the name of a server in a subnet; for any other it has no meaning.',
  },
  PG2048: {
    title: 'same-zone standby not offered',
    explanation:
      'Sources contradict each other on where a standby in the same zone can be chosen: everywhere, or only where the region has no zones. The assumption region.sameZone.offered says which is believed.',
  },
  PG3001: {
    title: 'not yet',
    explanation:
      'The part of the service behind this key is not built in this version. The key is refused rather than ignored, so that no result looks as if it counted it.',
  },
  PG3002: {
    title: 'accepted, not modelled',
    explanation: 'The key belongs to the Azure resource and is accepted, but what it changes is not simulated.',
  },
  PG3007: {
    title: 'variant changes what is fixed at creation',
    explanation:
      'Azure sets the region, the zone, geo-redundant backup and the disk type when a server is created, and disks never shrink. The variant is simulated as a new server; cost and outage of the move are not included.',
  },
  PG5001: {
    title: 'inconclusive: too few replications',
    explanation:
      'A verdict is decided by the 95 % interval of the figure, not by the figure: met when all of the interval holds, breached when none of it does. Here the goal lies inside. The number of replications named decides in four of five cases; else the next one it names does. Run with -n, or pass --exit-zero if an open verdict is no failure.',
  },
  PG5002: {
    title: 'a mean that rests on few events',
    explanation:
      'Fewer than 30 histories or events contribute to the mean. Downtime has heavy tails: one long outage may carry much of it, and an interval from few events is too narrow more often than 5 % of the time. Simulate more replications.',
  },
  PG5003: {
    title: 'precision not reached',
    explanation:
      'The replications allowed with -n were used up before the relative half-width asked for with --precision was reached.',
  },
  PG5004: {
    title: 'inconclusive: nothing to judge',
    explanation:
      'No event of this class was seen, so its recovery has no figure. The number of replications named is what it takes if the class is as frequent as it can be without having been seen. If its hazards are never, no number will do: leave the goal out.',
  },
  PG5005: {
    title: 'inconclusive: too near the goal',
    explanation:
      'The estimate lies on the goal, or so near that a thousand million replications would not tell them apart. Percentiles of more than 100,000 values are known to 1 % only: below that number they are exact.',
  },
  PG5006: {
    title: 'a mean that rests on few simulated years',
    explanation:
      'The outages that carry most of a mean come once in decades. In fewer than 1,000 simulated years some kind of them may not have come up at all, and then the interval knows nothing of it. Simulate more replications before you rely on the verdict.',
  },
  PG5007: {
    title: 'few draws of what is not known',
    explanation:
      'Assumptions that are not known are drawn once for 50 histories, and intervals count those draws. From fewer than 30 of them (1,500 histories) an interval covers less than 95 %, and luck and ignorance can hardly be told apart. Simulate more replications.',
  },
  PG6001: { title: 'currency without prices', explanation: 'The shipped price list is in USD.' },
};
