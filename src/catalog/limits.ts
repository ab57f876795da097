import { lazy, readTable } from './data-file.ts';

/** A documented limit, default or rule of the service. */
export interface Limit {
  readonly category: string;
  /** Unique within the category. */
  readonly key: string;
  readonly value: number | boolean | string;
  readonly unit: string;
  /** Tier, storage type or `all`. */
  readonly appliesTo: string;
  readonly sources: readonly string[];
  readonly notes: string;
}

const limits = lazy(() =>
  readTable('server-limits.csv', (row): Limit => {
    const text = row.text('value_text');
    return {
      category: row.text('category'),
      key: row.text('key'),
      value: text === '' ? row.number('value_num') : row.text('unit') === 'bool' ? row.flag('value_text') : text,
      unit: row.text('unit'),
      appliesTo: row.text('applies_to'),
      sources: row.list('source'),
      notes: row.text('notes'),
    };
  }),
);

export function listLimits(): readonly Limit[] {
  return limits();
}

/** A parameter or fixed property of the built-in PgBouncer. */
export interface PoolerDefault {
  readonly parameter: string;
  readonly type: string;
  /** Text; null: none documented. */
  readonly value: string | null;
  readonly unit: string | null;
  readonly min: number | null;
  readonly max: number | null;
  /** Changes without a restart. */
  readonly dynamic: boolean;
  readonly appliesWhen: string;
  readonly description: string;
  readonly sources: readonly string[];
}

const poolerDefaults = lazy(() =>
  readTable('pgbouncer-defaults.csv', (row): PoolerDefault => ({
    parameter: row.text('parameter'),
    type: row.text('data_type'),
    value: row.textOrNull('default'),
    unit: row.textOrNull('unit'),
    min: row.numberOrNull('min'),
    max: row.numberOrNull('max'),
    dynamic: row.flag('dynamic'),
    appliesWhen: row.text('applies_when'),
    description: row.text('description'),
    sources: row.list('source'),
  })),
);

export function listPoolerDefaults(): readonly PoolerDefault[] {
  return poolerDefaults();
}
