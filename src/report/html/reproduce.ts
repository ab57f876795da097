import type { Result } from '../../experiment/result.ts';
import { commandFor } from '../commands.ts';
import { html, type Child } from './markup.ts';
import type { Section } from './page.ts';

/** Can I get the same again? */
export function reproduce(result: Result): Section {
  const { inputs, tool, fingerprint, run } = result;
  const facts: readonly (readonly [string, Child])[] = [
    ['Version', `${tool.name} ${tool.version}`],
    ['Scenario', html`${inputs.scenario}, SHA-256 <code>${inputs.sha256}</code>`],
    ['Seed', inputs.seed],
    ['Replications', String(inputs.replications)],
    ['Assumptions', inputs.assumption_set],
    ['Prices', inputs.price_set],
    ['Fingerprint', html`<code>${fingerprint}</code>, of every event that was executed`],
    ...(run === undefined
      ? []
      : ([
          ['Run', `${run.generated_at}, ${run.seconds} s, Node ${run.node}, time zones ${run.time_zone_data}`],
        ] as const)),
  ];
  return {
    id: 'reproduce',
    title: 'The same again',
    content: html`<pre class="command"><code>${commandFor(result, 'run', `-n ${inputs.replications}`)}</code></pre>
      <dl>
        ${facts.map(
          ([name, value]) =>
            html`<dt>${name}</dt>
              <dd>${value}</dd> `,
        )}
      </dl>
      <details>
        <summary>The scenario, ${inputs.scenario}</summary>
        <pre tabindex="0" role="region" aria-label="The scenario"><code>${inputs.text}</code></pre>
      </details>`,
  };
}
