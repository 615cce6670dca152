import { daysBetween } from '../dates.ts';
import type { ConversionId, PartnerId } from '../ids.ts';
import { formatAmount, parseAmount } from '../money/amount.ts';
import type { Sign } from '../payout/screening.ts';
import { releasedConversions } from '../statement/released-conversions.ts';
import type { Statement } from '../statement/statement.ts';
import { shortestTerm } from '../tax/payment-term.ts';
import type { TaxNote } from '../tax/tax-note.ts';
import type { TaxTables } from '../tax/tax-tables.ts';
import { byText } from '../text-order.ts';
import type { Instant } from '../time.ts';
import type { Calendar } from './calendar.ts';
import { refundRateAbove } from './refund-rate.ts';
import type { Figures, Summary } from './summary.ts';

/** A figure of a period beside that of the last closed one; decimal strings, and 0 where there was none. */
export interface Change {
  readonly now: string;
  readonly before: string;
  readonly change: string;
}

/** A period at a glance. */
export interface Overview {
  readonly totals: Readonly<Record<keyof Figures, Change>>;
  /** Partners by how much what they earned changed, up or down: commission, bonuses and overrides together. */
  readonly movers: readonly (Change & { readonly partnerId: PartnerId })[];
}

/** What somebody should look at before a run is approved, or a closed period is paid. */
export type Flag = { readonly partnerId: PartnerId } & (
  | { readonly flag: 'needs-review'; readonly notes: readonly TaxNote[] }
  | { readonly flag: 'missing-tax-profile' }
  | { readonly flag: 'missing-payee' }
  /** Bank details, or a tax profile of the partner's own, on which nobody has decided: until then it is paid by those before. */
  | { readonly flag: 'undecided-payee'; readonly revision: number }
  | { readonly flag: 'undecided-tax-profile'; readonly version: number }
  /** Share of what was sold, on the lines of the statement, that was taken back. */
  | { readonly flag: 'refund-rate'; readonly rate: string; readonly limit: string }
  /** Signs of abuse that hold its payout, and until when. */
  | { readonly flag: 'screening'; readonly signs: readonly Sign[]; readonly until: Instant }
  | { readonly flag: 'late-payment'; readonly conversions: readonly LateConversion[]; readonly conversionCount: number }
);

/** A conversion whose commission is released and paid so many days after it, more than a row of the tax tables gives. */
export interface LateConversion {
  readonly conversionId: ConversionId;
  readonly days: number;
  readonly daysMax: number;
  readonly ruleRow: string;
}

/** What is known of a partner when its statement is looked at. */
export interface PartnerToReview {
  readonly partnerId: PartnerId;
  readonly statement: Pick<Statement, 'conversions' | 'lines' | 'payout' | 'currency'>;
  /** Doubts of its tax, with `profile.missing` where there is no profile. */
  readonly taxNotes: readonly TaxNote[];
  /** Null: the program pays elsewhere and knows no payees. */
  readonly hasPayee: boolean | null;
  /** The version of each that waits for a second person; null: none does, or it is not looked at. */
  readonly undecided: { readonly payee: number | null; readonly taxProfile: number | null };
  /** What holds its payout for a while; null: the program does not screen, or pays it nothing. */
  readonly screened: { readonly signs: readonly Sign[]; readonly until: Instant } | null;
}

/** What a statement is held against. */
export interface ReviewLimits {
  readonly calendar: Calendar;
  /** The day on which the period is paid. */
  readonly paidOn: string;
  /** A decimal; above it a partner is flagged. */
  readonly refundRate: string;
  /** Days from a conversion to its payment are held against the shortest term of any law. */
  readonly tables: TaxTables;
}

const MOVERS_SHOWN = 20;
const CONVERSIONS_SHOWN = 20;

