import { describe, expect, test } from 'vitest';
import { cellText, renderCost, renderMonths, renderOutages, renderReplications } from '../../src/report/csv.ts';
import { SAMPLE } from './sample-result.ts';

describe('CSV cells', () => {
  test.each(['=1+1', '+1', '-x', '@SUM(A1)', '\tx', '\rx', '-', '-1-1', '=cmd|x'])(
    'text %j that a spreadsheet would run is escaped',
    (text) => {
      expect(cellText(text)).toBe(`'${text}`);
    },
  );

  test.each(['-4.30', '-12', '-1.5e-7', '12', 'plain', 'a=b', ''])('%j is left as it is', (text) => {
    expect(cellText(text)).toBe(text);
  });

  test('numbers are written in full, minus zero as zero', () => {
    expect([-1.5, 0.1 + 0.2, -0, 1e21].map(cellText)).toEqual(['-1.5', '0.30000000000000004', '0', '1e+21']);
  });

  test('a figure that is none is a mistake of ours', () => {
    expect(() => cellText(Number.NaN)).toThrow('NaN');
  });

  test('null is empty, truth is a word', () => {
    expect([null, true, false].map(cellText)).toEqual(['', 'true', 'false']);
  });
});

describe('CSV files', () => {
  test('replications count from 1 and keep every digit', () => {
    const rows = { columns: ['a', 'b'], values: Float64Array.of(1, 1 / 3, -2, 0), count: 2 };
    expect([...renderReplications(rows)].join('')).toBe('replication,a,b\n1,1,0.3333333333333333\n2,-2,0\n');
  });

  test('rows of a long run come in pieces, each row once', () => {
    const count = 20_001;
    const values = Float64Array.from({ length: count }, (_, row) => row / 8);
    const [head, ...pieces] = renderReplications({ columns: ['a'], values, count });
    expect([head, pieces.length]).toEqual(['replication,a\n', 3]);
    const lines = pieces.join('').split('\n');
    expect(lines.slice(0, -1)).toEqual(Array.from(values, (value, row) => `${row + 1},${value}`));
    expect(lines.at(-1)).toBe('');
    expect([...renderReplications({ columns: ['a'], values, count }, 3)].join('')).toBe(
      'replication,a\n1,0\n2,0.125\n3,0.25\n',
    );
  });

  test('outages have the agreed columns', () => {
    expect(renderOutages(SAMPLE)).toBe(
      'replication,history,start,end,minutes,cause,class,path,enabled_by,planned,rto_seconds,rpo_seconds\n' +
        '1234,worst,2027-03-02T04:11:09Z,2027-03-02T04:13:40.5Z,2.525,hostFailure,hardware,failover,,false,151.5,0\n',
    );
  });

  test('months name what they hold', () => {
    expect(renderMonths(SAMPLE)).toBe(
      'month,availability_percent,sla_percent,breach_probability,breach_low,breach_high,credit,cost\n' +
        '2027-01,99.995,99.997,0.004,0.002,0.006,0.35,700.25\n' +
        '2027-02,99.996,99.998,0.002,0.001,0.003,0.2,650.5\n',
    );
  });

  test('a cell with a comma, a quote or a line break is quoted', () => {
    expect(renderCost([{ ChargeDescription: 'a,b "c"\rd', BilledCost: '-4.30' }])).toBe(
      'ChargeDescription,BilledCost\n"a,b ""c""\rd",-4.30\n',
    );
  });
});
