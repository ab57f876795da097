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
  private readonly initialGib: number;
  private sizeGib = 0;
  private readonly retentionDays: number;
  private readonly ha: boolean;
  /** Billed backup by whole days of history, 0 to retention, of a disk of this size; and of each that was seen. */
  private billedByDay: readonly number[];
  private readonly billedBySize = new Map<number, readonly number[]>();
  private readonly billedOf: (sizeGib: number) => readonly number[];
  private runningSince = -1;
  private existsSince = 0;
  private standbyRunningSince = -1;
  private standbySince = -1;
  /** Since when the disks have their size. */
  private sizedSince = 0;
  private historyFrom = -Infinity;

  constructor(ledger: Ledger, horizon: number, server: Server, workload: Workload) {
    this.ledger = ledger;
    this.horizon = horizon;
    this.initialGib = server.storage.sizeGib;
    this.retentionDays = server.backup.retentionDays;
    this.ha = server.haMode !== 'Disabled';
    const size = {
      dataGib: workload.dataGib,
      changeGibPerDay: workload.changeGibPerDay,
      walGibPerDay: (workload.walBytesPerSecond * 86_400) / 1e9,
      retentionDays: server.backup.retentionDays,
    };
    this.billedOf = (sizeGib) =>
      Array.from({ length: this.retentionDays + 1 }, (_, days) =>
        billedGib(backupGib(size, days), sizeGib, server.backup.geoRedundant),
      );
    this.billedByDay = this.billedOf(this.initialGib);
    this.billedBySize.set(this.initialGib, this.billedByDay);
  }

  reset(running: boolean): void {
    this.runningSince = running ? 0 : -1;
    this.existsSince = 0;
    this.standbySince = this.ha ? 0 : -1;
    this.standbyRunningSince = this.ha && running ? 0 : -1;
    this.sizedSince = 0;
    this.sizeGib = this.initialGib;
    this.billedByDay = this.billedBySize.get(this.initialGib)!;
    this.historyFrom = -Infinity;
  }

  /** The disks of the server have another size from now on; the backup that is free grows with them. */
  resized(now: number, sizeGib: number): void {
    this.ledger.usageAsPlanned = false;
    this.closeStorage(now);
    this.sizedSince = now;
    this.sizeGib = sizeGib;
    if (!this.billedBySize.has(sizeGib)) this.billedBySize.set(sizeGib, this.billedOf(sizeGib));
    this.billedByDay = this.billedBySize.get(sizeGib)!;
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
      const sized = Math.max(exists, this.sizedSince);
      this.add(resource, STORAGE, sized, Math.max(sized, provisionedFrom), this.sizeGib);
      this.add(replaced, STORAGE, Math.max(sized, provisionedFrom), until, this.sizeGib);
    };
    split(this.runningSince, this.existsSince, PRIMARY, REPLACED_PRIMARY);
    split(this.standbyRunningSince, this.standbySince, STANDBY, REPLACED_STANDBY);
    const sized = Math.max(this.existsSince, this.sizedSince);
    this.addBackup(PRIMARY, this.historyFrom, sized, provisionedFrom);
    this.addBackup(REPLACED_PRIMARY, this.historyFrom, Math.max(sized, provisionedFrom), until);
    this.runningSince = provisionedFrom;
    this.existsSince = provisionedFrom;
    this.standbySince = -1;
    this.standbyRunningSince = -1;
    this.historyFrom = provisionedFrom;
  }

  finish(): void {
    const { horizon } = this;
    this.closeCompute(horizon);
    this.closeStorage(horizon);
  }

  private closeStorage(now: number): void {
    const { existsSince, standbySince, sizedSince, sizeGib } = this;
    const sized = Math.max(existsSince, sizedSince);
    this.add(PRIMARY, STORAGE, sized, now, sizeGib);
    if (standbySince >= 0) this.add(STANDBY, STORAGE, Math.max(standbySince, sizedSince), now, sizeGib);
    this.addBackup(PRIMARY, this.historyFrom, sized, now);
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
