import { lazy, readTable, type Row } from './data-file.ts';

/** What the published service level agreement promises for one high availability mode. */
export interface SlaTerms {
  readonly haMode: 'Disabled' | 'SameZone' | 'ZoneRedundant';
  /** Monthly uptime, percent. */
  readonly targetPercent: number;
  /** Credit on the month's charges when uptime is below a step; from the mildest step to the worst. */
  readonly credits: readonly { readonly belowPercent: number; readonly creditPercent: number }[];
  /** Of the credit steps; the target is exact. */
  readonly confidence: 'exact' | 'approximate';
  readonly effectiveDate: string;
  readonly sources: readonly string[];
  readonly notes: string;
}

const MODES = ['Disabled', 'SameZone', 'ZoneRedundant'] as const;

const step = (row: Row) => ({
  haMode: row.oneOf('ha_mode', MODES),
  targetPercent: row.number('target_percent'),
  belowPercent: row.number('below_percent'),
  creditPercent: row.number('credit_percent'),
  confidence: row.oneOf('confidence', ['exact', 'approximate']),
  effectiveDate: row.date('effective_date'),
  sources: row.list('source'),
  notes: row.text('notes'),
});

const terms = lazy(() => {
  const steps = readTable('sla-credits.csv', step);
  return MODES.map((haMode): SlaTerms => {
    const own = steps.filter((row) => row.haMode === haMode).sort((a, b) => b.belowPercent - a.belowPercent);
    const { targetPercent, confidence, effectiveDate, sources, notes } = own[0]!;
    const credits = own.map(({ belowPercent, creditPercent }) => ({ belowPercent, creditPercent }));
    return { haMode, targetPercent, credits, confidence, effectiveDate, sources, notes };
  });
});

export function listSlaTerms(): readonly SlaTerms[] {
  return terms();
}

export function slaTerms(haMode: SlaTerms['haMode']): SlaTerms {
  return terms().find((candidate) => candidate.haMode === haMode)!;
}
