// @ts-check
// `npm run bench -- NAME... [--years N] [--quick]`: one JSON line on standard output per benchmark or case. docs/benchmarks.md
// tells what each measures. Run by hand, on a quiet machine, paired with a yardstick.
import { parseArgs } from 'node:util';

/**
 * @typedef {object} Options
 * @property {number | null} years of m1; null: its own number
 * @property {boolean} quick whether to do a few per cent of the work, to see that each still starts
 */
/** @typedef {Readonly<Record<string, string | number>>} Line */
/** @typedef {(options: Options) => Iterable<Line> | AsyncIterable<Line>} Benchmark */

/** In the order they run when none is named. Each is loaded when it runs. @type {Record<string, () => Promise<Benchmark>>} */
const BENCHMARKS = {
  m1: async () => (await import('./m1.mjs')).m1,
  mm1: async () => (await import('./mm1.mjs')).mm1,
  hold: async () => (await import('./hold.mjs')).hold,
  service: async () => (await import('./service.mjs')).service,
  rare: async () => (await import('./rare.mjs')).rare,
  scaling: async () => (await import('./scaling.mjs')).scaling,
  startup: async () => (await import('./startup.mjs')).startup,
};
const USAGE = `usage: npm run --silent bench -- [NAME...] [--years N] [--quick]
names: ${Object.keys(BENCHMARKS).join(', ')}; without one, all of them. --years is for m1.`;

/** @param {string} message @returns {never} */
function refuse(message) {
  console.error(`bench: ${message}\n${USAGE}`);
  process.exit(2);
}

function readCommandLine() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { years: { type: 'string' }, quick: { type: 'boolean', default: false } },
    });
  } catch (error) {
    return refuse(/** @type {Error} */ (error).message);
  }
}

const { positionals, values } = readCommandLine();
const unknown = positionals.filter((name) => !Object.hasOwn(BENCHMARKS, name));
if (unknown.length > 0) refuse(`there is no benchmark ${unknown.join(', ')}`);
const years = values.years === undefined ? null : Number(values.years);
if (years !== null && !(Number.isSafeInteger(years) && years > 0))
  refuse(`--years: not a number of years: ${values.years}`);

for (const [name, load] of Object.entries(BENCHMARKS)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  const benchmark = await load();
  for await (const line of benchmark({ years, quick: values.quick })) {
    console.log(JSON.stringify({ benchmark: name, ...line }));
  }
}
