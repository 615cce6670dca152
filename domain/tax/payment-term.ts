import type { BusinessDate } from '../dates.ts';
import { dayOfMonthAfter, daysBetween } from '../dates.ts';
import type { OriginalPayment, Payer } from './payer.ts';
import type { TaxRow } from './tables/row.ts';
import type { PaymentNature, TaxProfile } from './tax-profile.ts';
import type { TaxTables } from './tax-tables.ts';
import { amountIn, figureIn, rowOn } from './tax-tables.ts';

/** A law that says until when a partner must be paid: フリーランス法, the same for work that is passed on (4条3項), or 取適法. */
export type PaymentLaw = 'freelance' | 'freelance-recommission' | 'subcontract';

/** Which laws protect a partner against a payer; undetermined where too little is known of the partner. */
export interface Protection {
  readonly laws: readonly PaymentLaw[];
  readonly isUndetermined: boolean;
  readonly ruleRows: readonly string[];
}

interface Parties {
  readonly profile: TaxProfile;
  readonly payer: Payer;
  readonly tables: TaxTables;
  readonly on: BusinessDate;
}

const INFORMATION_GOODS: readonly PaymentNature[] = ['manuscript', 'design'];

/** A freelancer has no employees; a subcontractor is small beside a large payer who passes work on or orders information goods. */
export function protectionOf(parties: Parties): Protection {
  const { profile, payer, tables, on } = parties;
  const none = { laws: [], isUndetermined: false, ruleRows: [] };
  if (payer.country !== 'JP' || !profile.isJapanResident) return none;
  const law = payer.originalPayment ? 'freelance-recommission' : 'freelance';
  const freelance = rowOn(tables, { table: 'payment_term', kind: law, on });
  const isFreelance = freelance !== null && profile.isFreelance && payer.employees > 0;
  const subcontract = subcontractOf(parties);
  return {
    laws: [...(isFreelance ? ([law] as const) : []), ...(subcontract.is === true ? (['subcontract'] as const) : [])],
    // A freelancer is protected alike, whatever the other law says.
    isUndetermined: subcontract.is === null && !isFreelance,
    ruleRows: [...(isFreelance ? [freelance.id] : []), ...(subcontract.row === null ? [] : [subcontract.row])],
  };
}

function subcontractOf({ profile, payer, tables, on }: Parties): {
  readonly is: boolean | null;
  readonly row: string | null;
} {
  const test = rowOn(tables, { table: 'subcontract_test', kind: 'services', on });
  const isOfItsKind = payer.isRecommissioning || INFORMATION_GOODS.includes(profile.nature);
  if (test === null || !isOfItsKind) return { is: false, row: null };
  const capital = amountIn(test, 'capital', 'JPY');
  const smallCapital = amountIn(test, 'smallCapital', 'JPY');
  const employees = Number(figureIn(test, 'employees'));
  const own = profile.entityKind === 'individual' ? 0n : profile.capitalMinor;
  const byCapital =
    own === null && payer.capitalMinor > smallCapital
      ? null
      : (payer.capitalMinor > capital && (own ?? 0n) <= capital) ||
        (payer.capitalMinor > smallCapital && (own ?? 0n) <= smallCapital);
  const isSmall = profile.employees === 'unknown' ? null : ['none', '1-100'].includes(profile.employees);
  const byEmployees = payer.employees > employees ? isSmall : false;
  if (byCapital === true || byEmployees === true) return { is: true, row: test.id };
  return { is: byCapital === null || byEmployees === null ? null : false, row: test.id };
}

/** What the laws give at most for the payment of a performance. */
export interface PaymentTerm {
  readonly daysMax: number;
  /** The row that says so. */
  readonly ruleRow: string;
  /** Of a monthly close: what is paid before the same day so many months later is in time, also where these are longer. */
  readonly months: { readonly count: number; readonly ruleRow: string } | null;
}

/** The shortest term of any law for what is performed on a day, where nobody is told of an original payment; null where no law has one. */
export function shortestTerm(tables: TaxTables, on: BusinessDate): PaymentTerm | null {
  const rows = (['freelance', 'subcontract'] as const)
    .map((kind) => rowOn(tables, { table: 'payment_term', kind, on }))
    .filter((row) => row !== null);
  const daysOf = (row: TaxRow): number => Number(figureIn(row, 'days'));
  const [strictest] = rows.toSorted((a, b) => daysOf(a) - daysOf(b));
  if (strictest === undefined) return null;
  const monthly = rowOn(tables, { table: 'payment_term', kind: 'monthly-close', on });
  return {
    daysMax: daysOf(strictest),
    ruleRow: strictest.id,
    months: monthly === null ? null : { count: Number(figureIn(monthly, 'months')), ruleRow: monthly.id },
  };
}

/** A payment that comes later than a law allows. */
export interface LatePayment {
  readonly law: PaymentLaw;
  readonly performedOn: BusinessDate;
  /** Of work that is passed on: the day on which the payer is paid for it, from which the days are counted. */
  readonly originallyPaidOn?: BusinessDate;
  readonly payOn: BusinessDate;
  readonly days: number;
  readonly daysMax: number;
  readonly ruleRow: string;
}

/** A payment to hold against the laws: when the earliest performance of it was, and when the payer itself is paid for such. */
export interface PaymentInTime {
  readonly performedOn: BusinessDate;
  readonly payOn: BusinessDate;
  readonly originalPayment: OriginalPayment | null;
  readonly tables: TaxTables;
}

/** Held against every law that protects the partner: days to the payment, the first day counted, from the performance or from what the law says. */
export function latePayments(
  { laws }: Pick<Protection, 'laws'>,
  { performedOn, payOn, originalPayment, tables }: PaymentInTime,
): readonly LatePayment[] {
  const late: LatePayment[] = [];
  for (const law of laws) {
    const row = rowOn(tables, { table: 'payment_term', kind: law, on: performedOn });
    if (row === null) continue;
    const isPassedOn = law === 'freelance-recommission';
    const paidBy = isPassedOn && originalPayment !== null ? dayOfMonthAfter(performedOn, originalPayment) : null;
    const daysMax = Number(figureIn(row, isPassedOn ? 'daysAfterOriginalPayment' : 'days'));
    const days = daysBetween({ from: paidBy ?? performedOn, to: payOn }) + 1;
    if (days <= daysMax) continue;
    const from = paidBy === null ? { performedOn } : { performedOn, originallyPaidOn: paidBy };
    late.push({ law, ...from, payOn, days, daysMax, ruleRow: row.id });
  }
  return late;
}
