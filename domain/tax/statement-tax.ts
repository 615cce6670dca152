import type { BusinessDate } from '../dates.ts';
import type { PartnerId, PeriodId, ProgramId } from '../ids.ts';
import type { Currency } from '../money/currency.ts';
import type { FixedSupply, SupplyBasis, TaxedRate } from './consumption-tax.ts';
import { taxOnTopMinor, taxPerRate } from './consumption-tax.ts';
import type { Payer } from './payer.ts';
import type { LatePayment } from './payment-term.ts';
import { latePayments, protectionOf } from './payment-term.ts';
import { NO_EARLIER_PAYMENTS } from './payment-to-withhold.ts';
import { hasCheckDigit } from './registration-number.ts';
import { supplyBasis, UNTAXED } from './supply-basis.ts';
import type { TaxNote, TaxNoteCode } from './tax-note.ts';
import { taxNotes } from './tax-note.ts';
import type { TaxProfile } from './tax-profile.ts';
import type { TaxTables } from './tax-tables.ts';
import { vatNotes } from './vat-wording.ts';
import type { Withholding } from './withholding.ts';
import { withholding } from './withholding.ts';
import { withinCap } from './yearly-cap.ts';

/** What is known of a document when it is taxed, at the close of its period. */
export interface StatementToTax {
  readonly document: StatementName;
  /** Newly fixed in this document: released, bonus, override and adjustments. Amounts carried in are not among them. */
  readonly fixedMinor: bigint;
  /** Taken back, each with the basis on which it was fixed; negative. */
  readonly takenBack: readonly FixedSupply[];
  /** Earlier documents that were issued without a profile, where one is known by now. */
  readonly late: readonly LateSupply[];
  /** Tax-inclusive purchases from the partner in the payer's year of accounts while it was not registered, by earlier documents. */
  readonly boughtThisYearMinor: bigint;
  /** What the close intends to pay. */
  readonly payoutMinor: bigint;
  /** A debt carried in, by which the payout is less. */
  readonly debtMinor: bigint;
  readonly payment: PlannedPayment;
  /** Of all that is unpaid at the close, the day of the earliest performance; null: nothing is unpaid. */
  readonly unpaidSince: BusinessDate | null;
  /** What the close keeps back as security: the day of the earliest performance, and when it will be paid; null: nothing. */
  readonly keptBack: Pick<LatePayment, 'performedOn' | 'payOn'> | null;
  /** In force on the last day of the supplies. */
  readonly profile: TaxProfile | null;
  /** In force on their first day. */
  readonly profileBefore: TaxProfile | null;
  readonly payer: Payer;
  readonly tables: TaxTables;
}

/** What is known at the close of the payment that it intends. */
export interface PlannedPayment {
  /** The day, at the latest. */
  readonly on: BusinessDate;
  /** Tax on top that earlier documents left unpaid; told where the payer's documents do not have it stand apart. */
  readonly taxCarriedMinor: bigint;
  /** In force on that day, as far as is known. */
  readonly profile: TaxProfile | null;
  readonly payer: Payer;
}

/** What a document fixed before the partner's tax profile was known: it is taxed once, later, as it would have been then. */
export interface LateSupply {
  readonly periodId: PeriodId;
  /** The basis on which its own supplies are reversed from now on. */
  readonly basis: SupplyBasis;
  /** What it fixed, and what it took back of earlier documents on the basis of those. */
  readonly supplies: readonly FixedSupply[];
}

/** Which statement it is, and what it is about. */
export interface StatementName {
  readonly statementId: string;
  readonly programId: ProgramId;
  readonly partnerId: PartnerId;
  readonly periodId: PeriodId;
  readonly currency: Currency;
  /** First and last day of the supplies. */
  readonly suppliedFrom: BusinessDate;
  readonly suppliedTo: BusinessDate;
}

/** The tax of one statement. It is stored once and never changes; a correction is another document. */
export interface StatementTax extends StatementName {
  readonly payer: TaxParty;
  /** Null: no profile on file. */
  readonly payee: TaxParty | null;
  readonly rounding: Payer['taxRounding'];
  /** The basis on which this document fixed its supplies; taken back later, they are reversed on it. */
  readonly basis: SupplyBasis;
  /** Where the yearly cap of the credit leaves out some or all of them: what is within and what is beyond, instead. */
  readonly capped?: readonly FixedSupply[] | undefined;
  /** The earlier documents whose tax stands here, with the basis on which they are reversed from now on. */
  readonly late?: readonly Omit<LateSupply, 'supplies'>[] | undefined;
  readonly rates: readonly TaxedRate[];
  readonly netMinor: bigint;
  readonly taxMinor: bigint;
  readonly grossMinor: bigint;
  readonly creditableMinor: bigint;
  /** What the payout of the close would bear if it were paid on `payOn`; the payment itself decides. */
  readonly plannedWithholding: Withholding;
  readonly payOn: BusinessDate;
  /** What stays unpaid, counts on towards the limits of the next document from this day. */
  readonly unpaidSince: BusinessDate | null;
  readonly latePayments: readonly LatePayment[];
  readonly notes: readonly TaxNote[];
  readonly needsReview: readonly TaxNote[];
  /** Every row of the tables that a figure of this document came from. */
  readonly ruleRows: readonly string[];
}

/** One side as it stands on the document. */
export interface TaxParty {
  readonly legalName: string;
  readonly address: string;
  readonly country: string;
  /** Registration number (登録番号); null without one, or where the public register does not confirm it. */
  readonly registrationNumber: string | null;
  readonly vatNumber: string | null;
}

