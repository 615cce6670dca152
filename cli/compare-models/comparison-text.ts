import { grouped } from '../../domain/money/readable.ts';
import type { ComparedFigures, ModelComparison } from '../../domain/settlement/compare-models.ts';
import type { TableColumn } from '../live/table.ts';
import { formatTable } from '../live/table.ts';

interface Row {
  readonly partner: string;
  readonly model: string;
  readonly figures: ComparedFigures;
}

const PARTNERS_SHOWN_MAX = 20;

/** A comparison on one screen: for every partner a row a model, the totals last. */
export function comparisonText({ program, period, currency, models, partners }: ModelComparison): string {
  const rowsOf = (partner: string, figures: readonly ComparedFigures[]): readonly Row[] =>
    figures.map((own, at) => ({ partner: at === 0 ? partner : '', model: models[at]?.model ?? '', figures: own }));
  const shown = [...partners].sort(byConversions).slice(0, PARTNERS_SHOWN_MAX);
  const rows = shown.flatMap(({ partnerId, figures }) => rowsOf(partnerId, figures));
  const totals = rowsOf(
    'total',
    models.map((model) => model.totals),
  );
  const hidden = partners.length - shown.length;
  return [
    `${program} · ${period} · ${currency}`,
    '',
    formatTable(COLUMNS, [...rows, ...totals]),
    ...(hidden > 0 ? [`and ${hidden} more partners; --json has them all`] : []),
  ].join('\n');
}

/** Those with most under the first model first. */
function byConversions(a: ModelComparison['partners'][number], b: ModelComparison['partners'][number]): number {
  return Number(b.figures[0]?.conversions ?? 0) - Number(a.figures[0]?.conversions ?? 0);
}

const COLUMNS: readonly TableColumn<Row>[] = [
  { title: 'partner', isFigure: false, cell: ({ partner }) => partner },
  { title: 'model', isFigure: false, cell: ({ model }) => model },
  ...(['conversions', 'base', 'commission'] as const).map((title) => ({
    title,
    isFigure: true,
    cell: ({ figures }: Row) => grouped(figures[title]),
  })),
];