/** The figures of a run beside those of the last closed period, and who moved most. */
export function overviewOf(now: Summary, before: Summary | null): Overview {
  const { currency } = now;
  const minor = (text: string | undefined): bigint => (text === undefined ? 0n : parseAmount(text, currency));
  const change = (to: bigint, from: bigint): Change => ({
    now: formatAmount(to, currency),
    before: formatAmount(from, currency),
    change: formatAmount(to - from, currency),
  });
  const names = Object.keys(now.totals) as (keyof Figures)[];
  const totals = names.map((name) => [name, change(minor(now.totals[name]), minor(before?.totals[name]))]);
  const earned = new Map<PartnerId, { now: bigint; before: bigint }>();
  for (const side of ['now', 'before'] as const) {
    for (const partner of (side === 'now' ? now : before)?.partners ?? []) {
      const own = earned.get(partner.partnerId) ?? { now: 0n, before: 0n };
      own[side] = minor(partner.commission) + minor(partner.bonus) + minor(partner.override);
      earned.set(partner.partnerId, own);
    }
  }
  const moved = [...earned].map(([partnerId, own]) => ({ partnerId, ...own, size: size(own.now - own.before) }));
  const movers = moved
    .filter((each) => each.size > 0n)
    .sort((a, b) => (a.size === b.size ? byText(a.partnerId, b.partnerId) : a.size > b.size ? -1 : 1))
    .slice(0, MOVERS_SHOWN)
    .map((each) => ({ partnerId: each.partnerId, ...change(each.now, each.before) }));
  return { totals: Object.fromEntries(totals) as Overview['totals'], movers };
}

const size = (minor: bigint): bigint => (minor < 0n ? -minor : minor);

/** What is to be looked at of one partner. */
export function flagsOf(partner: PartnerToReview, limits: ReviewLimits): readonly Flag[] {
  const { partnerId, taxNotes, hasPayee, undecided, statement, screened } = partner;
  const flags: Flag[] = [];
  const doubts = taxNotes.filter(({ code }) => code !== 'profile.missing');
  if (doubts.length > 0) flags.push({ partnerId, flag: 'needs-review', notes: doubts });
  if (doubts.length < taxNotes.length) flags.push({ partnerId, flag: 'missing-tax-profile' });
  const isPaid = parseAmount(statement.payout, statement.currency) > 0n;
  if (isPaid && hasPayee === false) flags.push({ partnerId, flag: 'missing-payee' });
  if (undecided.payee !== null) flags.push({ partnerId, flag: 'undecided-payee', revision: undecided.payee });
  if (undecided.taxProfile !== null) {
    flags.push({ partnerId, flag: 'undecided-tax-profile', version: undecided.taxProfile });
  }
  const rate = refundRateAbove(statement, limits.refundRate);
  if (rate !== null) flags.push({ partnerId, flag: 'refund-rate', rate, limit: limits.refundRate });
  if (screened !== null && screened.signs.length > 0) flags.push({ partnerId, flag: 'screening', ...screened });
  const late = isPaid ? lateConversions(partner, limits) : [];
  if (late.length > 0) {
    const conversions = late.slice(0, CONVERSIONS_SHOWN);
    flags.push({ partnerId, flag: 'late-payment', conversions, conversionCount: late.length });
  }
  return flags;
}

/** Conversions released by the statement that are paid too long after they occurred, the oldest first. */
function lateConversions({ statement }: PartnerToReview, limits: ReviewLimits): readonly LateConversion[] {
  const { calendar, paidOn, tables } = limits;
  const late: LateConversion[] = [];
  for (const { conversionId, occurredAt } of releasedConversions(statement)) {
    const from = calendar.dateOf(Date.parse(occurredAt));
    const days = daysBetween({ from, to: paidOn });
    const term = shortestTerm(tables, from);
    if (term === null || days <= term.daysMax) continue;
    late.push({ conversionId, days, daysMax: term.daysMax, ruleRow: term.ruleRow });
  }
  return late.sort((a, b) => b.days - a.days);
}
