import type { Layer } from './chart.ts';
import { light } from './theme.ts';

/** Layers that draw intervals, with a margin, so that they are seen on any bar. */
export function intervalRules(encoding: NonNullable<Layer['encoding']>): Layer[] {
  return [
    { mark: { type: 'rule', strokeWidth: 4, color: light.background }, encoding },
    { mark: { type: 'rule', strokeWidth: 1.5, color: light.text }, encoding },
  ] as Layer[];
}
