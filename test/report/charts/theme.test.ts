import { converter, differenceCiede2000, wcagContrast } from 'culori';
import { describe, expect, test } from 'vitest';
import { dark, hatched, light, type Palette, SERIES } from '../../../src/report/charts/theme.ts';
import { CAUSES, DISRUPTION_CLASSES } from '../../../src/vocabulary/causes.ts';
import { colourOf, FAMILIES, familyOf } from '../../../src/report/charts/theme.ts';

const VERDICTS = ['met', 'atRisk', 'breached'] as const;
const TEXT = ['text', 'muted'] as const;
/** Machado, Oliveira and Fernandes, A Physiologically-based Model for Simulation of Color Vision Deficiency, 2009: severity 1, linear RGB. */
const DEFICIENCIES = {
  protan: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deutan: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritan: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
} as const;
const linear = converter('lrgb');

function without(matrix: readonly number[], colour: string) {
  const { r, g, b } = linear(colour)!;
  const row = (at: number) => matrix[at]! * r + matrix[at + 1]! * g + matrix[at + 2]! * b;
  const inGamut = (value: number) => Math.min(1, Math.max(0, value));
  return { mode: 'lrgb' as const, r: inGamut(row(0)), g: inGamut(row(3)), b: inGamut(row(6)) };
}

/** What readers see: everybody, and those who lack one kind of cone. */
const SIGHTS = {
  normal: (colour: string) => linear(colour)!,
  protan: (colour: string) => without(DEFICIENCIES.protan, colour),
  deutan: (colour: string) => without(DEFICIENCIES.deutan, colour),
  tritan: (colour: string) => without(DEFICIENCIES.tritan, colour),
};
const difference = differenceCiede2000();

const pairs = <T>(items: readonly T[]): (readonly [T, T])[] =>
  items.flatMap((a, index) => items.slice(index + 1).map((b) => [a, b] as const));

describe.each([
  ['light', light],
  ['dark', dark],
] as const)('the %s palette', (_, palette: Palette) => {
  test.each(TEXT)('%s is read on the background and on shades: 4.5 to 1', (role) => {
    expect(wcagContrast(palette[role], palette.background)).toBeGreaterThan(4.5);
    expect(wcagContrast(palette[role], palette.shade)).toBeGreaterThan(4.5);
  });

  test.each([...SERIES, ...VERDICTS, 'axis'] as const)('%s stands out from the background: 3 to 1', (role) => {
    expect(wcagContrast(palette[role], palette.background)).toBeGreaterThan(3);
  });

  test.each(Object.entries(SIGHTS))('series differ for %s sight', (_name, seen) => {
    for (const [a, b] of pairs(SERIES)) {
      expect(difference(seen(palette[a]), seen(palette[b])), `${a} and ${b}`).toBeGreaterThan(14);
    }
  });

  test.each(Object.entries(SIGHTS))('verdicts differ for %s sight', (_name, seen) => {
    for (const [a, b] of pairs(VERDICTS)) {
      expect(difference(seen(palette[a]), seen(palette[b])), `${a} and ${b}`).toBeGreaterThan(14);
    }
  });
});

test('every colour of a light drawing stands for one role, so that dark colours can be told from it', () => {
  const colours = [...Object.values(light), ...Object.values(hatched)];
  expect(new Set(colours).size).toBe(colours.length);
  for (const colour of colours) expect(colour).toMatch(/^#[0-9a-f]{6}$/);
});

test('a hatched colour looks like its series', () => {
  for (const series of SERIES) expect(difference(hatched[series], light[series])).toBeLessThan(1);
});

test('every disruption class belongs to one family, and every cause has a colour', () => {
  const classes = FAMILIES.flatMap((family): readonly string[] => family.classes);
  expect(classes.toSorted()).toEqual([...DISRUPTION_CLASSES].toSorted());
  for (const { name, class: disruptionClass, planned } of CAUSES) {
    const { colour } = familyOf(disruptionClass);
    expect(colourOf(name)).toBe(planned ? hatched[colour] : light[colour]);
  }
});
