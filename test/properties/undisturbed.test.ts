import fc from 'fast-check';
import { expect, test } from 'vitest';
import { World } from '../../src/service/world.ts';
import { makeScenario } from '../service/make-scenario.ts';
import { contentsOf } from '../service/read-ledger.ts';
import { scenario } from './random-scenario.ts';

/** From "in every maintenance something else happens" to "nothing ever does". */
const pace = fc.constantFrom('20h', '4d', '30d', '400d', 'never');

test('what goes in one step records what its single events would, and has their fingerprint', () => {
  const pairs = { inOneGo: 0, singly: 0 };
  const alone = { inOneGo: 0, singly: 0 };
  const failovers = { inOneGo: 0, singly: 0 };
  const recoveries = { inOneGo: 0, singly: 0 };
  const pauses = { inOneGo: 0, singly: 0 };
  const counted = (inOneGo: boolean, counts: typeof pairs): boolean => {
    if (inOneGo) counts.inOneGo++;
    else counts.singly++;
    return inOneGo;
  };
  fc.assert(
    fc.property(scenario, pace, fc.constantFrom('3d', '10d', '1mo'), (given, every, releases) => {
      const hazards = Object.keys(given.override!).filter((name) => name.endsWith('.every'));
      const checked = makeScenario({
        ...given,
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
      single.server.parts.undisturbed.enabled = false;
      const { undisturbed } = one.server.parts;
      const maintain = undisturbed.maintain.bind(undisturbed);
      undisturbed.maintain = (ticks) => counted(maintain(ticks), pairs);
      const directly = undisturbed.maintainDirectly.bind(undisturbed);
      undisturbed.maintainDirectly = (downtimes) => counted(directly(downtimes), alone);
      const failOver = undisturbed.failOver.bind(undisturbed);
      undisturbed.failOver = (...failure) => counted(failOver(...failure), failovers);
      const recover = undisturbed.recover.bind(undisturbed);
      undisturbed.recover = (...failure) => counted(recover(...failure), recoveries);
      const pause = undisturbed.pausePrimary.bind(undisturbed);
      undisturbed.pausePrimary = (ticks) => counted(pause(ticks), pauses);
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
  for (const ways of [pairs, alone, failovers, recoveries, pauses]) {
    for (const count of Object.values(ways)) expect(count).toBeGreaterThan(100);
  }
});
