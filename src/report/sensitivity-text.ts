import type { Sensitivity } from '../experiment/sensitivity.ts';
import { tableLines } from './compare-table.ts';
import { estimate } from './compare-words.ts';
import { flow, printable, wrap } from './layout.ts';
import { periodOf } from './period.ts';
import { isTold, sensitivityAnswer, worth } from './sensitivity-words.ts';
import { shellWord } from './text-next.ts';
import { grouped } from './words.ts';

/** Swings that are shown one by one. */
const MOST = 15;

export interface SensitivityTextOptions {
  readonly file: string;
  readonly flags: readonly string[];
  readonly exitCode: number;
  readonly ascii: boolean;
}

/** The sensitivity for people: what decides, and whether anybody knows it. */
export function renderSensitivity(sensitivity: Sensitivity, options: SensitivityTextOptions): string {
  const { inputs, tool, swings, metric, fixed } = sensitivity;
  const { isYear, span } = periodOf(sensitivity);
  const told = swings.filter(isTold);
  const shown = told.slice(0, MOST);
  const rest = swings.length - told.length;
  const repeated = options.flags.map((word) => ` ${shellWord(word)}`).join('');
  const [first] = told;
  const lines = [
    ...flow([`${tool.name} ${tool.version}`, inputs.name, metric], '', '  '),
    ...flow(
      [
        `${grouped(inputs.replications)} simulated ${isYear ? 'years' : 'histories'} of ${span} for each end, the same for all`,
        `seed ${inputs.seed}`,
        `assumptions ${inputs.assumption_set}`,
      ],
      '',
      '  ',
    ),
    '',
    ...sensitivityAnswer(sensitivity).flatMap((sentence) => wrap(sentence, '  ')),
    ...(shown.length === 0
      ? []
      : [
          '',
          ...tableLines([
            ['ASSUMPTION', 'from', 'difference', 'to', 'difference'],
            ...shown.map(({ name, low, high }) => [
              name,
              low.value,
              estimate(low.difference, low.interval),
              high.value,
              estimate(high.difference, high.interval),
            ]),
          ]),
          '',
          '  WORTH',
          ...shown.flatMap((swing) => wrap(`${swing.name}: ${worth(swing)}`, '    ', '      ')),
          ...(told.length > shown.length
            ? wrap(
                `${grouped(told.length - shown.length)} more with smaller differences: --format markdown`,
                '    ',
                '      ',
              )
            : []),
        ]),
    '',
    ...(rest === 0
      ? []
      : wrap(
          `${grouped(rest)} more: their whole ranges make no difference that these histories tell`,
          '    ',
          '      ',
        )),
    ...wrap(`left as they are, without a range or set by the scenario: ${grouped(fixed.length)}`, '    ', '      '),
    '',
    '  NEXT',
    ...(first === undefined
      ? []
      : [
          `    why it is believed   npx pgnines explain ${first.name}`,
          `    your own             npx pgnines run ${shellWord(options.file)} --set assumptions.override.${first.name}=${first.low.value}${repeated}`,
        ]),
    '    all assumptions      npx pgnines catalog assumptions',
    '',
    ...wrap(
      `DONE: ${first === undefined ? 'no assumption decides' : `${first.name} decides most`}.   exit ${options.exitCode}`,
      '',
    ),
  ];
  return `${lines.map((line) => printable(line.trimEnd(), options.ascii)).join('\n')}\n`;
}
