import type { Ledger } from '../service/ledger.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { columnOf, METRIC_STEPS } from './quantities.ts';

const PERCENT_STEPS = METRIC_STEPS[columnOf('availability_percent')]!;

/**
 * The calendar windows of an availability target: how many of a replication there were, and how many missed it. A window at an
 * end of the horizon counts with the part inside; one in which the server was never meant to run does not count.
 */
export class AvailabilityWindows {
  /** Of the replication last counted. */
  counted = 0;
  missed = 0;
  private readonly targetSteps: number;
  /** Window of each month of the horizon. */
  private readonly windowOf: Int32Array;
  /** Milliseconds. */
  private readonly lengths: Float64Array;
  private readonly down: Float64Array;
  private readonly stopped: Float64Array;

  private constructor({ monthNames, monthStarts }: Scenario, targetPercent: number, months: number) {
    this.targetSteps = Math.round(targetPercent * PERCENT_STEPS);
    const keys = monthNames.map((name) =>
      Math.floor((Number(name.slice(0, -3)) * 12 + Number(name.slice(-2)) - 1) / months),
    );
    this.windowOf = Int32Array.from(keys, (key) => key - keys[0]!);
    this.lengths = new Float64Array(keys.at(-1)! - keys[0]! + 1);
    this.down = new Float64Array(this.lengths.length);
    this.stopped = new Float64Array(this.lengths.length);
    for (const [month, window] of this.windowOf.entries()) {
      this.lengths[window]! += monthStarts[month + 1]! - monthStarts[month]!;
    }
  }

  /** Null when the scenario has no availability target by window. */
  static of(scenario: Scenario): AvailabilityWindows | null {
    const { availability } = scenario.targets;
    if (availability === null || availability.windowMonths === null) return null;
    return new AvailabilityWindows(scenario, availability.targetPercent, availability.windowMonths);
  }

  count(ledger: Ledger): void {
    const { lengths, down, stopped, windowOf } = this;
    this.counted = lengths.length;
    this.missed = 0;
    if (ledger.downMs === 0 && ledger.plannedStopMs === 0) return;
    down.fill(0);
    stopped.fill(0);
    for (let month = 0; month < windowOf.length; month++) {
      down[windowOf[month]!]! += ledger.monthDownMs[month]!;
      stopped[windowOf[month]!]! += ledger.monthStopMs[month]!;
    }
    for (let window = 0; window < lengths.length; window++) {
      const meantToRun = lengths[window]! - stopped[window]!;
      if (!(meantToRun > 0)) this.counted--;
      // Rounded as availability_percent is, so that what prints as the target meets it.
      else if (Math.round((1 - down[window]! / meantToRun) * 100 * PERCENT_STEPS) < this.targetSteps) this.missed++;
    }
  }
}
