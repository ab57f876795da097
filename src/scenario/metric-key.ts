import { closest } from '../diagnostics/closest.ts';
import type { Finding } from '../diagnostics/finding.ts';
import { CAUSES, DISRUPTION_CLASSES } from '../vocabulary/causes.ts';
import { EVENT_METRICS, METRICS, METRICS_NOT_YET, type MetricName } from '../vocabulary/metrics.ts';
import * as messages from './messages.ts';
import type { MetricKey } from './scenario.ts';
import type { Span } from './tree.ts';

/** Classes that a cause of this version can bring about. */
export const BUILT_CLASSES = DISRUPTION_CLASSES.filter((name) => CAUSES.some((cause) => cause.class === name));
const CAUSE_NAMES = CAUSES.map((cause) => cause.name);
/** The one metric whose values are kept by cause. */
const BY_CAUSE = 'downtime_minutes';

/** Reads `downtime_minutes`, `downtime_minutes{cause:hostFailure}` or `rto_minutes{class:region}`. */
export function readMetricKey(text: string, span: Span): MetricKey | Finding {
  const parts = /^\s*([^{}\s]*)\s*(?:\{\s*([^{}:\s]*)\s*:?\s*([^{}:\s]*)\s*\})?\s*$/.exec(text);
  if (parts === null) return unknownMetric(span, text);
  const [, name, tag, value] = parts as unknown as [string, string, string | undefined, string | undefined];
  if (METRICS_NOT_YET.some((metric) => metric === name)) return messages.notYet(span, `metric ${name}`);
  const event = EVENT_METRICS.find((metric) => metric.name === name);
  if (event !== undefined) {
    if (tag === undefined) return messages.tagMissing(span, name, 'class', BUILT_CLASSES);
    if (tag !== 'class') return messages.unknownTag(span, name, tag, 'class');
    const found = BUILT_CLASSES.find((one) => one === value);
    if (found === undefined) return messages.unknownValue(span, name, value, 'class', BUILT_CLASSES);
    return { kind: 'event', name: event.name, class: found };
  }
  const metric = METRICS.find((one) => one.name === name);
  if (metric === undefined) return unknownMetric(span, name);
  if (tag === undefined) return { kind: 'metric', name: metric.name };
  if (name !== BY_CAUSE) return messages.noTag(span, name);
  if (tag !== 'cause') return messages.unknownTag(span, name, tag, 'cause');
  if (!CAUSE_NAMES.some((cause) => cause === value)) {
    return messages.unknownValue(span, name, value, 'cause', CAUSE_NAMES);
  }
  return { kind: 'cause', cause: value! };
}

/** The key as {@link readMetricKey} reads it. */
export function metricKeyText(key: MetricKey): string {
  if (key.kind === 'metric') return key.name;
  return key.kind === 'cause' ? `${BY_CAUSE}{cause:${key.cause}}` : `${key.name}{class:${key.class}}`;
}

/** What people call some metrics. */
const SYNONYMS: Readonly<Record<string, MetricName>> = {
  bill: 'cost_monthly',
  cost: 'cost_monthly',
  uptime: 'availability_percent',
  nines: 'availability_percent',
  outages: 'outage_count',
  failovers: 'failover_count',
  sla: 'sla_availability_percent',
  credit: 'sla_credit',
  data_loss: 'data_loss_seconds',
};

const METRIC_NAMES: readonly string[] = [...METRICS, ...EVENT_METRICS].map((metric) => metric.name);

function unknownMetric(span: Span, name: string): Finding {
  const word = name.toLowerCase();
  const guess = Object.hasOwn(SYNONYMS, word) ? SYNONYMS[word] : closest(name, METRIC_NAMES);
  return messages.unknownMetric(span, name, guess);
}
