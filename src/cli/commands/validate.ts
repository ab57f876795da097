import type { Finding, Source } from '../../diagnostics/finding.ts';
import { formatFindings } from '../../diagnostics/format.ts';
import { findingsToGithub, findingsToJson } from '../../diagnostics/machine.ts';
import { loadScenario } from '../../scenario/load.ts';

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
  if (options.format === 'json') return { findings, text: findingsToJson(findings, sources) };
  if (options.format === 'github') return { findings, text: findingsToGithub(findings, sources) };

  const verdicts = loaded.map((one, index) => {
    const errors = one.findings.filter((finding) => finding.severity === 'error').length;
    const warnings = one.findings.length - errors;
    const counts = [count(errors, 'error'), count(warnings, 'warning')].filter((text) => text !== '');
    const variants = count(one.variants.length, 'variant');
    const extra = [...(variants === '' ? [] : [variants]), ...counts];
    return `${files[index]!.name}: ${errors > 0 ? 'not valid' : 'valid'}${extra.length > 0 ? ` (${extra.join(', ')})` : ''}\n`;
  });
  const details = formatFindings(findings, sources, { colour: options.colour ?? false, ascii: options.ascii ?? false });
  return { findings, text: [details, verdicts.join('')].filter((part) => part !== '').join('\n') };
}

const count = (number: number, word: string) => (number === 0 ? '' : `${number} ${word}${number === 1 ? '' : 's'}`);
