/** Disruption classes, as targets and the recovery table name them. */
export const DISRUPTION_CLASSES = [
  'software',
  'hardware',
  'storage',
  'zone',
  'region',
  'operator',
  'security',
  'maintenance',
  'change',
  'capacity',
] as const;
export type DisruptionClass = (typeof DISRUPTION_CLASSES)[number];

export interface Cause {
  readonly name: string;
  readonly class: DisruptionClass;
  readonly planned: boolean;
  /** Which reason wins when two begin at one instant: the lower rank (region before zone before storage ...). */
  readonly rank: number;
  /** Counted by the SLA clock. Customer operations, mistakes, key loss and a full disk are the customer's own. */
  readonly countsForSla: boolean;
  /** Its hazard ships as never, or is not every server's: results leave it out unless a scenario switches it on. */
  readonly shippedOff: boolean;
}

const cause = (
  name: string,
  disruptionClass: DisruptionClass,
  rank: number,
  { planned = false, countsForSla = true, shippedOff = false } = {},
): Cause => ({ name, class: disruptionClass, planned, rank, countsForSla, shippedOff });

/** Every cause of disruption. Names are those of hazards, scripted faults and operations; the order is append-only. */
export const CAUSES = [
  cause('regionOutage', 'region', 0),
  cause('zoneOutage', 'zone', 1),
  cause('storageOutage', 'storage', 2),
  cause('storageLoss', 'storage', 2),
  cause('storageShock', 'storage', 2),
  cause('hostFailure', 'hardware', 3),
  cause('standbyFailure', 'hardware', 3),
  cause('vmCrash', 'software', 4),
  cause('platformPause', 'software', 4),
  cause('engineCrash', 'software', 5),
  cause('badRollout', 'maintenance', 6),
  cause('maintenance', 'maintenance', 6, { planned: true }),
  cause('restart', 'change', 7, { planned: true, countsForSla: false }),
  cause('plannedFailover', 'change', 7, { planned: true, countsForSla: false }),
  cause('forcedFailover', 'change', 7, { planned: true, countsForSla: false }),
  cause('startFailure', 'capacity', 7),
  cause('mistake', 'operator', 7, { countsForSla: false }),
  cause('fleetRollout', 'maintenance', 1, { shippedOff: true }),
  cause('keyLoss', 'security', 7, { countsForSla: false, shippedOff: true }),
  cause('diskFull', 'capacity', 7, { countsForSla: false, shippedOff: true }),
  cause('certificateRotation', 'security', 7, { countsForSla: false, shippedOff: true }),
  cause('networkRule', 'security', 7, { countsForSla: false, shippedOff: true }),
] as const satisfies readonly Cause[];

export type CauseId = number;

/** Index of a cause in {@link CAUSES}; throws for a name that is not there, since that is a bug. */
export function causeId(name: string): CauseId {
  const id = CAUSES.findIndex((entry) => entry.name === name);
  if (id < 0) throw new RangeError(`no such cause: ${name}`);
  return id;
}
