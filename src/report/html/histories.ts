import type { Result } from '../../experiment/result.ts';
import { commandFor } from '../commands.ts';
import { periodOf } from '../period.ts';
import { causeWords, figure } from '../words.ts';
import { html, type Markup } from './markup.ts';
import type { Section } from './page.ts';
import { table } from './table.ts';

const NAMES = { median: 'the median', p95: 'one in twenty is worse', worst: 'the worst' } as const;

const unitOf = (result: Result): string => (periodOf(result).isYear ? 'year' : 'history');

/** From the timeline to the commands. */
export const historiesLink = (result: Result): Markup =>
  html`<p><a href="#histories">The command that shows each ${unitOf(result)} event by event</a></p>`;

/** The three histories that the timeline draws, and the command that tells each, event by event. */
export function shownHistories(result: Result): Section | null {
  const { histories } = result;
  if (histories.length === 0) return null;
  const unit = unitOf(result);
  return {
    id: 'histories',
    title: `Three ${unit === 'year' ? 'years' : 'histories'}, event by event`,
    content: html`<p>
        Each simulated ${unit} can be had again. These commands print every event of the three that the timeline draws.
      </p>
      ${table(
        'The three histories shown',
        [{ name: 'History' }, { name: 'Minutes', numeric: true }, { name: 'Longest outage' }, { name: 'Command' }],
        histories.map(({ history, replication, downtime_minutes: minutes, outages }) => {
          const [longest] = outages.toSorted((a, b) => b.minutes - a.minutes);
          return {
            cells: [
              NAMES[history],
              figure(minutes),
              longest === undefined ? 'none' : `${causeWords(longest.cause)}, ${figure(longest.minutes)} min`,
              html`<code>${commandFor(result, 'trace', `--replication ${replication}`)}</code>`,
            ],
          };
        }),
      )}`,
  };
}
