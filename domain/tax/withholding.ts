import { greater, lesser } from '../money/lesser.ts';
import type { Ratio } from '../money/ratio.ts';
import { add, formatRatio, multiply, ONE, ratioOf, times } from '../money/ratio.ts';
import { roundProduct, roundRatio } from '../money/round.ts';
import { taxPerRate } from './consumption-tax.ts';
import type { PaymentToWithhold } from './payment-to-withhold.ts';
import type { TaxRow } from './tables/row.ts';
import type { TaxNote, TaxNoteCode } from './tax-note.ts';
import { taxNotes } from './tax-note.ts';
import { amountIn, rateIn, rowOn } from './tax-tables.ts';
import type { WithholdingKind } from './withholding-kind.ts';
import { withholdingKind } from './withholding-kind.ts';

/** What a payment keeps back for the tax office, and by which rows. */
export interface Withholding {
  readonly kind: WithholdingKind;
  /** What is, or would be, withheld on: the fees, grossed up where agreed net, with consumption tax only where it does not stand apart. */
  readonly baseMinor: bigint;
  readonly withheldMinor: bigint;
  /** Of an agreement net of withholding: what the payer adds to the fees, so that they arrive whole. */
  readonly grossUpMinor: bigint;
  /** The taxes that make up the rate, each as an exact fraction of the base. */
  readonly components: readonly WithholdingComponent[];
  readonly label: { readonly ja: string; readonly en: string };
  readonly needsReview: readonly TaxNote[];
  readonly ruleRows: readonly string[];
}

/** Taxes that are kept back. */
export const WITHHELD_TAXES = ['income-tax', 'reconstruction', 'defence', 'treaty', 'backup', 'fdap'] as const;

/** One of them, and its rate as a fraction. */
export interface WithholdingComponent {
  readonly tax: (typeof WITHHELD_TAXES)[number];
  readonly rate: string;
}

/** What to withhold on a payment. Fractions of a yen are dropped, once, at the end (所得税法205条). */
export function withholding(payment: PaymentToWithhold): Withholding {
  const reviews: TaxNoteCode[] = [];
  const kind = withholdingKind(payment, reviews);
  const feesMinor = greater(payment.feesMinor, 0n);
  const levy = kind === 'none' || feesMinor === 0n ? null : levyOf(kind, payment, reviews);
  const rows = levy?.rows.map(({ id }) => id) ?? [];
  const ownMinor = baseOf(payment, feesMinor);
  if (ownMinor !== feesMinor && levy !== null) rows.push(...payment.agreed.ruleRows);
  const withheldOn = (baseMinor: bigint): bigint => levy?.withheldOn(baseMinor) ?? 0n;
  const isNet = payment.profile?.isNetOfWithholding === true && levy !== null;
  const baseMinor = isNet ? grossOf(ownMinor, withheldOn) : ownMinor;
  return {
    kind: levy === null ? 'none' : kind,
    baseMinor,
    withheldMinor: withheldOn(baseMinor),
    grossUpMinor: baseMinor - ownMinor,
    components: levy?.components ?? [],
    label: labelOf(levy?.components ?? []),
    needsReview: taxNotes(reviews),
    ruleRows: [...new Set(rows)],
  };
}

interface Levy {
  readonly rows: readonly TaxRow[];
  readonly components: readonly WithholdingComponent[];
  /** Grows with its argument. */
  readonly withheldOn: (baseMinor: bigint) => bigint;
}

/** The fee alone where consumption tax stands apart, also in a price that contains it; else all that is paid (NTA 2795). */
function baseOf({ payer, taxMinor, agreed }: PaymentToWithhold, feesMinor: bigint): bigint {
  if (!payer.separatesTax) return greater(feesMinor + taxMinor, 0n);
  let containedMinor = 0n;
  for (const rate of taxPerRate([{ amountMinor: feesMinor, basis: agreed }], payer.taxRounding))
    if (rate.mode === 'inclusive') containedMinor += rate.taxMinor;
  return feesMinor - containedMinor;
}

/** The largest fee of which no more than `netMinor` is left: for one yen more, more would be. */
function grossOf(netMinor: bigint, withheldOn: (baseMinor: bigint) => bigint): bigint {
  let low = netMinor;
  let high = netMinor * 2n + 1n;
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (middle - withheldOn(middle) <= netMinor) low = middle;
    else high = middle;
  }
  return low;
}

function levyOf(
  kind: Exclude<WithholdingKind, 'none'>,
  payment: PaymentToWithhold,
  reviews: TaxNoteCode[],
): Levy | null {
  const { tables, paidOn, currency } = payment;
  const row = rowOn(tables, { table: 'withholding_rule', kind, on: paidOn });
  if (row === null) {
    reviews.push('row.missing');
    return null;
  }
  if (kind === 'backup' || kind === 'fdap') return flatLevy(row, kind);
  if (currency !== 'JPY') {
    reviews.push('currency.not-payers');
    return null;
  }
  if (kind === 'non-resident') return nonResidentLevy(row, payment);
  return kind === '204-1-1' ? steppedLevy(row, payment) : monthlyLevy(row, payment);
}

