import { grouped } from '../../domain/money/readable.ts';
import type { Figures } from '../../domain/settlement/summary.ts';
import type { Language } from '../../domain/statement/text/words.ts';
import type { AnswerOf } from '../../functions/contract/client.ts';
import type { TableColumn } from '../live/table.ts';
import { formatTable } from '../live/table.ts';
import { reviewWords } from './review-words.ts';

/** A whole review as the host answers it, page by page. */
export type Reviewed = Omit<AnswerOf<'reviewPeriod'>, 'next'>;

type Flag = Reviewed['flags'][number];
type OpenItem = Reviewed['clearing'][number];
type Change = Omit<NonNullable<Reviewed['overview']>['movers'][number], 'partnerId'>;

const MOVERS_SHOWN = 10;
const FIGURES: readonly (keyof Figures)[] = [
  'commission',
  'bonus',
  'override',
  'held',
  'released',
  'payable',
  'payout',
];

/** A review on a screen: figures, movers, what to look at, what is open. */
export function reviewText(review: Reviewed, language: Language, names: ReadonlyMap<string, string>): string {
  const words = reviewWords[language];
  const called = (partnerId: string) => [partnerId, names.get(partnerId)].filter(Boolean).join(' ');
  const { settlement, overview, flags, clearing } = review;
  const head = words.head(settlement.periodId, words.status[settlement.status] ?? settlement.status);
  const parts = [head];
  if (overview !== null) {
    const before = overview.comparedWith ?? words.nothingBefore;
    const rows = FIGURES.map((name) => ({ name: words.figures[name], ...overview.totals[name] }));
    parts.push(formatTable(changeColumns('', before, words), rows));
    const movers = overview.movers
      .slice(0, MOVERS_SHOWN)
      .map(({ partnerId, ...rest }) => ({ name: called(partnerId), ...rest }));
    if (movers.length > 0) parts.push(formatTable(changeColumns(words.movers, before, words), movers));
  }
  const overdue = overview?.overdueReviews?.conversions ?? [];
  const looked = [
    ...flags.map((flag) => `- ${called(flag.partnerId)}: ${flagText(flag, language)}`),
    ...overdue.map(({ conversionId, deadline }) => `- ${words.overdue(conversionId, deadline)}`),
  ];
  parts.push(looked.length === 0 ? words.nothing : `${words.lookAt(looked.length)}\n${looked.join('\n')}`);
  if (clearing.length > 0) {
    const columns: readonly TableColumn<OpenItem>[] = [
      { title: words.open, isFigure: false, cell: ({ account }) => account },
      { title: words.period, isFigure: false, cell: ({ periodId }) => periodId },
      { title: words.amount, isFigure: true, cell: ({ balance }) => `${grouped(balance.amount)} ${balance.currency}` },
      { title: words.since, isFigure: false, cell: ({ since }) => since },
      { title: words.days, isFigure: true, cell: ({ days }) => String(days) },
    ];
    parts.push(formatTable(columns, clearing));
  }
  return `${parts.join('\n\n')}\n`;
}

type Row = Change & { readonly name: string };

function changeColumns(
  title: string,
  before: string,
  words: (typeof reviewWords)[Language],
): readonly TableColumn<Row>[] {
  return [
    { title, isFigure: false, cell: ({ name }) => name },
    { title: words.now, isFigure: true, cell: ({ now }) => grouped(now) },
    { title: before, isFigure: true, cell: (row) => grouped(row.before) },
    { title: words.change, isFigure: true, cell: ({ change }) => grouped(change) },
  ];
}

function flagText(flag: Flag, language: Language): string {
  const words = reviewWords[language].flags;
  switch (flag.flag) {
    case 'needs-review':
      return words.needsReview(flag.notes.map((note) => note[language]).join(language === 'ja' ? '、' : '; '));
    case 'missing-tax-profile':
      return words.missingTaxProfile;
    case 'missing-payee':
      return words.missingPayee;
    case 'undecided-payee':
      return words.undecidedPayee(flag.revision);
    case 'undecided-tax-profile':
      return words.undecidedTaxProfile(flag.version);
    case 'refund-rate':
      return words.refundRate(percent(flag.rate), percent(flag.limit));
    case 'screening':
      return words.screening(
        flag.signs.map(({ code }) => words.signs[code]).join(language === 'ja' ? '、' : ', '),
        flag.until,
      );
    case 'late-payment': {
      const [oldest] = flag.conversions;
      return oldest === undefined ? '' : words.latePayment(flag.conversionCount, oldest);
    }
  }
}

/** `0.2534` → `25.34 %`, by moving the point. */
function percent(rate: string): string {
  const [whole = '0', decimals = ''] = rate.split('.');
  const digits = decimals.padEnd(2, '0');
  const point = `${whole}${digits.slice(0, 2)}`.replace(/^0+(?=\d)/, '');
  const rest = digits.slice(2).replace(/0+$/, '');
  return `${point}${rest === '' ? '' : `.${rest}`} %`;
}