/** The consumption tax and the wording of one statement, once per rate, on what it newly fixes or takes back. */
export function statementTax(input: StatementToTax): StatementTax {
  const { document, payer, profile, tables } = input;
  const notes: TaxNoteCode[] = [];
  const reviews: TaxNoteCode[] = [];
  const basis = supplyBasis({ suppliedOn: document.suppliedTo, profile, payer, tables }, notes, reviews);
  if (isAnotherSupplier(input, basis)) reviews.push('profile.changed-within');
  if (payer.country === 'JP') reviews.push(...payerReviews(payer));
  vatNotes({ on: document.suppliedTo, profile, payer }, notes, reviews);
  const { fixed, capped } = withinCap(input, basis);
  if (capped !== undefined) notes.push('jp.over-cap');
  const rates = taxPerRate([...fixed, ...input.takenBack, ...input.late.flatMap(madeGood)], payer.taxRounding);
  if (input.late.length > 0) notes.push('profile.late');
  const sum = (pick: (rate: TaxedRate) => bigint): bigint => rates.reduce((total, rate) => total + pick(rate), 0n);
  const taxMinor = sum((rate) => rate.taxMinor);
  const plannedWithholding = plannedOn(input, basis, taxOnTopMinor(rates));
  if (plannedWithholding.grossUpMinor > 0n && taxMinor !== 0n) reviews.push('jp.net-agreement');
  if (plannedWithholding.withheldMinor > 0n && input.debtMinor > 0n) reviews.push('withholding.debt-netted');
  const late = lateIn(input, reviews);
  const ruleRows = [
    ...basis.ruleRows,
    ...rates.flatMap(({ parts }) => parts.flatMap((part) => part.ruleRows)),
    ...plannedWithholding.ruleRows,
    ...late.map(({ ruleRow }) => ruleRow),
  ];
  return {
    ...document,
    payer: partyOf(payer, payer.registrationNumber),
    payee: profile === null ? null : partyOf(profile, registrationShown(profile, basis)),
    rounding: payer.taxRounding,
    basis,
    ...(capped === undefined ? {} : { capped }),
    ...(input.late.length === 0
      ? {}
      : { late: input.late.map(({ periodId, basis: of }) => ({ periodId, basis: of })) }),
    rates,
    netMinor: sum((rate) => rate.netMinor),
    taxMinor,
    grossMinor: sum((rate) => rate.grossMinor),
    creditableMinor: sum((rate) => rate.creditableMinor),
    plannedWithholding,
    payOn: input.payment.on,
    unpaidSince: input.payoutMinor > 0n ? null : input.unpaidSince,
    latePayments: late,
    notes: taxNotes(notes),
    needsReview: taxNotes([...reviews, ...plannedWithholding.needsReview.map(({ code }) => code)]),
    ruleRows: [...new Set(ruleRows)].sort(),
  };
}

/** Whether what was supplied on the first day came from another person before the law, or from one that is taxed otherwise. */
function isAnotherSupplier(
  { document, fixedMinor, profile, profileBefore, payer, tables }: StatementToTax,
  basis: SupplyBasis,
) {
  if (fixedMinor === 0n || profile === null || profileBefore === null) return false;
  const before = supplyBasis({ suppliedOn: document.suppliedTo, profile: profileBefore, payer, tables }, [], []);
  return profileBefore.entityKind !== profile.entityKind || before.code !== basis.code || before.mode !== basis.mode;
}

/** Out of what was never taxed, and in again as it should have been: the consideration stays, the tax is added. */
function madeGood({ supplies }: LateSupply): readonly FixedSupply[] {
  return supplies.flatMap((supply) => [{ amountMinor: -supply.amountMinor, basis: UNTAXED }, supply]);
}

/** What is carried on instead of being paid breaks the limit a month later at the latest, so it is held against it now. */
function lateIn(input: StatementToTax, reviews: TaxNoteCode[]): readonly LatePayment[] {
  const { document, unpaidSince, payment, keptBack, profile, payer, tables } = input;
  const waiting = [
    ...(unpaidSince === null ? [] : [{ performedOn: unpaidSince, payOn: payment.on }]),
    ...(keptBack ? [keptBack] : []),
  ];
  if (profile === null || waiting.length === 0) return [];
  const protection = protectionOf({ profile, payer, tables, on: document.suppliedTo });
  if (protection.isUndetermined) reviews.push('fair.undetermined');
  const { originalPayment = null } = payer;
  const late = waiting.flatMap((each) => latePayments(protection, { ...each, originalPayment, tables }));
  if (late.length > 0) reviews.push('fair.late');
  return late;
}

function plannedOn(
  { document, payoutMinor, payment, tables }: StatementToTax,
  agreed: SupplyBasis,
  onTopMinor: bigint,
) {
  const { on, taxCarriedMinor, profile, payer } = payment;
  return withholding({
    paidOn: on,
    currency: document.currency,
    feesMinor: payoutMinor,
    taxMinor: payoutMinor > 0n ? taxCarriedMinor + onTopMinor : 0n,
    agreed,
    earlier: NO_EARLIER_PAYMENTS,
    profile,
    payer,
    tables,
  });
}

function payerReviews({ registrationNumber }: Payer): readonly TaxNoteCode[] {
  if (registrationNumber === null) return ['payer.no-registration'];
  return hasCheckDigit(registrationNumber.slice(1)) ? [] : ['payer.registration-check-digit'];
}

function partyOf(party: Omit<TaxParty, 'registrationNumber'>, registrationNumber: string | null): TaxParty {
  const { legalName, address, country, vatNumber } = party;
  return { legalName, address, country, registrationNumber, vatNumber };
}

/** The number stands on the document only where the document may count as a qualified invoice. */
function registrationShown({ registration }: TaxProfile, { code }: SupplyBasis): string | null {
  return code === 'JP_QUALIFIED' ? (registration?.number ?? null) : null;
}
