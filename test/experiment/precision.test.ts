import { describe, expect, test } from 'vitest';
import {
  type PrecisionGoal,
  precisionReached,
  precisionReport,
  readPrecisionGoal,
} from '../../src/experiment/precision.ts';
import { tallyOf } from './make-tally.ts';

const goal = (text: string) => readPrecisionGoal(text) as PrecisionGoal;
/** Blocks of 1000 in which the values alternate: mean 2, standard deviation 1. */
const blocks = (count: number) =>
  tallyOf({
    metrics: { downtime_minutes: Array.from({ length: 1000 * count }, (_, index) => (index % 2 === 0 ? 1 : 3)) },
  });

describe('goals', () => {
  test('METRIC=REL, tags allowed', () => {
    expect(goal('downtime_minutes=0.05')).toEqual({
      key: { kind: 'metric', name: 'downtime_minutes' },
      metric: 'downtime_minutes',
      relative: 0.05,
    });
    expect(goal('rto_minutes{class:region}=1e-2')).toMatchObject({
      metric: 'rto_minutes{class:region}',
      relative: 0.01,
    });
    expect(goal('tco=.5').relative).toBe(0.5);
  });

  test.each(['tco', 'tco=', 'tco=0', 'tco=1', 'tco=-0.1', 'tco=5%', 'tco=0x1', 'nonsense=0.1', '=0.1', ''])(
    '"%s" is refused',
    (text) => {
      expect(readPrecisionGoal(text)).toMatchObject({ severity: 'error', file: '--precision' });
    },
  );
});

describe('reached', () => {
  test('when half of the interval is so small a part of the mean: 1.96 / sqrt(3000) / 2 = 1.79 %', () => {
    expect(precisionReached(blocks(3), [goal('downtime_minutes=0.018')])).toBe(true);
    expect(precisionReached(blocks(3), [goal('downtime_minutes=0.0178')])).toBe(false);
  });

  test('only after 2, 3, 5, 8, 12, 18, ... blocks', () => {
    const looked = Array.from({ length: 28 }, (_, index) => index + 1).filter((count) =>
      precisionReached(blocks(count), [goal('downtime_minutes=0.9')]),
    );
    expect(looked).toEqual([2, 3, 5, 8, 12, 18, 27]);
  });

  test('not while it rests on fewer than 30 events, nor before all goals are', () => {
    const rare = (events: number) =>
      tallyOf({ metrics: { outage_count: Array.from({ length: 2000 }, (_, index) => (index < events ? 1 : 0)) } });
    expect(precisionReached(rare(29), [goal('outage_count=0.9')])).toBe(false);
    expect(precisionReached(rare(30), [goal('outage_count=0.9')])).toBe(true);
    expect(precisionReached(rare(30), [goal('outage_count=0.9'), goal('downtime_minutes=0.9')])).toBe(false);
  });

  test('at once by what never varies', () => {
    const certain = tallyOf({ metrics: { cost_total: Array(2000).fill(8000) } });
    expect(precisionReached(certain, [goal('cost_total=0.001')])).toBe(true);
  });
});

describe('report', () => {
  test('says what was reached, and what it takes: 1.2 x (2.19 / 1)^2 x 2000, in two digits', () => {
    const [reached, missed] = precisionReport(blocks(2), [
      goal('downtime_minutes=0.03'),
      goal('downtime_minutes=0.01'),
    ]);
    expect(reached).toMatchObject({ metric: 'downtime_minutes', wanted: 0.03, met: true, replications_needed: null });
    expect(reached!.reached).toBeCloseTo(1.96115 / Math.sqrt(1999) / 2, 6);
    expect(missed).toMatchObject({ met: false, replications_needed: 12_000 });
  });

  test('of what was never seen nothing is known', () => {
    expect(precisionReport(tallyOf({ replications: 2000 }), [goal('data_loss_events=0.1')])).toMatchObject([
      { reached: null, events: 0, met: false, replications_needed: null },
    ]);
  });
});
