import { grouped } from '../../domain/money/readable.ts';
import type { Figures, Summary } from '../../domain/settlement/summary.ts';
import type { Folder } from '../folder/folder.ts';
import { byPayout } from './by-payout.ts';
import type { TableColumn } from './table.ts';
import { formatTable } from './table.ts';

interface Row {
  readonly partner: string;
  readonly name: string;
  readonly figures: Figures;
}

const PARTNERS_SHOWN_MAX = 20;

/** The closed month on one screen: program, partners, commission, held, payable, payout. */
export function summaryText(folder: Pick<Folder, 'program' | 'partners'>, summary: Summary): string {
  const { name, programId } = folder.program;
  const { recorded, attributed } = summary.conversions;
  const names = new Map(folder.partners.map((partner) => [partner.partnerId, partner.name]));
  const partners = byPayout(summary);
  const rows: Row[] = partners.slice(0, PARTNERS_SHOWN_MAX).map(({ partnerId, ...figures }) => ({
    partner: partnerId,
    name: names.get(partnerId) ?? '',
    figures,
  }));
  const hidden = partners.length - rows.length;
  const more = hidden > 0 ? [`and ${hidden} more partners`] : [];
  return [
    `${programId} ${name} · ${summary.period} · ${summary.currency}`,
    `${summary.partners.length} partners · ${attributed} of ${recorded} conversions attributed`,
    '',
    formatTable(COLUMNS, [...rows, { partner: 'total', name: '', figures: summary.totals }]),
    ...more,
  ].join('\n');
}

const COLUMNS: readonly TableColumn<Row>[] = [
  { title: 'partner', isFigure: false, cell: ({ partner }) => partner },
  { title: 'name', isFigure: false, cell: ({ name }) => name },
  ...(['commission', 'held', 'payable', 'payout'] as const).map((title) => ({
    title,
    isFigure: true,
    cell: ({ figures }: Row) => grouped(figures[title]),
  })),
];
