import type { Sensitivity, Swing } from '../../experiment/sensitivity.ts';
import { isTold, rangeOf, sensitivityAnswer, sensitivityTable, worth } from '../sensitivity-words.ts';
import { textWidth } from '../render/text-width.ts';
import { figure, list } from '../words.ts';
import type { Chart, Frame, Layer } from './chart.ts';
import { fitted } from './fit.ts';
import { hatched, light } from './theme.ts';

/** The widest swings are drawn. */
const MOST = 10;
const ROW_HEIGHT = 46;
const AXIS_HEIGHT = 60;

/** Which assumption decides? Means at the low and the high end of each one's range. */
export function tornado(sensitivity: Sensitivity): Chart | null {
  const { swings, metric, unit, base } = sensitivity;
  const told = swings.filter(isTold);
  const shown = told.slice(0, MOST);
  const [first] = shown;
  if (first === undefined) return null;
  const { columns, rows } = sensitivityTable(sensitivity);
  return {
    id: 'tornado',
    title: `${first.name} decides most: ${rangeOf(first)} ${unit}`,
    subtitle:
      `Mean ${metric} with one assumption at an end of its range, and the others as they are; ` +
      `hatched: low end, solid: high end; the line is the mean as it is, ${figure(Math.max(0, base.mean))}`,
    description: `${sensitivityAnswer(sensitivity).join(' ')} ${list(shown.map((swing) => `${swing.name} ${rangeOf(swing)}`))}.`,
    spec: (frame) => spec(shown, base.mean, unit, frame),
    table: {
      columns: columns.map((name, index) => ({ name, numeric: index === 3 || index === 5 || index === 6 })),
      rows,
    },
  };
}

function spec(swings: readonly Swing[], base: number, unit: string, frame: Frame): ReturnType<Chart['spec']> {
  const { width, fontSize, narrow } = frame;
  const means = swings.flatMap(({ low, high }) => [low.mean, high.mean]);
  const [least, most] = [Math.min(base, ...means), Math.max(base, ...means)];
  // Room for the values at the ends.
  const longest = Math.max(
    ...swings.flatMap(({ low, high }) => [low, high]).map(({ value }) => textWidth(value, fontSize)),
  );
  const margin = ((longest + 14) / (width - 2 * longest - 28)) * (most - least);
  const domain = [least - margin, most + margin];
  const values = swings.flatMap((swing, row) =>
    (['low', 'high'] as const).map((end) => ({
      row,
      base,
      mean: swing[end].mean,
      value: swing[end].value,
      end,
      colour: end === 'low' ? hatched.blue : light.orange,
      isBelow: swing[end].mean < base || (swing[end].mean === base && end === 'low'),
    })),
  );
  const names = swings.map((swing, row) => ({
    row,
    name: fitted(narrow ? swing.name : `${swing.name}: ${worth(swing)}`, width - 16, fontSize),
    at: domain[0],
  }));
  const y = { field: 'row', type: 'ordinal' as const, axis: null, scale: { paddingInner: 0.1, paddingOuter: 0.2 } };
  const x = {
    type: 'quantitative' as const,
    title: unit,
    scale: { domain, nice: false, zero: false },
    // Nothing is below nothing.
    axis: {
      labelExpr: "datum.value < 0 ? '' : format(datum.value, ',')",
      tickCount: narrow ? 4 : 8,
      grid: false,
    },
  };
  const labels = (isBelow: boolean): Layer => ({
    data: { values: values.filter((one) => one.isBelow === isBelow) },
    mark: { type: 'text', align: isBelow ? 'right' : 'left', dx: isBelow ? -6 : 6, dy: 8, baseline: 'middle' },
    encoding: { y, x: { field: 'mean', ...x }, text: { field: 'value' } },
  });
  return {
    width,
    height: AXIS_HEIGHT + ROW_HEIGHT * swings.length,
    autosize: { type: 'fit', contains: 'padding' },
    layer: [
      {
        data: { values: [{ base }] },
        mark: { type: 'rule', color: light.text, strokeWidth: 1.5 },
        encoding: { x: { field: 'base', ...x } },
      },
      {
        data: { values },
        mark: { type: 'bar', height: 16, yOffset: 8 },
        encoding: {
          y,
          x: { field: 'base', ...x },
          x2: { field: 'mean' },
          color: { field: 'colour', type: 'nominal', scale: null },
        },
      },
      // A margin, so that the line is not read into the text.
      ...[{ stroke: light.background, strokeWidth: 5 }, {}].map((look) => ({
        data: { values: names },
        mark: { type: 'text' as const, align: 'left' as const, dx: 2, dy: -12, baseline: 'middle' as const, ...look },
        encoding: { y, x: { field: 'at', ...x }, text: { field: 'name' } },
      })),
      labels(true),
      labels(false),
    ],
  };
}
