import type { Result } from '../../experiment/result.ts';
import { FEW_EVENTS, periodOf } from '../period.ts';
import { ignoranceWords } from '../text-ignorance.ts';
import { FINE, replicationsFor, shellWord } from '../text-next.ts';
import { causeWords, grouped, percent } from '../words.ts';
import { html } from './markup.ts';
import type { Section } from './page.ts';

/** How the figures came about, and how sure they are. */
export function method(result: Result): Section {
  const { inputs, metrics, not_included: left } = result;
  const { isYear, span } = periodOf(result);
  const downtime = metrics['downtime_minutes'];
  const half =
    downtime === undefined || downtime.mean === 0 || !Number.isFinite(downtime.interval.low)
      ? null
      : (downtime.interval.high - downtime.interval.low) / 2 / downtime.mean;
  const unknown = ignoranceWords(result);
  const { precision = [] } = result;
  const wanted = downtime === undefined || half === null ? null : replicationsFor(result);
  return {
    id: 'method',
    title: 'How it was found, and how sure it is',
    content: html`<p>
        ${grouped(inputs.replications)} ${isYear ? 'years' : 'histories'} of ${span} were simulated event by event:
        failures of hosts, virtual machines, disks, zones and the region, the standby and its failovers, maintenance
        windows, backups and restores, and the people who decide. Each is drawn anew from seed ${inputs.seed}; the same
        seed gives the same figures.
      </p>
      <p>
        Intervals in brackets hold the true mean of the model with 95 %
        confidence${half === null || !Number.isFinite(half) ? '' : `: the mean downtime is known to within ${percent(half)}`}.
        They tell the luck of the draw, not whether the assumptions are right: those are listed below, with their
        sources. What was never seen is given as "no more than", never as zero. Of a rare event, fewer than
        ${FEW_EVENTS} seen make a rough
        figure.${
          wanted === null ? '' : ` About ${grouped(wanted)} replications would give the mean to ${percent(FINE)}.`
        }
      </p>
      ${
        unknown.length === 0
          ? null
          : html`<h3>What is not known for certain</h3>
              <p>${unknown.join('; ')}.</p>`
      }
      ${
        precision.length === 0
          ? null
          : html`<p>
              Asked for by --precision:
              ${precision.map(
                ({ metric, wanted: goal, reached, met }) =>
                  `${metric} to ${percent(goal)}: ${reached === null ? 'nothing seen' : `${met ? 'reached' : 'not reached'}, ${percent(reached)}`}. `,
              )}
            </p>`
      }
      ${
        left.length === 0
          ? null
          : html`<p>
              Left out of the model, because nobody has measured it well enough:
              ${left
                .map(({ name, adds }) => `${causeWords(name.replace(/\.every$/, ''))} (would add ${adds})`)
                .join('; ')}.
            </p>`
      }`,
  };
}

/** The same for scenarios side by side. */
export function pairedMethod(
  { inputs }: { readonly inputs: Pick<Result['inputs'], 'hours' | 'start' | 'end' | 'replications' | 'seed'> },
  file: string,
): Section {
  const { isYear, span } = periodOf({ inputs });
  return {
    id: 'method',
    title: 'How it was found, and how sure it is',
    content: html`<p>
        ${grouped(inputs.replications)} ${isYear ? 'years' : 'histories'} of ${span} were simulated event by event for
        each scenario, drawn from seed ${inputs.seed}. All scenarios meet the same failures, so what they share cancels:
        a difference is taken history by history, and its interval is narrower than those of the two means.
      </p>
      <p>
        Intervals are 95 % each, not all together. They tell the luck of the draw, not whether the assumptions are
        right:
        <code>npx pgnines catalog assumptions</code> lists them with their sources, and
        <code>npx pgnines sensitivity ${shellWord(file)}</code> says which of them decide.
      </p>`,
  };
}
