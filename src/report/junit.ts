import type { Result, Status } from '../experiment/result.ts';
import { escapeXml } from './escape.ts';
import { targetRows } from './text-verdict.ts';
import { bracket, figure } from './words.ts';

interface Case {
  readonly group: string;
  readonly name: string;
  readonly status: Status;
  /** Only warns: told, and no failure. */
  readonly warns: boolean;
  readonly seen: string;
}

/**
 * Targets and thresholds as test cases, for CI: breached is a failure, inconclusive is skipped, with the reason. A run without any
 * has one case: that it was simulated.
 */
export function renderJunit(result: Result): string {
  const { inputs } = result;
  const name = inputs.variant === null ? inputs.name : `${inputs.name} ${inputs.variant}`;
  const cases = casesOf(result);
  const failures = cases.filter(isFailure).length;
  const skipped = cases.filter(isSkipped).length;
  const counts = `tests="${cases.length}" failures="${failures}" errors="0" skipped="${skipped}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="pgnines" ${counts}>`,
    `  <testsuite name="${escapeXml(name)}" ${counts}>`,
    ...cases.flatMap((one) => caseLines(name, one)),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

const isFailure = ({ status, warns }: Case): boolean => status === 'breached' && !warns;
const isSkipped = ({ status, warns }: Case): boolean => status === 'inconclusive' || (status === 'breached' && warns);

function casesOf({ targets, thresholds, cost, inputs }: Result): Case[] {
  const cases = [
    ...targetRows(targets, cost.currency).map(({ label, goal, simulated, status, note }): Case => ({
      group: 'targets',
      name: `${label} ${goal}`,
      status,
      warns: false,
      seen: note === '' ? simulated : `${simulated}; ${note}`,
    })),
    ...thresholds.map(({ metric, expression, estimate, interval, status, severity }): Case => ({
      group: 'thresholds',
      name: `${metric} ${expression}`,
      status,
      warns: severity === 'warn',
      seen: `${estimate === null ? 'never seen' : figure(Math.abs(estimate))}${interval === null ? '' : ` ${bracket(interval)}`}`,
    })),
  ];
  const simulated: Case = { group: 'run', name: 'simulated', status: 'met', warns: false, seen: inputs.name };
  return cases.length === 0 ? [simulated] : cases;
}

function caseLines(suite: string, one: Case): string[] {
  const { group, name, seen, status, warns } = one;
  const start = `    <testcase classname="${escapeXml(`${suite}.${group}`)}" name="${escapeXml(name)}"`;
  const message = `message="${escapeXml(`${status}: ${seen}`)}"`;
  if (isFailure(one)) return [`${start}>`, `      <failure ${message}/>`, '    </testcase>'];
  if (isSkipped(one)) {
    const why = warns ? message.replace('message="', 'message="warns only, ') : message;
    return [`${start}>`, `      <skipped ${why}/>`, '    </testcase>'];
  }
  return [`${start}/>`];
}
