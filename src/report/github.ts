import { workflowCommand } from '../diagnostics/machine.ts';
import type { Result, Warning } from '../experiment/result.ts';
import { targetRows } from './text-verdict.ts';
import { bracket, figure } from './words.ts';

interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly title: string;
  readonly message: string;
}

/**
 * Workflow commands that GitHub shows beside the scenario file: what is breached is an error, what is open and what only warns a
 * warning.
 * @param file the scenario as the user named it; null when it is not a file
 */
export function renderAnnotations(result: Result, file: string | null): string {
  const annotations: Annotation[] = [
    ...targetRows(result.targets, result.cost.currency)
      .filter(({ status }) => status !== 'met')
      .map(({ label, goal, simulated, status, note }) => ({
        level: status === 'breached' ? ('error' as const) : ('warning' as const),
        title: `target ${status}: ${label} ${goal}`,
        message: note === '' ? simulated : `${simulated}; ${note}`,
      })),
    ...result.thresholds
      .filter(({ status }) => status !== 'met')
      .map(({ metric, expression, estimate, interval, status, severity }) => ({
        level: status === 'breached' && severity === 'error' ? ('error' as const) : ('warning' as const),
        title: `threshold ${status}: ${metric} ${expression}`,
        message: `${estimate === null ? 'never seen' : figure(Math.abs(estimate))}${interval === null ? '' : ` ${bracket(interval)}`}`,
      })),
  ];
  return annotations.map((one) => commandOf(one, file)).join('') + renderWarnings(result.warnings, file);
}

/** Warnings of a result as notices. */
export const renderWarnings = (warnings: readonly Warning[], file: string | null): string =>
  warnings.map(({ code, message }) => commandOf({ level: 'notice', title: code, message }, file)).join('');

const commandOf = ({ level, title, message }: Annotation, file: string | null): string =>
  workflowCommand(level, { ...(file === null ? {} : { file }), title }, message);
