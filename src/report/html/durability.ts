import type { LossPath, RareDurability, Result } from '../../experiment/result.ts';
import { durabilitySentence, PATH_WORDS, pathsOf, rareWords, reasonsOf, tiny } from '../durability-words.ts';
import { capital, grouped, list, percent, plural } from '../words.ts';
import { html, type Child } from './markup.ts';
import type { Section } from './page.ts';
import { table } from './table.ts';

/** Is committed work lost? What was never seen is bounded, not zero. */
export function durability({ durability: seen }: Result): Section {
  const { estimate, interval } = seen.annual_loss_probability;
  return {
    id: 'durability',
    title: 'Is committed work lost?',
    content: html`<p>
        ${
          estimate === null
            ? `In ${plural(Math.round(seen.years), 'simulated year')} no committed work was lost: the probability is no more than ${percent(interval.high)} a year.`
            : `Some committed work is lost in ${percent(estimate)} of years, [${percent(interval.low)}, ${percent(interval.high)}].`
        }
        Restores that people choose count: after a mistake, what was committed since then goes with it.
      </p>
      ${table(
        'Probability of a loss in a year, by what brings it about',
        [
          { name: 'What is lost, by class of disruption' },
          { name: 'Seen', numeric: true },
          { name: 'A year', numeric: true },
          { name: '95 % interval', numeric: true },
        ],
        seen.paths.map((path) => ({
          cells: [
            path.path,
            grouped(path.events),
            path.estimate === null ? `at most ${percent(path.interval.high)}` : percent(path.estimate),
            path.estimate === null ? '' : `[${percent(path.interval.low)}, ${percent(path.interval.high)}]`,
          ],
        })),
      )}
      ${seen.rare === undefined ? null : tooRareToSee(seen.rare)}`,
  };
}

/** What no run is long enough for. */
function tooRareToSee(rare: RareDurability): Child {
  const paths = pathsOf(rare);
  return html`<h3>What is too rare to be seen</h3>
    <p>${durabilitySentence(rare)}</p>
    ${table(
      'Probability a year, by what destroys committed data; from rare-event simulation, 95 % intervals',
      [
        { name: 'Path' },
        { name: 'Happens', numeric: true },
        { name: 'Work lost', numeric: true },
        { name: 'Nothing restorable', numeric: true },
      ],
      [
        ...paths.map(({ path, begins, work_lost: lost, nothing_restorable: nothing }) => ({
          cells: [capital(PATH_WORDS[path]), rareWords(begins), rareWords(lost), rareWords(nothing)],
        })),
        { cells: ['In all', '', rareWords(rare.work_lost), rareWords(rare.nothing_restorable)], kind: 'total' },
      ],
    )}
    <ul>
      ${reasonsOf(paths).map((reason) => html`<li>${capital(reason)}.</li> `)}
      ${methodsOf(paths).map((method) => html`<li>${capital(method)}.</li> `)}
      <li>
        How often one shock takes all copies is no measurement: it is set so that storage keeps the durability that is
        advertised for three local copies, eleven nines a year. Other paths count beside it.
      </li>
    </ul>`;
}

/** How the paths were found, each way once; beside what is simulated, the Markov chain. */
function methodsOf(paths: readonly LossPath[]): string[] {
  const methods = new Map<string, string[]>();
  for (const path of paths) {
    if (path.begins.impossible !== null) continue;
    const { storage, server } = path.effort;
    const histories = [
      ...(storage > 0 ? [`${grouped(storage)} histories of the storage`] : []),
      ...(server > 0 ? [`${grouped(server)} ${storage > 0 ? '' : 'histories '}of the server`] : []),
    ];
    const words = histories.length === 0 ? path.method : `${path.method}; ${histories.join(', ')}`;
    methods.set(words, [...(methods.get(words) ?? []), PATH_WORDS[path.path]]);
  }
  const solved = paths.flatMap(({ path, markov }) =>
    markov === null ? [] : [`${PATH_WORDS[path]} ${tiny(markov.probability)}`],
  );
  const isExact = paths.every(({ markov }) => markov === null || markov.exact);
  return [
    ...[...methods].map(([method, names]) => `${list(names)}: ${method}`),
    ...(solved.length === 0
      ? []
      : [
          `by the Markov chain of the copies${isExact ? '' : ', their times taken as exponential'}: ${solved.join(', ')}`,
        ]),
  ];
}
