import type { Result } from '../experiment/result.ts';
import { shellWord } from './text-next.ts';

/** A command for the same scenario, to copy. */
export function commandFor({ inputs }: Result, command: string, ...more: readonly string[]): string {
  const flags = [
    ...(inputs.variant === null ? [] : ['--variant', inputs.variant]),
    ...inputs.set.flatMap((text) => ['--set', text]),
    ...(inputs.horizon === null ? [] : ['--horizon', inputs.horizon]),
    '--seed',
    inputs.seed,
  ];
  return ['npx pgnines', command, shellWord(inputs.scenario), ...more, ...flags.map(shellWord)].join(' ');
}
