import type { Comparison, Simulation } from '../../../domain/settlement/simulation.ts';
import { csvText } from '../csv-text.ts';

const FIGURES = ['commission', 'bonus', 'override', 'cost', 'payout'] as const;

/** A simulation as a table: a row a partner, then the months and the total. RFC 4180, UTF-8 with a byte order mark. */
export function simulationCsv({ partners, months, totals, currency }: Simulation): string {
  const figures = FIGURES.flatMap((name) => [`actual_${name}`, `draft_${name}`]);
  const rows = [
    ['row', 'name', ...figures, 'change', 'outcome', 'currency'],
    ...partners.map((partner) => rowOf('partner', partner.partnerId, partner, partner.outcome)),
    ...months.map((month) => rowOf('month', month.period, month, '')),
    rowOf('total', '', totals, ''),
  ];
  return `\uFEFF${rows.map((row, index) => csvText(index === 0 ? row : [...row, currency])).join('')}`;
}

function rowOf(row: string, name: string, { actual, draft, change }: Comparison, outcome: string): readonly string[] {
  return [row, name, ...FIGURES.flatMap((figure) => [actual[figure], draft[figure]]), change, outcome];
}
