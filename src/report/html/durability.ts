import type { Result } from '../../experiment/result.ts';
import { grouped, percent, plural } from '../words.ts';
import { html } from './markup.ts';
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
      )}`,
  };
}
