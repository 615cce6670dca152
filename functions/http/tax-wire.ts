import { formatAmount } from '../../domain/money/amount.ts';
import { decimalOf } from '../../domain/money/readable.ts';
import type { Payer } from '../../domain/tax/payer.ts';
import type { PaymentRecord, WithholdingCorrection, WithholdingDue } from '../../domain/tax/payment-records.ts';
import type { StatementTax } from '../../domain/tax/statement-tax.ts';
import type { TaxRow } from '../../domain/tax/tables/row.ts';
import type { TaxProfile } from '../../domain/tax/tax-profile.ts';
import type { Withholding } from '../../domain/tax/withholding.ts';
import { utcDay } from '../../domain/time.ts';
import type { TaxVersion } from '../store/tax-store.ts';
import { versionOn } from '../usecases/tax/tax-book.ts';
import { entityTag } from './if-match.ts';
import { amount, instant } from './wire.ts';

/** How answers write tax: amounts as decimal strings with their currency, capital in whole yen. */

/** The tag of a book of versions: how many there are. */
export function bookHeaders(versions: number): Readonly<Record<string, string>> {
  return { etag: entityTag(versions) };
}

export function profileAnswer(version: TaxVersion<TaxProfile>) {
  const { capitalMinor, ...profile } = version.value;
  return { ...versionAnswer(version), ...profile, capital: yen(capitalMinor) };
}

export function payerAnswer(version: TaxVersion<Payer>) {
  const { capitalMinor, ...payer } = version.value;
  return {
    ...versionAnswer(version),
    originalPayment: null,
    ...payer,
    capital: yen(capitalMinor),
    transferFee: 'payer',
  };
}

export function payersAnswer(versions: readonly TaxVersion<Payer>[], now: number) {
  return currentAnswer(versions, now, payerAnswer);
}

export function profilesAnswer(versions: readonly TaxVersion<TaxProfile>[], now: number) {
  return currentAnswer(versions, now, profileAnswer);
}

export function rowAnswer({ value, from: _, version: __, ...version }: TaxVersion<TaxRow>) {
  return { ...value, ...decisionAnswer(version) };
}

export function statementTaxAnswer(tax: StatementTax) {
  const { currency, rates, plannedWithholding } = tax;
  const { statementId, programId, partnerId, periodId, suppliedFrom, suppliedTo } = tax;
  return {
    ...{ statementId, programId, partnerId, periodId, currency, suppliedFrom, suppliedTo },
    payer: tax.payer,
    payee: tax.payee,
    rounding: tax.rounding,
    rates: rates.map(({ netMinor, taxMinor, grossMinor, creditableMinor, parts, ...rate }) => ({
      ...rate,
      net: amount(netMinor, currency),
      tax: amount(taxMinor, currency),
      gross: amount(grossMinor, currency),
      creditable: amount(creditableMinor, currency),
      parts: parts.map(({ amountMinor, ...part }) => ({ ...part, amount: amount(amountMinor, currency) })),
    })),
    net: amount(tax.netMinor, currency),
    tax: amount(tax.taxMinor, currency),
    gross: amount(tax.grossMinor, currency),
    creditable: amount(tax.creditableMinor, currency),
    plannedWithholding: withholdingAnswer(plannedWithholding, currency),
    latePeriods: tax.late?.map((document) => document.periodId) ?? [],
    payOn: tax.payOn,
    unpaidSince: tax.unpaidSince,
    latePayments: tax.latePayments,
    notes: tax.notes,
    needsReview: tax.needsReview,
    ruleRows: tax.ruleRows,
  };
}

export function recordAnswer({
  thresholdMinor,
  feeMinor,
  taxMinor,
  withheldMinor,
  currency,
  ...record
}: PaymentRecord) {
  return {
    ...record,
    fee: amount(feeMinor, currency),
    tax: amount(taxMinor, currency),
    withheld: amount(withheldMinor, currency),
    threshold: thresholdMinor === null ? null : amount(thresholdMinor, currency),
  };
}

export function dueAnswer({ feeMinor, withheldMinor, currency, ...due }: WithholdingDue | WithholdingCorrection) {
  return { ...due, fee: amount(feeMinor, currency), withheld: amount(withheldMinor, currency) };
}

function withholdingAnswer(withheld: Withholding, currency: string) {
  const { baseMinor, withheldMinor, grossUpMinor, components, ...rest } = withheld;
  return {
    ...rest,
    components: components.map(({ tax, rate }) => ({ tax, rate: decimalOf(rate) })),
    base: amount(baseMinor, currency),
    withheld: amount(withheldMinor, currency),
    grossUp: amount(grossUpMinor, currency),
  };
}

/** What holds today (by UTC), with every version that there ever was. */
function currentAnswer<T, Shown>(
  versions: readonly TaxVersion<T>[],
  now: number,
  shown: (version: TaxVersion<T>) => Shown,
) {
  const current = versionOn(versions, utcDay(now));
  return { current: current === null ? null : shown(current), history: versions.map(shown) };
}

function versionAnswer({ version, from, ...decision }: Omit<TaxVersion<unknown>, 'value'>) {
  return { version, from, ...decisionAnswer(decision) };
}

function decisionAnswer(decision: Omit<TaxVersion<unknown>, 'value' | 'version' | 'from'>) {
  const { status, draftedBy, draftedAt, decidedBy, decidedAt } = decision;
  return { status, draftedBy, draftedAt: instant(draftedAt), decidedBy, decidedAt: instant(decidedAt) };
}

const yen = (minor: bigint | null): string | null => (minor === null ? null : formatAmount(minor, 'JPY'));
