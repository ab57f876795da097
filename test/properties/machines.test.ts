import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Simulation } from '../../src/engine/index.ts';
import { Machine, unreachableStates } from '../../src/service/machine.ts';
import { MACHINES } from '../../src/service/machines.ts';
import { World } from '../../src/service/world.ts';
import { makeScenario } from '../service/make-scenario.ts';
import { scenario } from './random-scenario.ts';

describe.each(MACHINES.map((definition) => [definition.name, definition] as const))('%s', (_, definition) => {
  test('reaches every state', () => {
    expect(unreachableStates(definition)).toEqual([]);
  });

  test('names states and transitions once, between its own states, each with a reason', () => {
    expect(new Set(definition.states).size).toBe(definition.states.length);
    const pairs = definition.transitions.map(({ from, to, on }) => `${from} -> ${to}: ${on}`);
    expect(new Set(pairs).size).toBe(pairs.length);
    for (const { from, to, on } of definition.transitions) {
      expect(definition.states).toContain(from);
      expect(definition.states).toContain(to);
      expect(from).not.toBe(to);
      expect(on).not.toBe('');
    }
  });

  test('is never stuck: every state has a way out', () => {
    for (const state of definition.states) {
      expect(definition.transitions.filter(({ from }) => from === state)).not.toEqual([]);
    }
  });

  test('refuses every transition that the table does not have', () => {
    const machine = new Machine(new Simulation({ seed: 'machines' }), definition, 'a part', []);
    for (const [from, name] of definition.states.entries()) {
      for (const [to, next] of definition.states.entries()) {
        machine.reset(from);
        const declared = definition.transitions.some((entry) => entry.from === name && entry.to === next);
        if (declared || from === to) {
          machine.go(to);
          expect(machine.stateName).toBe(next);
        } else {
          expect(() => machine.go(to)).toThrow(`no transition from ${name} to ${next}`);
        }
      }
    }
  });
});

test('a state that nothing leads to is found', () => {
  const definition = {
    name: 'island',
    states: ['A', 'B', 'C', 'D'],
    transitions: [
      { from: 'A', to: 'B', on: 'go' },
      { from: 'C', to: 'D', on: 'go' },
      { from: 'D', to: 'C', on: 'go' },
    ],
  };
  expect(unreachableStates(definition)).toEqual(['C', 'D']);
});

test('random scenarios take no undeclared transition, and nearly all of the declared ones', () => {
  const taken = new Set<string>();
  fc.assert(
    fc.property(scenario, (given) => {
      const world = new World(makeScenario(given));
      world.listen({
        transition: (part, from, to) => taken.add(`${part}: ${from} -> ${to}`),
        note: () => {},
        condition: () => {},
      });
      for (let replication = 1; replication <= 5; replication++) world.run(replication);
    }),
    { seed: 4, numRuns: 300 },
  );
  const kindOf = (part: string): string =>
    part.startsWith('node')
      ? 'compute node'
      : part.startsWith('storage')
        ? 'storage'
        : part.startsWith('zone') || ['region', 'fleet', 'control-plane'].includes(part)
          ? 'zone, region, fleet, control plane'
          : part === 'standby'
            ? 'standby (HA)'
            : part === 'server'
              ? 'lifecycle'
              : part;
  const seen = new Set([...taken].map((entry) => `${kindOf(entry.split(':')[0]!)}:${entry.split(':')[1]!}`));
  const declared = MACHINES.flatMap(({ name, transitions }) =>
    transitions.map(({ from, to }) => `${name}: ${from} -> ${to}`),
  );
  expect([...seen].filter((entry) => !declared.includes(entry))).toEqual([]);
  // A few take a coincidence of three.
  expect(declared.filter((entry) => !seen.has(entry)).length).toBeLessThan(0.06 * declared.length);
});
