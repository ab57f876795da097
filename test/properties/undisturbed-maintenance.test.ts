import fc from 'fast-check';
import { expect, test } from 'vitest';
import { World } from '../../src/service/world.ts';
import { makeScenario } from '../service/make-scenario.ts';
import { contentsOf } from '../service/read-ledger.ts';
import { scenario } from './random-scenario.ts';

/** From "in every maintenance something else happens" to "nothing ever does". */
const pace = fc.constantFrom('20h', '4d', '30d', '400d', 'never');

test('a maintenance in one go records what its single events would, and has their fingerprint', () => {
  let asked = 0;
  let inOneGo = 0;
  fc.assert(
    fc.property(scenario, pace, fc.constantFrom('3d', '10d', '1mo'), (given, every, releases) => {
      const hazards = Object.keys(given.override!).filter((name) => name.endsWith('.every'));
      const checked = makeScenario({
        ...given,
        ha: given.ha === 'Disabled' ? 'ZoneRedundant' : given.ha!,
        override: {
          ...given.override,
          ...Object.fromEntries(hazards.map((name) => [name, every])),
          'maintenance.release.every': releases,
          'maintenance.notice.duration': '1d',
          'maintenance.minGap.duration': '2d',
        },
        horizon: '90d',
      });
      const [one, single] = [new World(checked), new World(checked)];
      single.server.operations.undisturbed.enabled = false;
      const { undisturbed } = one.server.operations;
      const maintain = undisturbed.maintain.bind(undisturbed);
      undisturbed.maintain = (ticks) => {
        const done = maintain(ticks);
        asked++;
        if (done) inOneGo++;
        return done;
      };
      for (let replication = 1; replication <= 4; replication++) {
        const expected = contentsOf(single.run(replication));
        expect(contentsOf(one.run(replication))).toEqual(expected);
        expect(one.fingerprint).toEqual(single.fingerprint);
        expect(one.simulation.events).toBe(single.simulation.events);
      }
    }),
    { seed: 20270901, numRuns: 200 },
  );
  // Both ways were taken often.
  expect(inOneGo).toBeGreaterThan(500);
  expect(asked - inOneGo).toBeGreaterThan(500);
});
