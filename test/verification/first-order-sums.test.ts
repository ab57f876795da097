import { describe, expect, test } from 'vitest';
import { loadScenario } from '../../src/scenario/load.ts';
import { World } from '../../src/service/world.ts';
import { CAUSES } from '../../src/vocabulary/causes.ts';

/**
 * The sums of rate x duration over all hazards of the shipped set, in minutes a year, worked out by hand with client tails
 * and mistakes off. Unplanned; and planned per maintenance.
 */
const SUMS = {
  Disabled: { unplanned: [38.2, 38.2], planned: 2.27 },
  SameZone: { unplanned: [28.8, 30.6], planned: 0.65 },
  ZoneRedundant: { unplanned: [12.4, 13.2], planned: 0.65 },
} as const;
const YEARS = 100_000;

function minutesAYear(mode: keyof typeof SUMS) {
  const { scenario, findings } = loadScenario({
    name: 'sums.yaml',
    text: `
server:
  location: swedencentral
  sku: { name: Standard_D4ds_v5, tier: GeneralPurpose }
  properties:
    version: "16"
    storage: { storageSizeGB: 512 }
    highAvailability: { mode: ${mode} }
assumptions:
  override: { client.dns.duration: 0s, client.reconnect.duration: 0s, mistake.every: never }
simulation: { seed: first-order sums }
`,
  });
  if (scenario === null) throw new Error(JSON.stringify(findings));
  const world = new World(scenario);
  let unplanned = 0;
  let planned = 0;
  let maintenances = 0;
  let squares = 0;
  for (let year = 1; year <= YEARS; year++) {
    const { causeMs, causeEvents } = world.run(year);
    let down = 0;
    for (const [index, cause] of CAUSES.entries()) {
      if (cause.planned) {
        planned += causeMs[index]! / 60_000;
        maintenances += causeEvents[index]!;
      } else {
        down += causeMs[index]! / 60_000;
      }
    }
    unplanned += down;
    squares += down * down;
  }
  const mean = unplanned / YEARS;
  const standardError = Math.sqrt((squares / YEARS - mean * mean) / YEARS);
  return { unplanned: mean, standardError, planned: planned / maintenances, maintenances: maintenances / YEARS };
}

describe.each(Object.entries(SUMS))('%s', (mode, { unplanned: [low, high], planned }) => {
  test('lands within 10 % of the first-order sums of its defaults, and knows itself well enough to say so', () => {
    const simulated = minutesAYear(mode as keyof typeof SUMS);
    expect(simulated.unplanned).toBeGreaterThan(low * 0.9);
    expect(simulated.unplanned).toBeLessThan(high * 1.1);
    expect(3.3 * simulated.standardError).toBeLessThan(low * 0.1);
    expect(simulated.planned / planned).toBeGreaterThan(0.98);
    expect(simulated.planned / planned).toBeLessThan(1.02);
    // Weekly windows make every fifth one the next that is 30 days away: about ten a year.
    expect(simulated.maintenances).toBeGreaterThan(9.8);
    expect(simulated.maintenances).toBeLessThan(10.5);
  });
});
