import type { Result } from '../experiment/result.ts';
import { flow } from './layout.ts';
import { periodOf } from './period.ts';
import { grouped, plural } from './words.ts';

/** What was simulated, and from what. */
export function headline(result: Result): string[] {
  const { tool, inputs } = result;
  const what = [
    `${tool.name} ${tool.version}`,
    inputs.name,
    ...(inputs.variant === null ? [] : [`variant ${inputs.variant}`]),
    ...serverWords(result),
  ];
  return [...flow(what, '', '  '), ...flow(simulationWords(result), '', '  ')];
}

/** The same for people who know the name already. */
export const headlineWords = (result: Result): string[] => [...serverWords(result), ...simulationWords(result)];

function serverWords({ server }: Result): string[] {
  return [
    server.location,
    `${server.sku}  ${server.ha_mode === 'Disabled' ? 'no standby' : server.ha_mode}`,
    `${grouped(server.storage_gib)} GiB${server.storage_tier === null ? '' : ` ${server.storage_tier}`}`,
    `${server.backup_retention_days}-day backup${server.geo_redundant_backup ? ', geo-redundant' : ''}`,
  ];
}

function simulationWords(result: Result): string[] {
  const { inputs } = result;
  const period = periodOf(result);
  const overrides = result.assumptions.filter((assumption) => assumption.overridden).length;
  const count = grouped(inputs.replications);
  return [
    period.isYear
      ? `${count} simulated ${inputs.replications === 1 ? 'year' : 'years'} of ${period.span}`
      : `${count} simulated ${inputs.replications === 1 ? 'history' : 'histories'} of ${period.span}`,
    `seed ${inputs.seed}`,
    `assumptions ${inputs.assumption_set}${overrides > 0 ? ` (${plural(overrides, 'override')})` : ''}`,
    `prices ${inputs.price_set}`,
    ...inputs.set.map((text) => `--set ${text}`),
  ];
}
