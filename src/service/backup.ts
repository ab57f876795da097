import type { Simulation, Stream } from '../engine/index.ts';
import type { Sampler } from '../distributions/distribution.ts';
import type { Parameters } from './parameters.ts';

/** PostgreSQL's default WAL segment, which the service does not state otherwise. */
const SEGMENT_BYTES = 16 * 1024 * 1024;

/**
 * Backups: a snapshot a day, and WAL archived when its segment is closed and uploaded. Nothing of this changes what
 * clients see, so there are no events: the age of the last snapshot and of the archive are answered when a restore asks.
 */
export class Backup {
  /** Backups kept in the server's own zone or region are gone. */
  localDestroyed = false;
  private historyFrom = -Infinity;
  private snapshotPhase = -1;
  private readonly simulation: Simulation;
  private readonly snapshotEvery: Sampler;
  private readonly interval: Sampler;
  private readonly upload: Sampler;
  private readonly geoLag: Sampler;
  private readonly archiveSuccess: number;
  private readonly segmentMs: number;
  private readonly snapshots: Stream;
  private readonly archives: Stream;

  constructor(simulation: Simulation, parameters: Parameters, walBytesPerSecond: number) {
    this.simulation = simulation;
    this.snapshotEvery = parameters.sampler('backup.snapshot.every');
    this.interval = parameters.sampler('archive.interval.duration');
    this.upload = parameters.sampler('archive.upload.duration');
    this.geoLag = parameters.sampler('geoBackup.lag.duration');
    this.archiveSuccess = parameters.probability('archive.success.probability');
    this.segmentMs =
      parameters.choice('archive.close') === 'segmentOrTimeout' ? (SEGMENT_BYTES / walBytesPerSecond) * 1000 : Infinity;
    this.snapshots = simulation.stream('backup', 'snapshot');
    this.archives = simulation.stream('backup', 'archive');
  }

  reset(): void {
    this.localDestroyed = false;
    this.historyFrom = -Infinity;
    this.snapshotPhase = -1;
  }

  /** A restored server has no history; its first snapshot is taken now. */
  beginHistory(): void {
    this.historyFrom = this.simulation.now;
    this.localDestroyed = false;
  }

  /** Start of the data, for a total loss: the scenario's start, or the server's own. */
  get startOfData(): number {
    return 0;
  }

  /**
   * Ticks of commits that the archive does not have yet: the age of the open segment, uniform over the archive interval
   * since the loss is independent of it, the upload, and one more interval for each archiving that had failed before.
   */
  archiveAge(): number {
    const period = Math.min(this.archives.draw(this.interval), this.segmentMs);
    let age = this.archives.uniform() * period + this.archives.draw(this.upload);
    while (!this.archives.chance(this.archiveSuccess)) age += period;
    return Math.round(age);
  }

  /** Ticks of commits that the paired region does not have yet. */
  geoAge(): number {
    return Math.round(this.archives.draw(this.geoLag));
  }

  /** Ticks of WAL between the last snapshot before a restore point and that point. */
  sinceSnapshot(restorePoint: number): number {
    if (this.snapshotPhase < 0) this.snapshotPhase = this.snapshots.uniform();
    const every = this.snapshots.draw(this.snapshotEvery);
    const age = (((restorePoint - this.snapshotPhase * every) % every) + every) % every;
    return Math.max(0, Math.min(age, restorePoint - this.historyFrom));
  }
}
