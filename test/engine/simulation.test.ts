import { describe, expect, test } from 'vitest';
import { exponential } from '../../src/distributions/index.ts';
import { Simulation, type Timer } from '../../src/engine/index.ts';

const create = () => new Simulation({ seed: 'engine tests' });

describe('runUntil', () => {
  test('executes what is due before the tick, leaves what is due at the tick, and stops the clock there', () => {
    const simulation = create();
    const fired: number[] = [];
    for (const tick of [9, 10, 11]) simulation.timer(`at ${tick}`, () => fired.push(simulation.now)).at(tick);
    simulation.runUntil(10);
    expect(fired).toEqual([9]);
    expect(simulation.now).toBe(10);
    simulation.runUntil(11);
    expect(fired).toEqual([9, 10]);
    simulation.runUntil(12);
    expect(fired).toEqual([9, 10, 11]);
    expect(simulation.now).toBe(12);
  });

  test('two runs to the same end are one run', () => {
    const history = (stops: readonly number[]): number[] => {
      const simulation = create();
      const stream = simulation.stream('machine', 'failure');
      const ticks: number[] = [];
      const failure = simulation.timer('failure', () => {
        ticks.push(simulation.now);
        failure.after(stream.sample(exponential({ mean: 10 })));
      });
      simulation.reset(3);
      failure.after(0);
      for (const stop of stops) simulation.runUntil(stop);
      return ticks;
    };
    expect(history([1, 17, 400, 400, 1000])).toEqual(history([1000]));
  });

  test('a tick before the clock, or none, is refused', () => {
    const simulation = create();
    simulation.runUntil(100);
    expect(() => simulation.runUntil(99)).toThrow(RangeError);
    expect(() => simulation.runUntil(NaN)).toThrow(RangeError);
    expect(simulation.now).toBe(100);
  });

  test('counts executed events, not planned ones', () => {
    const simulation = create();
    const moved = simulation.timer('moved', () => {});
    const cancelled = simulation.timer('cancelled', () => {});
    moved.at(1);
    moved.at(2);
    cancelled.at(3);
    cancelled.cancel();
    simulation.runUntil(10);
    expect(simulation.events).toBe(1);
    simulation.reset(1);
    expect(simulation.events).toBe(0);
  });

  test('tells afterEvent once per event, when the event is over', () => {
    const simulation = create();
    const log: string[] = [];
    const timer = simulation.timer('event', () => {
      log.push(`event ${simulation.now}`);
      if (simulation.now < 2) timer.after(1);
    });
    simulation.afterEvent = () => log.push(`after ${simulation.now}`);
    timer.at(1);
    simulation.runUntil(10);
    expect(log).toEqual(['event 1', 'after 1', 'event 2', 'after 2']);
  });
});

