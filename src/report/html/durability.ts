import type { LossPath, RareDurability, Result } from '../../experiment/result.ts';
import { durabilitySentence, PATH_WORDS, pathsOf, rareWords, reasonsOf, tiny } from '../durability-words.ts';
import { capital, grouped, percent, plural } from '../words.ts';
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
        { name: 'By the Markov chain', numeric: true },
        { name: 'Work lost', numeric: true },
        { name: 'Nothing restorable', numeric: true },
        { name: 'How it was found' },
      ],
      [
        ...paths.map((path) => ({
          cells: [
            capital(PATH_WORDS[path.path]),
            rareWords(path.begins),
            chainWords(path),
            rareWords(path.work_lost),
            rareWords(path.nothing_restorable),
            methodWords(path),
          ],
        })),
        {
          cells: ['In all', '', '', rareWords(rare.work_lost), rareWords(rare.nothing_restorable), ''],
          kind: 'total',
        },
      ],
    )}
    <ul>
      ${reasonsOf(paths).map((reason) => html`<li>${capital(reason)}.</li> `)}
      <li>
        How often all copies are lost to one shock is no measurement: it is set so that storage keeps the durability
        that is advertised for three local copies, eleven nines a year. Other paths count beside it.
      </li>
    </ul>`;
}

const chainWords = ({ markov }: LossPath): string =>
  markov === null ? '' : `${tiny(markov.probability)}${markov.exact ? '' : ', repair taken as exponential'}`;

const methodWords = ({ begins, method, effort: { storage, server } }: LossPath): string => {
  if (begins.impossible !== null) return '';
  const histories = [
    ...(storage > 0 ? [`${grouped(storage)} of the storage`] : []),
    ...(server > 0 ? [`${grouped(server)} of the server`] : []),
  ];
  return histories.length === 0 ? method : `${method}; histories: ${histories.join(', ')}`;
};
