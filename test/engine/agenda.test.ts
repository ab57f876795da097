import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Agenda } from '../../src/engine/agenda.ts';

/** Takes plans off in the agenda's order until none is left. */
function drain(agenda: Agenda): number[] {
  const order: number[] = [];
  for (;;) {
    const slot = agenda.first();
    if (agenda.tickOf(slot) === Infinity) return order;
    order.push(slot);
    agenda.take(slot);
  }
}

function agendaOf(slots: number): Agenda {
  const agenda = new Agenda();
  for (let slot = 0; slot < slots; slot++) agenda.add();
  return agenda;
}

type Step =
  | { readonly kind: 'plan'; readonly slot: number; readonly tick: number }
  | { readonly kind: 'delay'; readonly slot: number; readonly tick: number }
  | { readonly kind: 'cancel'; readonly slot: number }
  | { readonly kind: 'add' }
  | { readonly kind: 'clear' }
  /** Executes the first event; its callback plans these. */
  | { readonly kind: 'execute'; readonly plans: readonly { readonly slot: number; readonly tick: number }[] };

const slot = fc.nat(40);
const tick = fc.nat(12);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('plan' as const), slot, tick }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('delay' as const), slot, tick }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('cancel' as const), slot }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('add' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('clear' as const) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('execute' as const),
      plans: fc.array(fc.record({ slot, tick }), { maxLength: 3 }),
    }),
  },
);

interface Plan {
  readonly slot: number;
  readonly tick: number;
  readonly rank: number;
}

/** A list that is searched whole every time: slow, and plainly right. */
class NaiveAgenda {
  plans: Plan[] = [];

  plan(slot: number, tick: number, rank: number): void {
    this.cancel(slot);
    this.plans.push({ slot, tick, rank });
  }

  delay(slot: number, ticks: number, rank: number): void {
    const planned = this.plans.find((plan) => plan.slot === slot);
    if (planned !== undefined) this.plan(slot, planned.tick + ticks, rank);
  }

  cancel(slot: number): void {
    this.plans = this.plans.filter((plan) => plan.slot !== slot);
  }

  first(): Plan | undefined {
    return this.plans.toSorted((left, right) => left.tick - right.tick || left.rank - right.rank)[0];
  }
}

describe('agenda', () => {
  test('agrees with a sorted list under any mix of plans, moves, cancellations, growth and execution', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.array(step, { maxLength: 120 }), (initial, steps) => {
        const agenda = agendaOf(initial);
        const naive = new NaiveAgenda();
        let size = initial;
        let rank = 0;
        const plan = (to: number, at: number): void => {
          agenda.plan(to % size, at, rank);
          naive.plan(to % size, at, rank);
          rank++;
        };
        for (const next of steps) {
          if (next.kind === 'plan') plan(next.slot, next.tick);
          else if (next.kind === 'delay') {
            agenda.delay(next.slot % size, next.tick, rank);
            naive.delay(next.slot % size, next.tick, rank++);
          } else if (next.kind === 'add') expect(agenda.add()).toBe(size++);
          else if (next.kind === 'cancel') {
            agenda.cancel(next.slot % size);
            naive.cancel(next.slot % size);
          } else if (next.kind === 'clear') {
            agenda.clear();
            naive.plans = [];
          } else {
            const expected = naive.first();
            const first = agenda.first();
            if (expected === undefined) expect(agenda.tickOf(first)).toBe(Infinity);
            else {
              expect({ slot: first, tick: agenda.tickOf(first) }).toEqual({ slot: expected.slot, tick: expected.tick });
              agenda.take(first);
              naive.cancel(first);
              for (const { slot: to, tick: at } of next.plans) plan(to, at);
            }
          }
        }
        const rest: number[] = [];
        for (let last = naive.first(); last !== undefined; last = naive.first()) {
          rest.push(last.slot);
          naive.cancel(last.slot);
        }
        expect(drain(agenda)).toEqual(rest);
      }),
      { seed: 20270101, numRuns: 500 },
    );
  });

  test('events at one tick come in the order of their rank, wherever their slots are', () => {
    for (const slots of [2, 3, 8, 9, 33]) {
      const agenda = agendaOf(slots);
      for (let planned = 0; planned < slots; planned++) agenda.plan((planned * 7 + 3) % slots, 5, -planned);
      const order = drain(agenda);
      // No number of slots here is a multiple of 7: every slot was planned once.
      const byRank = Array.from({ length: slots }, (_, planned) => (planned * 7 + 3) % slots).reverse();
      expect(order).toEqual(byRank);
    }
  });

  test('a slot keeps its one plan: the last one', () => {
    const agenda = agendaOf(3);
    agenda.plan(0, 10, 0);
    agenda.plan(1, 20, 1);
    expect(agenda.first()).toBe(0);
    agenda.plan(0, 30, 2);
    expect(agenda.tickOf(0)).toBe(30);
    expect(drain(agenda)).toEqual([1, 0]);
  });

  test('a slot that plans itself from its own callback is next at the new tick', () => {
    const agenda = agendaOf(4);
    agenda.plan(2, 1, 0);
    agenda.plan(3, 4, 1);
    expect(agenda.first()).toBe(2);
    agenda.take(2);
    agenda.plan(2, 3, 2);
    expect(drain(agenda)).toEqual([2, 3]);
  });

  test('a slot that plans and then cancels itself from its own callback is not planned', () => {
    const agenda = agendaOf(4);
    agenda.plan(2, 1, 0);
    expect(agenda.first()).toBe(2);
    agenda.take(2);
    agenda.plan(2, 3, 1);
    agenda.cancel(2);
    expect(drain(agenda)).toEqual([]);
  });

  test('slots that are added while others are planned change nothing about those', () => {
    const agenda = agendaOf(2);
    agenda.plan(0, 2, 0);
    agenda.plan(1, 1, 1);
    expect(agenda.first()).toBe(1);
    for (let added = 2; added < 100; added++) expect(agenda.add()).toBe(added);
    agenda.plan(99, 0, 2);
    expect(drain(agenda)).toEqual([99, 1, 0]);
  });

  test('an empty agenda has nothing planned', () => {
    const agenda = new Agenda();
    expect(agenda.tickOf(agenda.first())).toBe(Infinity);
    agenda.add();
    expect(agenda.tickOf(agenda.first())).toBe(Infinity);
  });
});
