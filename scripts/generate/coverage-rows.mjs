/**
 * What the overview of the service promises, section by section, in its order: the rows of docs/coverage.md.
 *
 * To claim a row, give it `scenario` (a file of scenarios/, whose first line asks the question) and `tests` (file and the exact title of a
 * test in it, as the source has it: `%s` and all). `npm run generate` fails when the scenario, its question, the file or the title is not
 * there, or when only one of the two is given; a row without both prints "not simulated yet". A section may have more than one row.
 *
 * @typedef {{ section: string, what: string, scenario?: string, tests?: readonly (readonly [file: string, title: string])[] }} Row
 * @type {readonly Row[]}
 */
export const COVERAGE = [
  {
    section: 'Architecture and high availability',
    what: 'a single server: crashes, host failures, storage, relocation',
    scenario: 'no-ha.yaml',
    tests: [
      [
        'test/verification/first-order-sums.test.ts',
        'lands within 10 % of the first-order sums of its defaults, and knows itself well enough to say so',
      ],
      ['test/service/zone-region-storage.test.ts', 'out of reach for 2 h: no HA waits, HA fails over'],
    ],
  },
  {
    section: 'Architecture and high availability',
    what: 'a standby in the same zone',
    scenario: 'same-zone.yaml',
    tests: [['test/service/zone-region-storage.test.ts', 'a same-zone pair comes back as a pair']],
  },
  {
    section: 'Architecture and high availability',
    what: 'a standby in another zone: failover, rebuild, unprotected time',
    scenario: 'zone-redundant.yaml',
    tests: [
      ['test/service/failover.test.ts', 'a VM crash is down for base + backlog / rate, and the roles change'],
      ['test/service/failover.test.ts', 'a planned one is down for its own duration, and is change, not fault'],
    ],
  },
  {
    section: 'Maintenance',
    what: 'system-managed and custom windows, notice, retry, deferral, emergency patches',
    scenario: 'example-scenario.yaml',
    tests: [
      ['test/service/maintenance.test.ts', 'with a Healthy standby: patch it, planned failover, rebuild'],
      [
        'test/service/maintenance.test.ts',
        'nothing is installed before the notice of 5 days and the 7 of custom schedules',
      ],
      ['test/service/maintenance.test.ts', 'an emergency patch needs no window'],
    ],
  },
  {
    section: 'Backups and restores',
    what: 'retention, archive, point-in-time restore after a mistake',
    scenario: 'bad-day.yaml',
    tests: [
      ['test/service/restore.test.ts', 'takes 5955.25 s on average, give or take 1247.08 s'],
      [
        'test/service/restore.test.ts',
        'is served until the decision, then clients are kept away until they are on the restored server',
      ],
    ],
  },
  {
    section: 'Backups and restores',
    what: 'on-demand and long-term backups, restore kinds, queueing, the deleted-server window',
  },
  { section: 'Scaling and tiers', what: 'compute and storage scaling, performance tiers' },
  {
    section: 'Stop and start',
    what: 'weekly schedules, the start after 7 days, starts that fail, deferred maintenance',
    scenario: 'burstable-dev.yaml',
    tests: [
      ['test/billing/validation-cases.test.ts', 'V45 Mon-Fri 08:00-18:00 in Berlin is 2610 h of 2027'],
      [
        'test/service/lifecycle.test.ts',
        'V47 a stopped server starts itself after exactly 7 days and stays up: 576 h in July',
      ],
      [
        'test/service/maintenance.test.ts',
        'waits for the next start while the server is stopped, which takes longer by it',
      ],
    ],
  },
  {
    section: 'Workload and capacity',
    what: 'weekly demand, growth and unusual loads against the caps of VM and disk; first saturation',
    scenario: 'growth.yaml',
    tests: [
      [
        'test/service/capacity.test.ts',
        'the smaller of the two caps counts: 2,300 of a 512 GiB disk, 6,400 of a D4ds_v5',
      ],
      [
        'test/service/capacity.test.ts',
        'growth: 80 % today, 30 % more a year, is above all cores from the tenth month on',
      ],
      ['test/experiment/capacity.test.ts', 'when it is short for the first time, by date and by chance'],
    ],
  },
  {
    section: 'Burstable credits',
    what: 'credits earned, spent, exhausted',
    scenario: 'burst-credits.yaml',
    tests: [
      ['test/service/capacity.test.ts', 'are used up to the minute the hand calculation says'],
      ['test/experiment/capacity.test.ts', 'the hours of the week without credits'],
    ],
  },
  {
    section: 'Disk fill',
    what: 'growth, autogrow, read-only',
    scenario: 'growth.yaml',
    tests: [
      ['test/service/disk.test.ts', 'the steps of the disk, by date'],
      [
        'test/service/disk.test.ts',
        'without autogrow it is read-only at 121.6 GiB, until people have noticed, decided and grown it',
      ],
      ['test/service/disk.test.ts', 'beyond 4095 GiB is offline'],
    ],
  },
  { section: 'Read replicas', what: 'lag, promotion, virtual endpoints' },
  { section: 'Region loss', what: 'geo-restore against the promotion of a replica' },
  {
    section: 'Security',
    what: 'customer-managed keys: lost, Inaccessible, restored',
    scenario: 'own-key.yaml',
    tests: [
      [
        'test/service/key.test.ts',
        '%s: Inaccessible within the hour, until people have restored it and the server is Ready: HA does not help',
      ],
      ['test/service/key.test.ts', 'by chance, in the long run: downtime over a cycle of use, repair and return'],
    ],
  },
  {
    section: 'Security',
    what: 'key rotation and expiry: a version of the key, or the key alone',
    scenario: 'own-key.yaml',
    tests: [
      ['test/service/key.test.ts', 'a server pointed at a version is Inaccessible until people have extended it'],
      ['test/service/key.test.ts', 'a server pointed at %s follows new versions'],
    ],
  },
  {
    section: 'Security',
    what: 'certificates: clients that pin them',
    scenario: 'certificates.yaml',
    tests: [
      [
        'test/service/certificate.test.ts',
        'a share of the clients that have pinned it: Degraded until people have mended them, by 10 + 20 + 45 minutes',
      ],
      ['test/service/certificate.test.ts', 'by chance, in the long run: outage over a cycle of trust and refusal'],
    ],
  },
  {
    section: 'Security',
    what: 'network rules that keep the standby from replicating',
    scenario: 'network-rules.yaml',
    tests: [
      [
        'test/service/network-rule.test.ts',
        'unprotected until people have mended it and the missed WAL is replayed; clients notice nothing',
      ],
      [
        'test/service/network-rule.test.ts',
        'a host failure meanwhile is not failed over: the relocation is the outage, and the rule had enabled it',
      ],
    ],
  },
  {
    section: 'Security',
    what: 'posture: TLS, public or private access, who holds the key (`pgnines validate`)',
    scenario: 'network-rules.yaml',
    tests: [
      ['test/scenario/posture.test.ts', 'access of %s: %s'],
      ['test/scenario/posture.test.ts', 'key of %s: %s'],
      ['test/cli/commands/validate.test.ts', 'a sound file is one line, and how its server is protected'],
    ],
  },
  { section: 'Monitoring and alerts', what: 'one-minute metrics, alert rules, detection by alert, log cost' },
  { section: 'PgBouncer', what: 'pools, limits, reconnect storms' },
  {
    section: 'Regions',
    what: 'zones, restrictions, older servers, alternatives in the same geography',
    scenario: 'regions.yaml',
    tests: [
      [
        'test/scenario/posture.test.ts',
        'closed to new zone-redundant servers: those of the geography that take them, or none',
      ],
      ['test/scenario/posture.test.ts', 'a region that was given zones later warns of older servers'],
      [
        'test/scenario/server.test.ts',
        'zone-redundant where the region has none is an error that names regions nearby',
      ],
    ],
  },
  { section: 'Regions', what: 'same-zone fallback of a zone-redundant pair' },
  { section: 'Migration', what: 'offline and online, cutover, dual running' },
  { section: 'Versions', what: 'support dates, major upgrades' },
  { section: 'Elastic clusters', what: 'nodes, shards, the coordinator' },
];
