import { z } from 'zod';
import { DISRUPTION_CLASSES, type DisruptionClass } from '../vocabulary/causes.ts';
import { FAULT_TYPES, OPERATION_TYPES, SEVERITIES } from './scenario.ts';
import { serverSchema } from './server-schema.ts';

/**
 * The scenario file: one definition for the checks, the types and `schema/scenario.schema.json`. Shapes only; what a duration,
 * a distribution or a date says is read in `values.ts`, Azure's rules are in `azure-rules.ts`.
 */

const duration = z
  .union([z.string(), z.number()])
  .describe('A duration such as 90s, 5m, 6h, 7d, 2w, 3mo, 1y, or ISO 8601.');
const instant = z.string().describe('2027-06-15, 2027-06-15T10:00Z, or +36h after the start.');
/** A value, a one-line distribution, or a map with `dist` or `value`; checked where the assumption is known. */
const assumption = z
  .unknown()
  .describe('A value, a distribution such as { dist: lognormal, p5: 2m, p95: 20m }, or never. May carry a source.');
const money = z.number().min(0).max(1e12);
const percent = z.number().min(0).max(100);
const zone = z.union([z.enum(['1', '2', '3']), z.literal([1, 2, 3])]);

const level = z.number().min(0).max(1000);
const hourly = z
  .array(z.number().min(0).max(1e7))
  .max(168)
  .describe('Instead: its value in each hour of the day (24) or of the week (168, Monday first).');
const peakHours = z.string().describe('Mon-Fri 09:00-18:00. Default: Mon-Fri 08:00-18:00.');
const zoneName = z.string().describe('IANA name, of the hours. Default UTC.');

const workload = z
  .strictObject({
    data: z
      .strictObject({
        initialGB: z
          .number()
          .positive()
          .max(100_000)
          .optional()
          .describe('Data at the start, GiB. Default: half the disk.'),
        changeGBPerDay: z
          .number()
          .min(0)
          .max(1_000_000)
          .optional()
          .describe('Data changed per day, GiB. Default: 2 % of the data.'),
        growthGBPerMonth: z
          .number()
          .min(0)
          .max(100_000)
          .optional()
          .describe('Data added per month of 730 h, GiB. Absent: none, and the disk is not watched.'),
      })
      .optional(),
    wal: z
      .strictObject({
        GBPerHour: z
          .number()
          .min(0)
          .max(1_000_000)
          .optional()
          .describe('Write-ahead log, 1e9 bytes per hour. Default 2.'),
      })
      .optional(),
    cpu: z
      .strictObject({
        averagePercent: level.describe('CPU in use, on average over the week, of the size in the file.'),
        peakPercent: level.describe('In the peak hours; what is left of the average falls on the others.'),
        hourlyPercent: hourly,
        peak: peakHours,
        timeZone: zoneName,
      })
      .partial()
      .optional()
      .describe('Processor time the queries need.'),
    io: z
      .strictObject({
        averageIops: z.number().min(0).max(1e7).describe('Reads and writes per second, on average over the week.'),
        peakIops: z.number().min(0).max(1e7).describe('In the peak hours.'),
        hourlyIops: hourly,
        averageMBps: z.number().min(0).max(1e6).describe('1e6 bytes per second, on average over the week.'),
        peakMBps: z.number().min(0).max(1e6).describe('In the peak hours.'),
        hourlyMBps: hourly,
        peak: peakHours,
        timeZone: zoneName,
      })
      .partial()
      .optional()
      .describe('What the queries ask of the disk. Hours: as those of the CPU, unless given.'),
    growthPercentPerYear: z
      .number()
      .min(-90)
      .max(1000)
      .optional()
      .describe('By how much the demand (CPU and disk) grows in a year, compounding, in monthly steps. Default 0.'),
    client: z
      .strictObject({ dns: assumption, reconnect: assumption, timeout: assumption, pinnedCertificates: assumption })
      .partial()
      .optional()
      .describe(
        'Short for the assumptions client.*; pinnedCertificates is the share of the clients that a rotated certificate locks out.',
      ),
  })
  .optional()
  .describe('What the application does.');

const schedule = z
  .strictObject({
    timeZone: z.string().optional().describe('IANA name. Default UTC.'),
    running: z.array(z.string()).min(1).max(20).describe('When the server runs: ["Mon-Fri 08:00-18:00"].'),
    restop: z.boolean().optional().describe('Stop again when Azure starts the server after 7 days. Default false.'),
  })
  .optional()
  .describe('When the server is meant to run. Absent: always.');

const fault = z.strictObject({
  at: instant,
  type: z.enum(FAULT_TYPES).describe('What breaks.'),
  duration: duration.optional().describe('How long; default: drawn from the assumption.'),
  zone: zone.optional().describe('Default: the zone of the primary at that instant.'),
  target: z.enum(['primary', 'standby']).optional().describe('Default primary.'),
});

const operation = z.strictObject({
  at: instant.optional(),
  every: duration.optional().describe('Period in calendar time, counted from the start.'),
  do: z.enum(OPERATION_TYPES).describe('What the customer does.'),
});

