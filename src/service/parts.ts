import type { Simulation } from '../engine/index.ts';
import type { CauseId } from '../vocabulary/causes.ts';
import type { Backup } from './backup.ts';
import type { Certificate } from './certificate.ts';
import type { Clients } from './clients.ts';
import type { ConditionClock } from './condition.ts';
import type { Deployment } from './deployment.ts';
import type { DisruptionId, OpenDisruptions } from './disruptions.ts';
import type { Disk } from './disk.ts';
import type { Failover } from './failover.ts';
import type { Ledger } from './ledger.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { Maintenance } from './maintenance.ts';
import type { Mistake } from './mistake.ts';
import type { NetworkRule } from './network-rule.ts';
import type { People } from './people.ts';
import type { Restore } from './restore.ts';
import type { Standby } from './standby.ts';
import type { Undisturbed } from './undisturbed.ts';
import type { UsageMeter } from './usage-meter.ts';

/** Everything one server consists of: what the coordinators work on. */
export interface Parts {
  readonly simulation: Simulation;
  readonly ha: boolean;
  readonly sameZone: boolean;
  readonly walBytesPerSecond: number;
  readonly replayRate: number;
  readonly ledger: Ledger;
  readonly condition: ConditionClock;
  readonly disruptions: OpenDisruptions;
  readonly usage: UsageMeter;
  readonly people: People;
  readonly clients: Clients;
  readonly deployment: Deployment;
  readonly standby: Standby;
  readonly failover: Failover;
  readonly maintenance: Maintenance;
  readonly disk: Disk;
  readonly lifecycle: Lifecycle;
  readonly backup: Backup;
  readonly restore: Restore;
  readonly mistake: Mistake;
  readonly certificate: Certificate;
  readonly networkRule: NetworkRule;
  /** What goes in one step when nothing comes between. */
  readonly undisturbed: Undisturbed;
  /** Tells `trace` of something that is no transition. */
  readonly note: (part: string, text: string) => void;
}

/** Opens a disruption of the service; -1 while the server is stopped on purpose and nobody notices. */
export function disrupt(parts: Parts, cause: CauseId, replayTicks = 0): DisruptionId {
  if (parts.lifecycle.stoppedOnPurpose) return -1;
  return parts.disruptions.open(cause, parts.simulation.now, replayTicks);
}

/** Ticks it takes to replay so many ticks' worth of WAL. */
export function replayTicks(parts: Parts, walTicks: number): number {
  return Math.round((walTicks * parts.walBytesPerSecond) / parts.replayRate);
}
