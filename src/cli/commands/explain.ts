import { listAssumptions } from '../../catalog/index.ts';
import { wrap } from '../../report/layout.ts';
import { EVENT_METRICS, METRICS } from '../../vocabulary/metrics.ts';
import type { FlagReader } from '../flag-reader.ts';
import * as messages from '../messages.ts';
import { EXIT } from '../exit-codes.ts';
import { print } from '../terminal.ts';

const ALL_METRICS = [...METRICS, ...EVENT_METRICS];

/** `pgnines explain`: a code, a metric or an assumption. */
export async function explain(flags: FlagReader): Promise<number> {
  const topic = flags.words('topic')[0]!;
  const text = explainCode(topic.toUpperCase()) ?? explainMetric(topic) ?? explainAssumption(topic);
  if (text === null) {
    const known = [
      ...Object.keys(messages.ALL_CODES),
      ...ALL_METRICS.map((metric) => metric.name),
      ...listAssumptions().map((assumption) => assumption.name),
    ];
    flags.report(messages.unknownTopic(topic, known));
  }
  flags.check();
  print(text!);
  return EXIT.done;
}

function explainCode(code: string): string | null {
  if (!Object.hasOwn(messages.ALL_CODES, code)) return null;
  const { title, explanation } = messages.ALL_CODES[code]!;
  return page(`${code}: ${title}`, explanation);
}

function explainMetric(name: string): string | null {
  const metric = ALL_METRICS.find((candidate) => candidate.name === name);
  return metric === undefined ? null : page(`${metric.name} (${metric.unit})`, metric.title);
}

function explainAssumption(name: string): string | null {
  const assumption = listAssumptions().find((candidate) => candidate.name === name);
  if (assumption === undefined) return null;
  const { description, kind, confidence, date, source, value } = assumption;
  const shipped =
    value === null ? `as ${assumption.fallback}` : typeof value === 'object' ? JSON.stringify(value) : value;
  return page(
    `${name}, by default ${shipped}`,
    `${description}.`,
    `Source (${kind}, ${confidence}, ${date}): ${source}`,
    `Override: pgnines run FILE --set assumptions.override.${name}=VALUE`,
  );
}

const page = (title: string, ...paragraphs: readonly string[]): string =>
  `${[title, ...paragraphs.flatMap((text) => wrap(text, '  '))].join('\n')}\n`;