describe('timers', () => {
  test('at one tick the lower priority comes first, then what was planned first', () => {
    const simulation = create();
    const order: string[] = [];
    const timer = (name: string, priority?: number): Timer =>
      simulation.timer(name, () => order.push(name), priority === undefined ? {} : { priority });
    const [late, a, b, early, first] = [
      timer('late', 5),
      timer('a'),
      timer('b'),
      timer('early', -5),
      timer('first', -1000),
    ];
    for (const planned of [late, b, a, early, first]) planned.at(7);
    simulation.runUntil(8);
    expect(order).toEqual(['first', 'early', 'b', 'a', 'late']);
  });

  test.each([-1000, -33, -32, -1, 0, 1, 31, 32, 999, 1000])(
    'at one tick and priority %i, events come in the order they were planned, whatever their slots',
    (priority) => {
      const simulation = create();
      const order: number[] = [];
      const timers = Array.from({ length: 20 }, (_, index) =>
        simulation.timer(`timer ${index}`, () => order.push(index), { priority }),
      );
      const planned = timers.map((_, index) => (index * 7) % timers.length);
      for (const index of planned) timers[index]!.at(1);
      simulation.runUntil(2);
      expect(order).toEqual(planned);
    },
  );

  test('planning again moves the event behind others of its tick', () => {
    const simulation = create();
    const order: string[] = [];
    const a = simulation.timer('a', () => order.push('a'));
    const b = simulation.timer('b', () => order.push('b'));
    a.at(7);
    b.at(7);
    a.at(7);
    simulation.runUntil(8);
    expect(order).toEqual(['b', 'a']);
  });

  test('a timer fires once per plan, and can plan itself again from its own callback, even for now', () => {
    const simulation = create();
    const fired: number[] = [];
    const timer = simulation.timer('timer', () => {
      fired.push(simulation.now);
      if (fired.length < 3) timer.after(fired.length === 1 ? 0 : 5);
    });
    timer.at(4);
    simulation.runUntil(100);
    expect(fired).toEqual([4, 4, 9]);
    expect(timer.due).toBe(Infinity);
  });

  test('a cancelled timer does not fire; cancelling one that is not planned does nothing', () => {
    const simulation = create();
    let fired = 0;
    const victim = simulation.timer('victim', () => fired++);
    const other = simulation.timer('other', () => victim.cancel());
    victim.cancel();
    victim.at(5);
    other.at(4);
    simulation.runUntil(10);
    expect([fired, victim.due]).toEqual([0, Infinity]);
  });

  test('an event can cancel another of its own tick that has not been executed yet', () => {
    const simulation = create();
    let fired = 0;
    const first = simulation.timer('first', () => second.cancel());
    const second = simulation.timer('second', () => fired++);
    first.at(5);
    second.at(5);
    simulation.runUntil(10);
    expect(fired).toBe(0);
  });

  test('a tick in the past or NaN is refused and names the timer; the plan stays', () => {
    const simulation = create();
    const timer = simulation.timer('late train', () => {});
    simulation.runUntil(10);
    timer.at(20);
    expect(() => timer.at(9)).toThrow(new RangeError('timer late train: expected a tick from 10 on, got 9'));
    expect(() => timer.at(NaN)).toThrow(RangeError);
    expect(() => timer.after(-1)).toThrow(RangeError);
    expect(() => timer.after(NaN)).toThrow(RangeError);
    expect(timer.due).toBe(20);
  });

  test('Infinity takes the plan off', () => {
    const simulation = create();
    const timer = simulation.timer('never', () => {});
    timer.at(20);
    timer.after(Infinity);
    simulation.runUntil(100);
    expect([timer.due, simulation.events]).toEqual([Infinity, 0]);
  });

  test('a delayed event comes later by that, behind those planned before; one that is not planned stays so', () => {
    const simulation = create();
    const order: string[] = [];
    const a = simulation.timer('a', () => order.push(`a ${simulation.now}`));
    const b = simulation.timer('b', () => order.push(`b ${simulation.now}`));
    const c = simulation.timer('c', () => order.push('c'));
    a.at(5);
    b.at(7);
    a.delay(2);
    c.delay(3);
    expect([a.due, c.due]).toEqual([7, Infinity]);
    simulation.runUntil(10);
    expect(order).toEqual(['b 7', 'a 7']);
    expect(() => a.delay(-1)).toThrow(new RangeError('timer a: expected a delay of 0 ticks or more, got -1'));
  });

  test('variates are rounded to whole ticks', () => {
    const simulation = create();
    const timer = simulation.timer('timer', () => {});
    timer.after(2.4);
    expect(timer.due).toBe(2);
    timer.after(2.5);
    expect(timer.due).toBe(3);
  });

  test.each([1.5, 1001, -1001, NaN])('priority %d is refused', (priority) => {
    expect(() => create().timer('timer', () => {}, { priority })).toThrow(RangeError);
  });

  test('a timer can be made while the simulation runs', () => {
    const simulation = create();
    const order: string[] = [];
    const first = simulation.timer('first', () => {
      order.push('first');
      simulation.timer('second', () => order.push('second')).after(1);
      first.after(2);
      if (order.length > 2) first.cancel();
    });
    first.at(1);
    simulation.runUntil(4);
    expect(order.slice(0, 3)).toEqual(['first', 'second', 'first']);
  });
});

describe('reset', () => {
  const model = (simulation: Simulation) => {
    const stream = simulation.stream('machine', 'failure');
    const log: number[] = [];
    const failure = simulation.timer('failure', () => {
      log.push(simulation.now);
      failure.after(stream.sample(exponential({ mean: 1000 })));
    });
    return (replication: number): number[] => {
      simulation.reset(replication);
      log.length = 0;
      failure.after(stream.sample(exponential({ mean: 1000 })));
      simulation.runUntil(100_000);
      return [...log, simulation.events, stream.uniform()];
    };
  };

  test('a replication repeats bit for bit, whatever ran before it', () => {
    const run = model(create());
    const alone = run(7);
    run(8);
    run(1);
    expect(run(7)).toEqual(alone);
    expect(run(7)).toEqual(alone);
    expect(model(create())(7)).toEqual(alone);
  });

  test('replications differ from one another, and seeds from one another', () => {
    const run = model(create());
    expect(run(1)).not.toEqual(run(2));
    expect(model(new Simulation({ seed: 'another' }))(1)).not.toEqual(run(1));
  });

  test('forgets all plans, also in the middle of an event', () => {
    const simulation = create();
    const timer = simulation.timer('timer', () => simulation.reset(2));
    const other = simulation.timer('other', () => {});
    simulation.reset(1);
    other.at(8);
    timer.at(5);
    simulation.runUntil(6);
    expect([timer.due, other.due, simulation.replication, simulation.now]).toEqual([Infinity, Infinity, 2, 6]);
  });

  test.each([-1, 1.5, NaN, 4294967296])('replication %d is refused', (replication) => {
    expect(() => create().reset(replication)).toThrow(RangeError);
  });
});
