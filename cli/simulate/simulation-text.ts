import { grouped } from '../../domain/money/readable.ts';
import type { Comparison, Simulation } from '../../domain/settlement/simulation.ts';
import type { TableColumn } from '../live/table.ts';
import { formatTable } from '../live/table.ts';

interface Row extends Comparison {
  readonly name: string;
  readonly note: string;
}

const PARTNERS_SHOWN_MAX = 20;

/** A simulation on one screen: months, then the partners whom it changes most, then the total. */
export function simulationText(simulation: Simulation): string {
  const { program, from, to, currency, winners, losers, unchanged, months, partners, totals } = simulation;
  const monthRows = months.map((month): Row => {
    return { ...month, name: month.period, note: month.waiting > 0 ? `${month.waiting} waiting for a rate` : '' };
  });
  const changed = partners.filter(({ outcome }) => outcome !== 'unchanged');
  const shown = shownOf(changed).map(
    (partner): Row => ({ ...partner, name: partner.partnerId, note: partner.outcome }),
  );
  const hidden = changed.length - shown.length;
  const total: Row = { ...totals, name: 'total', note: '' };
  return [
    `${program} · ${from === to ? from : `${from} to ${to}`} · ${currency}`,
    `winners ${winners} · losers ${losers} · unchanged ${unchanged}`,
    '',
    formatTable(columns('month'), [...monthRows, total]),
    ...(shown.length > 0 ? ['', formatTable(columns('partner'), shown)] : []),
    ...(hidden > 0 ? [`and ${hidden} more partners in between`] : []),
  ].join('\n');
}

/** They stand from the largest gain to the largest loss: of many, those at both ends. */
function shownOf<T>(partners: readonly T[]): readonly T[] {
  if (partners.length <= PARTNERS_SHOWN_MAX) return partners;
  const half = PARTNERS_SHOWN_MAX / 2;
  return [...partners.slice(0, half), ...partners.slice(-half)];
}

const columns = (title: string): readonly TableColumn<Row>[] => [
  { title, isFigure: false, cell: ({ name }) => name },
  { title: 'actual', isFigure: true, cell: ({ actual }) => grouped(actual.cost) },
  { title: 'draft', isFigure: true, cell: ({ draft }) => grouped(draft.cost) },
  {
    title: 'change',
    isFigure: true,
    cell: ({ change }) => (change.startsWith('-') ? grouped(change) : `+${grouped(change)}`),
  },
  { title: 'paid', isFigure: true, cell: ({ actual }) => grouped(actual.payout) },
  { title: 'would be paid', isFigure: true, cell: ({ draft }) => grouped(draft.payout) },
  { title: '', isFigure: false, cell: ({ note }) => note },
];