/**
 * 10.21 % up to 1,000,000 yen, 20.42 % above, of what one person is paid at a time: all of a day together, less what the day's
 * earlier payments bore.
 */
function steppedLevy(row: TaxRow, payment: PaymentToWithhold): Levy {
  const stepMinor = amountIn(row, 'step', 'JPY');
  const { dayBaseMinor, dayWithheldMinor } = payment.earlier;
  const specials = specialTaxes(payment);
  const below = incomeTaxes(rateIn(row, 'incomeTaxRate'), specials);
  const above = incomeTaxes(rateIn(row, 'incomeTaxRateAbove'), specials);
  return {
    rows: [row, ...specials.map((special) => special.row)],
    components: below.components,
    withheldOn: (baseMinor) => {
      const dayMinor = dayBaseMinor + baseMinor;
      const lowMinor = lesser(dayMinor, stepMinor);
      const tax = add(times(below.rate, lowMinor), times(above.rate, dayMinor - lowMinor));
      return greater(roundRatio(tax.numerator, tax.denominator, 'down') - dayWithheldMinor, 0n);
    },
  };
}

/** What the month comes to beyond its deduction, less what the month's earlier payments bore. */
function monthlyLevy(row: TaxRow, payment: PaymentToWithhold): Levy {
  const deductionMinor = amountIn(row, 'monthlyDeduction', 'JPY');
  const { monthBaseMinor, monthWithheldMinor } = payment.earlier;
  const specials = specialTaxes(payment);
  const { rate, components } = incomeTaxes(rateIn(row, 'incomeTaxRate'), specials);
  return {
    rows: [row, ...specials.map((special) => special.row)],
    components,
    withheldOn: (baseMinor) => {
      const overMinor = monthBaseMinor + baseMinor - deductionMinor;
      return greater(roundProduct(rate, greater(overMinor, 0n), 'down') - monthWithheldMinor, 0n);
    },
  };
}

/** 20.42 % of the whole, or what a treaty leaves; special taxes do not come on top of a treaty's rate. */
function nonResidentLevy(row: TaxRow, payment: PaymentToWithhold): Levy {
  const treaty = payment.profile?.treaty ?? null;
  if (treaty !== null && treaty.filedOn <= payment.paidOn && payment.paidOn <= treaty.expiresOn) {
    const rate = ratioOf(treaty.rate);
    return { rows: [row], components: [{ tax: 'treaty', rate: formatRatio(rate) }], withheldOn: down(rate) };
  }
  const specials = specialTaxes(payment);
  const { rate, components } = incomeTaxes(rateIn(row, 'incomeTaxRate'), specials);
  return { rows: [row, ...specials.map((special) => special.row)], components, withheldOn: down(rate) };
}

function flatLevy(row: TaxRow, tax: 'backup' | 'fdap'): Levy {
  const rate = rateIn(row, 'rate');
  const withheldOn = (baseMinor: bigint) => roundProduct(rate, baseMinor, 'half-up');
  return { rows: [row], components: [{ tax, rate: formatRatio(rate) }], withheldOn };
}

const SPECIAL_TAXES = ['reconstruction', 'defence'] as const;

/** The income taxes that are levied on income tax itself, as far as they are in force on the day of payment. */
function specialTaxes({ tables, paidOn }: PaymentToWithhold) {
  return SPECIAL_TAXES.flatMap((tax) => {
    const row = rowOn(tables, { table: 'special_income_tax', kind: tax, on: paidOn });
    return row === null ? [] : [{ tax, row, share: rateIn(row, 'shareOfIncomeTax') }];
  });
}

function incomeTaxes(incomeTax: Ratio, specials: ReturnType<typeof specialTaxes>) {
  let shares = ONE;
  for (const { share } of specials) shares = add(shares, share);
  const components: WithholdingComponent[] = [
    { tax: 'income-tax', rate: formatRatio(incomeTax) },
    ...specials.map(({ tax, share }) => ({ tax, rate: formatRatio(multiply(incomeTax, share)) })),
  ];
  return { rate: multiply(incomeTax, shares), components };
}

const down =
  (rate: Ratio) =>
  (baseMinor: bigint): bigint =>
    roundProduct(rate, baseMinor, 'down');

const LABELS = {
  'income-tax': { ja: '所得税', en: 'income tax' },
  reconstruction: { ja: '復興特別所得税', en: 'special income tax for reconstruction' },
  defence: { ja: '防衛特別所得税', en: 'special income tax for defence' },
  treaty: { ja: '所得税（租税条約）', en: 'income tax under a treaty' },
  backup: { ja: '米国予備源泉徴収', en: 'US backup withholding' },
  fdap: { ja: '米国源泉徴収', en: 'US withholding on foreign persons' },
} as const;

/** 「所得税及び復興特別所得税」, from 2027 「所得税、復興特別所得税及び防衛特別所得税」. */
function labelOf(components: readonly WithholdingComponent[]) {
  const ja = components.map(({ tax }) => LABELS[tax].ja);
  const en = components.map(({ tax }) => LABELS[tax].en);
  return { ja: listed(ja, ['、', '及び']), en: listed(en, [', ', ' and ']) };
}

function listed(names: readonly string[], [comma, and]: readonly [string, string]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(comma)}${and}${last}`;
}
