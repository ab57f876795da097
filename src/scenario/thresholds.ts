import { closest } from '../diagnostics/closest.ts';
import type { Shape } from './check-shape.ts';
import { metricOf } from '../vocabulary/metrics.ts';
import { isMeasured } from './measured.ts';
import * as messages from './messages.ts';
import { metricKeyText, readMetricKey } from './metric-key.ts';
import {
  type Aggregation,
  type Comparison,
  COMPARISONS,
  type MetricKey,
  type Threshold,
  type Workload,
} from './scenario.ts';
import { nodeAt, type Span, type TreeNode } from './tree.ts';
import type { Report } from './values.ts';

/**
 * `thresholds`: rules on metrics, in k6's grammar. `{ downtime_minutes: ["p(95)<240", { threshold: "max<600", severity: warn }] }`;
 * a rule is aggregation, comparison, number.
 */

/** Reads `thresholds`, in the order of the file. What has the wrong shape is reported already, and passed over. */
export function readThresholds(shape: Shape, workload: Workload, report: Report): Threshold[] {
  const root = nodeAt(shape.tree, ['thresholds']);
  if (root?.kind !== 'map') return [];
  return [...root.entries].flatMap(([metric, { key: keySpan, value: rules }]) => {
    const key = readMetricKey(metric, keySpan);
    if ('code' in key) {
      report(key);
      return [];
    }
    const only = key.kind === 'metric' ? metricOf(key.name).only : null;
    if (!isMeasured(only, { workload })) {
      report(messages.notMeasured(keySpan, metric, only!));
      return [];
    }
    if (rules.kind !== 'list') return [];
    return rules.items.flatMap((item) => readRule(key, item, report) ?? []);
  });
}

function readRule(key: MetricKey, item: TreeNode, report: Report): Threshold | null {
  const rule = item.kind === 'map' ? item.entries.get('threshold')?.value : item;
  if (rule?.kind !== 'scalar' || typeof rule.value !== 'string') return null;
  const severity = item.kind === 'map' ? item.entries.get('severity')?.value : undefined;
  const parsed = parseRule(rule.value, placeOf(rule), key, report);
  if (parsed === null) return null;
  const warn = severity?.kind === 'scalar' && severity.value === 'warn';
  return { key, metric: metricKeyText(key), ...parsed, severity: warn ? 'warn' : 'error' };
}

/** Where a part of a text stands: a plain or quoted text of one line is pointed into. */
type PlaceOf = (from: number, length: number) => Span;

function placeOf({ span, text }: TreeNode & { readonly kind: 'scalar' }): PlaceOf {
  const quotes = span.length - text.length;
  if (quotes !== 0 && quotes !== 2) return () => span;
  return (from, length) => ({ ...span, column: span.column + quotes / 2 + from, length: Math.max(1, length) });
}

type Rule = Pick<Threshold, 'expression' | 'aggregation' | 'comparison' | 'value'>;

function parseRule(text: string, place: PlaceOf, key: MetricKey, report: Report): Rule | null {
  const parts = /^(\s*)([^<>=!]*?)(\s*)([<>=!]+)(\s*)(.*?)\s*$/s.exec(text);
  if (parts === null) {
    report(messages.notARule(place(0, text.length), text, 'no comparison in it', { allowed: COMPARISONS }));
    return null;
  }
  const [, before, left, blank, sign, gap, right] = parts.map(String) as [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const signAt = before.length + left.length + blank.length;
  const aggregation = readAggregation(text, left, place(before.length, left.length), key, report);
  const comparison = COMPARISONS.find((one) => one === sign);
  if (comparison === undefined) {
    report(
      messages.notARule(place(signAt, sign.length), text, `${messages.quote(sign)} is not a comparison`, {
        allowed: COMPARISONS,
        ...(GUESSED_SIGNS[sign] === undefined ? {} : { guess: GUESSED_SIGNS[sign] }),
      }),
    );
  }
  const value = readNumber(text, right, place(signAt + sign.length + gap.length, right.length), aggregation, report);
  if (aggregation === null || comparison === undefined || value === null) return null;
  return { expression: `${aggregationText(aggregation)}${comparison}${value}`, aggregation, comparison, value };
}

const GUESSED_SIGNS: Readonly<Record<string, Comparison>> = {
  '=': '==',
  '===': '==',
  '!==': '!=',
  '<>': '!=',
  '=<': '<=',
  '=>': '>=',
};

const AGGREGATIONS = ['mean', 'min', 'max', 'med', 'p(95)', 'rate'] as const;
const ALLOWED_AGGREGATIONS = ['mean', 'min', 'max', 'med', 'p(N)', 'rate'] as const;
const GUESSED_AGGREGATIONS: Readonly<Record<string, string>> = { avg: 'mean', average: 'mean', median: 'med' };
/** Of one cause only sums, least and greatest are kept. */
const OF_A_CAUSE = ['mean', 'min', 'max'];

function readAggregation(rule: string, text: string, span: Span, key: MetricKey, report: Report): Aggregation | null {
  const percentile = /^p\s*\(\s*([+-]?\d+(?:\.\d+)?)\s*\)$/.exec(text);
  let found: Aggregation;
  if (percentile !== null) {
    const p = Number(percentile[1]) / 100;
    if (!(p > 0 && p < 1)) {
      report(messages.percentileOutOfRange(span, rule));
      return null;
    }
    found = { kind: 'quantile', p };
  } else if (text === 'med') found = { kind: 'quantile', p: 0.5 };
  else if (text === 'mean' || text === 'min' || text === 'max' || text === 'rate') found = { kind: text };
  else {
    const bare = /^p\s*(\d+(?:\.\d+)?)$/.exec(text);
    const guess = bare === null ? (GUESSED_AGGREGATIONS[text] ?? closest(text, AGGREGATIONS)) : `p(${bare[1]})`;
    const why = text === '' ? 'the aggregation is missing' : `${messages.quote(text)} is not an aggregation`;
    report(
      messages.notARule(span, rule, why, {
        allowed: ALLOWED_AGGREGATIONS,
        ...(guess === undefined ? {} : { guess }),
      }),
    );
    return null;
  }
  if (key.kind === 'cause' && !OF_A_CAUSE.includes(found.kind)) {
    report(messages.aggregationNotKept(span, metricKeyText(key), text, OF_A_CAUSE));
    return null;
  }
  return found;
}

function readNumber(
  rule: string,
  text: string,
  span: Span,
  aggregation: Aggregation | null,
  report: Report,
): number | null {
  const value = Number(text);
  const number = /^([+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?)(.*)$/is.exec(text);
  if (number === null || number[2] !== '' || !Number.isFinite(value)) {
    const unit = number !== null && /^\s*[a-z%]+$/i.test(number[2]!);
    const why = unit
      ? `a number without a unit belongs here: the name of the metric says the unit`
      : `${text === '' ? 'nothing' : messages.quote(text)} is not a number`;
    report(messages.notARule(span, rule, why));
    return null;
  }
  if (aggregation?.kind === 'rate' && !(value >= 0 && value <= 1)) {
    report(messages.notARule(span, rule, 'a rate is a share, from 0 to 1'));
    return null;
  }
  return value;
}

/** `p(95)`, as it is written. */
export function aggregationText(aggregation: Aggregation): string {
  if (aggregation.kind !== 'quantile') return aggregation.kind;
  return aggregation.p === 0.5 ? 'med' : `p(${Number((aggregation.p * 100).toPrecision(12))})`;
}