const cost = z
  .strictObject({
    currency: z.string().optional().describe('Default USD.'),
    downtimeCostPerHour: money.optional().describe('Per hour in which clients cannot work.'),
    writeDowntimeCostPerHour: money.optional().describe('Per hour in which only writes fail.'),
    dataLossCostPerSecond: money.optional().describe('Per second of lost commits.'),
    peopleCostPerHour: money.optional().describe('Per hour people work on an incident.'),
    discountRate: z.number().min(-0.5).max(1).optional().describe('Yearly rate for the present value: 0.05 is 5 %.'),
    discountPercent: z
      .strictObject({ compute: percent, storage: percent, backup: percent, extendedSupport: percent })
      .partial()
      .optional()
      .describe('Negotiated discounts by meter.'),
    sla: z
      .strictObject({
        minutes: z.enum(['clock', 'any']).describe('Whole clock minutes, or any 60 seconds. Default clock.'),
        maintenance: z.enum(['counts', 'excluded']).describe('Whether maintenance is downtime. Default counts.'),
        credit: z.enum(['claimed', 'unclaimed']).describe('Whether the service credit is claimed. Default claimed.'),
      })
      .partial()
      .optional()
      .describe('How the contract is read.'),
  })
  .optional()
  .describe('What downtime costs, and how the bill is read.');

const recoveryGoal = z
  .strictObject({
    rto: duration.optional().describe('Longest time to recover, of 95 % of the events.'),
    rpo: duration.optional().describe('Most committed work lost, as time, of 95 % of the events.'),
  })
  .optional();

const targets = z
  .strictObject({
    availability: z
      .strictObject({
        targetPercent: z
          .number()
          .min(50)
          .max(100)
          .describe('In percent, such as 99.95: as clients see it, over the time meant to run.'),
        timeWindow: z
          .strictObject({
            duration: duration.describe('1mo, 3mo, 6mo or 1y.'),
            calendar: z.boolean().optional().describe('Calendar months, quarters, half-years or years. Default true.'),
          })
          .optional()
          .describe('The target must hold in each of them; absent: over the whole of the simulated time, on average.'),
        windowsMetPercent: z
          .number()
          .positive()
          .max(99.9999)
          .optional()
          .describe('In how many percent of the windows it must hold. Default 95.'),
      })
      .optional(),
    recovery: z
      .strictObject(
        Object.fromEntries(DISRUPTION_CLASSES.map((name) => [name, recoveryGoal])) as Record<
          DisruptionClass,
          typeof recoveryGoal
        >,
      )
      .optional()
      .describe('Per disruption class: judged on the p95 of its events.'),
    budget: z
      .strictObject({ monthly: money.describe('Bill per month: judged on the p90 of cost_monthly.') })
      .optional(),
  })
  .optional()
  .describe('What was promised. Each is met, breached or inconclusive.');

const thresholdRule = z.string().describe('AGGREGATION COMPARISON NUMBER, such as p(95)<240.');
const thresholds = z
  .record(
    z.string(),
    z
      .array(
        z.union([
          thresholdRule,
          z.strictObject({
            threshold: thresholdRule,
            severity: z.enum(SEVERITIES).optional().describe('warn never changes the exit code. Default error.'),
          }),
        ]),
      )
      .max(100),
  )
  .optional()
  .describe('Rules on metrics: { downtime_minutes: ["p(95)<240"], "rto_minutes{class:region}": ["max<600"] }.');

export const scenarioSchema = z
  .strictObject({
    apiVersion: z.literal('pgnines/v1').optional(),
    kind: z.literal('Scenario').optional(),
    metadata: z
      .strictObject({
        name: z.string().min(1).max(200).optional().describe('Default: the name of the file.'),
        description: z.string().optional(),
        labels: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
      })
      .optional(),
    server: serverSchema,
    workload,
    schedule,
    faults: z
      .array(fault)
      .max(10_000)
      .optional()
      .describe('Scripted: happen in every replication, beside the random ones.'),
    operations: z.array(operation).max(10_000).optional().describe('Planned by the customer.'),
    people: z
      .strictObject({ detect: assumption, decide: assumption, policy: assumption })
      .partial()
      .optional()
      .describe('Short for the assumptions people.*.'),
    assumptions: z
      .strictObject({
        set: z
          .enum(['default', 'quiet'])
          .optional()
          .describe('quiet: every hazard and maintenance never, and a start never fails. Default default.'),
        override: z
          .record(z.string(), assumption)
          .optional()
          .describe('Assumptions by dotted name or as nested maps: pgnines catalog assumptions.'),
      })
      .optional()
      .describe('What the model believes.'),
    cost,
    targets,
    thresholds,
    simulation: z
      .strictObject({
        start: instant.optional().describe('Default 2027-01-01.'),
        horizon: duration.optional().describe('Simulated time in calendar units, up to 100y. Default 1y.'),
        replications: z.int().min(1).max(1_000_000_000).optional().describe('Simulated histories. Default 10000.'),
        seed: z.union([z.string(), z.number()]).optional().describe('Any text or integer. Default 1.'),
      })
      .optional()
      .describe('How long, how often, from when.'),
    variants: z
      .record(z.string(), z.record(z.string(), z.unknown()))
      .optional()
      .describe('Named sets of overrides: { no-standby: { server.properties.highAvailability.mode: Disabled } }.'),
  })
  .describe('A pgnines scenario.');

/** A scenario file as the user wrote it, once its shape is checked. */
export type ScenarioFile = z.infer<typeof scenarioSchema>;

/** Keys whose part of the service is not built yet: refused with PG3001 unless empty. */
export const NOT_YET_KEYS = [
  'parameters',
  'replicas',
  'cluster',
  'workload.connections',
  'cost.reservation',
  'cost.savingsPlan',
] as const;

/** Values of the same kind, by the key that takes them. */
export const NOT_YET_VALUES: Readonly<Record<string, readonly string[]>> = {
  'operations.do': [
    'scaleCompute',
    'scaleStorage',
    'enableHa',
    'disableHa',
    'majorVersionUpgrade',
    'promoteReplica',
    'restore',
    'backup',
    'migrate',
  ],
};
