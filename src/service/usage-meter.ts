import { backupGib, billedGib } from '../catalog/backup-size.ts';
import { RESOURCES, USAGE_METERS } from '../vocabulary/ledger.ts';
import { DAY } from '../units/duration.ts';
import type { Server, Workload } from '../scenario/scenario.ts';
import type { Ledger } from './ledger.ts';

const PRIMARY = RESOURCES.indexOf('primary');
const STANDBY = RESOURCES.indexOf('standby');
const REPLACED_PRIMARY = RESOURCES.indexOf('replaced-primary');
const REPLACED_STANDBY = RESOURCES.indexOf('replaced-standby');
const ABANDONED = RESOURCES.indexOf('abandoned-restore');
const COMPUTE = USAGE_METERS.indexOf('compute');
const STORAGE = USAGE_METERS.indexOf('storage');
const BACKUP = USAGE_METERS.indexOf('backup');

/**
 * Writes the usage ledger: what is provisioned and running, as changes. HA is a second server and a second disk; storage
 * is provisioned GiB, running or not; backup is what exceeds the free grant.
 */
export class UsageMeter {
  private readonly ledger: Ledger;
  private readonly horizon: number;
  private readonly sizeGib: number;
  private readonly retentionDays: number;
  private readonly ha: boolean;
  /** Billed backup by whole days of history, 0 to retention. */
  private readonly billedByDay: readonly number[];
  private runningSince = -1;
  private existsSince = 0;
  private standbyRunningSince = -1;
  private standbySince = -1;
  private historyFrom = -Infinity;

  constructor(ledger: Ledger, horizon: number, server: Server, workload: Workload) {
    this.ledger = ledger;
    this.horizon = horizon;
    this.sizeGib = server.storage.sizeGib;
    this.retentionDays = server.backup.retentionDays;
    this.ha = server.haMode !== 'Disabled';
    const size = {
      dataGib: workload.dataGib,
      changeGibPerDay: workload.changeGibPerDay,
      walGibPerDay: (workload.walBytesPerSecond * 86_400) / 1e9,
      retentionDays: server.backup.retentionDays,
    };
    this.billedByDay = Array.from({ length: this.retentionDays + 1 }, (_, days) =>
      billedGib(backupGib(size, days), this.sizeGib, server.backup.geoRedundant),
    );
  }

  reset(running: boolean): void {
    this.runningSince = running ? 0 : -1;
    this.existsSince = 0;
    this.standbySince = this.ha ? 0 : -1;
    this.standbyRunningSince = this.ha && running ? 0 : -1;
    this.historyFrom = -Infinity;
  }

  computeOff(now: number): void {
    this.ledger.usageAsPlanned = false;
    this.closeCompute(now);
    this.runningSince = -1;
    this.standbyRunningSince = -1;
  }

  computeOn(now: number): void {
    this.ledger.usageAsPlanned = false;
    this.runningSince = now;
    if (this.standbySince >= 0) this.standbyRunningSince = now;
  }

  /** HA is enabled again after a restore. */
  standbyOn(now: number): void {
    if (this.standbySince >= 0) return;
    this.standbySince = now;
    if (this.runningSince >= 0) this.standbyRunningSince = now;
  }

  /** A server that a restore had created is thrown away. */
  restoreAbandoned(provisionedFrom: number, now: number): void {
    this.ledger.usageAsPlanned = false;
    this.add(ABANDONED, COMPUTE, provisionedFrom, now, 1);
    this.add(ABANDONED, STORAGE, provisionedFrom, now, this.sizeGib);
  }

  /**
   * A restored server, without HA, has taken over at `now`. It existed since `provisionedFrom`; the old one (with its
   * standby) is kept for a while.
   */
  serverReplaced(provisionedFrom: number, now: number, keepTicks: number): void {
    const { ledger } = this;
    ledger.usageAsPlanned = false;
    const until = Math.min(this.horizon, now + keepTicks);
    const split = (running: number, exists: number, resource: number, replaced: number): void => {
      if (exists < 0) return;
      if (running >= 0) {
        this.add(resource, COMPUTE, running, Math.max(running, provisionedFrom), 1);
        this.add(replaced, COMPUTE, Math.max(running, provisionedFrom), until, 1);
      }
      this.add(resource, STORAGE, exists, Math.max(exists, provisionedFrom), this.sizeGib);
      this.add(replaced, STORAGE, Math.max(exists, provisionedFrom), until, this.sizeGib);
    };
    split(this.runningSince, this.existsSince, PRIMARY, REPLACED_PRIMARY);
    split(this.standbyRunningSince, this.standbySince, STANDBY, REPLACED_STANDBY);
    this.addBackup(PRIMARY, this.historyFrom, this.existsSince, provisionedFrom);
    this.addBackup(REPLACED_PRIMARY, this.historyFrom, provisionedFrom, until);
    this.runningSince = provisionedFrom;
    this.existsSince = provisionedFrom;
    this.standbySince = -1;
    this.standbyRunningSince = -1;
    this.historyFrom = provisionedFrom;
  }

  finish(): void {
    const { horizon } = this;
    this.closeCompute(horizon);
    this.add(PRIMARY, STORAGE, this.existsSince, horizon, this.sizeGib);
    if (this.standbySince >= 0) this.add(STANDBY, STORAGE, this.standbySince, horizon, this.sizeGib);
    this.addBackup(PRIMARY, this.historyFrom, this.existsSince, horizon);
  }

  private closeCompute(now: number): void {
    if (this.runningSince >= 0) this.add(PRIMARY, COMPUTE, this.runningSince, now, 1);
    if (this.standbyRunningSince >= 0) this.add(STANDBY, COMPUTE, this.standbyRunningSince, now, 1);
  }

  /** Backup beyond the free grant over [from, to) for a history that began at `historyFrom`: a row per day until steady. */
  private addBackup(resource: number, historyFrom: number, from: number, to: number): void {
    const { billedByDay, retentionDays } = this;
    let start = from;
    while (start < to) {
      // The first day has one day's changes on top of the full snapshot.
      const days = Math.min(retentionDays, Math.floor((start - historyFrom) / DAY) + 1);
      const end = days === retentionDays ? to : Math.min(to, historyFrom + days * DAY);
      this.add(resource, BACKUP, start, end, billedByDay[days]!);
      start = end;
    }
  }

  private add(resource: number, meter: number, from: number, to: number, quantity: number): void {
    this.ledger.usage.add(resource, meter, from, Math.min(to, this.horizon), quantity);
  }
}
