import type { Finding, Source } from '../../diagnostics/finding.ts';
import { formatFindings } from '../../diagnostics/format.ts';
import { findingsToGithub, findingsToJson } from '../../diagnostics/machine.ts';
import { loadScenario } from '../../scenario/load.ts';
import type { PostureItem } from '../../scenario/posture.ts';

export interface ValidateOptions {
  readonly set?: readonly string[];
  readonly variant?: string;
  readonly format?: 'text' | 'json' | 'github';
  readonly colour?: boolean;
  readonly ascii?: boolean;
}

export interface Validation {
  readonly findings: readonly Finding[];
  /** What to print; ends with a newline. */
  readonly text: string;
}

/** Checks scenario files, schema first and then Azure's rules; nothing is simulated. The verdict is in the findings. */
export function validateFiles(files: readonly Source[], options: ValidateOptions = {}): Validation {
  const { set = [], variant } = options;
  const loaded = files.map((file) => loadScenario(file, { set, ...(variant === undefined ? {} : { variant }) }));
  const findings = loaded.flatMap((one) => one.findings);
  const sources = [...new Map(loaded.flatMap((one) => one.sources).map((source) => [source.name, source])).values()];
  if (options.format === 'json') {
    const posture = loaded.map((one, index) => ({ file: files[index]!.name, items: one.posture }));
    return { findings, text: findingsToJson(findings, sources, { posture }) };
  }
  if (options.format === 'github') return { findings, text: findingsToGithub(findings, sources) };

  const verdicts = loaded.map((one, index) => {
    const errors = one.findings.filter((finding) => finding.severity === 'error').length;
    const warnings = one.findings.length - errors;
    const counts = [count(errors, 'error'), count(warnings, 'warning')].filter((text) => text !== '');
    const variants = count(one.variants.length, 'variant');
    const extra = [...(variants === '' ? [] : [variants]), ...counts];
    return `${files[index]!.name}: ${errors > 0 ? 'not valid' : 'valid'}${extra.length > 0 ? ` (${extra.join(', ')})` : ''}\n${postureText(one.posture)}`;
  });
  const details = formatFindings(findings, sources, { colour: options.colour ?? false, ascii: options.ascii ?? false });
  return { findings, text: [details, verdicts.join('')].filter((part) => part !== '').join('\n') };
}

/** A line per item, below the verdict on the file: how the server is protected, and what would be better. */
function postureText(items: readonly PostureItem[]): string {
  const width = Math.max(...items.map(({ topic }) => topic.length));
  return items
    .map(({ topic, state, advice }, index) => {
      const better = advice === undefined ? '' : ` (better: ${advice})`;
      return `  ${index === 0 ? 'posture' : '       '}  ${topic.padEnd(width)}  ${state}${better}\n`;
    })
    .join('');
}

const count = (number: number, word: string) => (number === 0 ? '' : `${number} ${word}${number === 1 ? '' : 's'}`);
