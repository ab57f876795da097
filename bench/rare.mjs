// @ts-check
import { performance } from 'node:perf_hooks';
import { built } from './built.mjs';

/** Three copies, each failing once in 100 years and rebuilt in 16 hours: lost together 9.98e-12 times a year (V19). */
const CASE = {
  'storageCopy.failure.every': 'exponential(mean=100y)',
  'storageCopy.rebuild.duration': 'exponential(mean=16h)',
  'storageShock.every': 'never',
};
const EXACT = 9.980074805e-12;
/** Half-width of the 95 % interval, as a part of the estimate. */
const PRECISION = 0.01;
const MOST = 2_000_000;

/** How long it takes to know a very rare probability to 1 %. @type {import('./main.mjs').Benchmark} */
export async function* rare({ quick }) {
  const { simulateStorage } = await built('experiment/durability.js');
  const { loadScenario } = await built('scenario/load.js');
  const override = Object.entries(CASE).map(([name, value]) => `    ${name}: ${value}`);
  const text = [
    'server: { location: swedencentral, sku: { name: Standard_D4ds_v5, tier: GeneralPurpose },',
    "  properties: { version: '17', storage: { storageSizeGB: 512 } } }",
    'assumptions:',
    '  override:',
    ...override,
  ].join('\n');
  const { scenario, findings } = loadScenario({ name: 'rare.yaml', text });
  if (scenario === null) throw new Error(JSON.stringify(findings));
  const started = performance.now();
  const { rates, histories } = simulateStorage(scenario, {
    storage: quick ? 20_000 : MOST,
    precision: PRECISION,
    server: 0,
  });
  const seconds = (performance.now() - started) / 1000;
  yield {
    histories,
    seconds,
    histories_per_second: histories / seconds,
    probability: rates[0].perYear,
    exact: EXACT,
    relative_half_width: rates[0].factor - 1,
  };
}
