import { yearOf } from '../../../domain/dates.ts';
import type { MerchantId, PartnerId, ProgramId } from '../../../domain/ids.ts';
import type { Currency } from '../../../domain/money/currency.ts';
import { listedKind } from '../../../domain/tax/listed-kind.ts';
import type { PaidFee } from '../../../domain/tax/paid-fee.ts';
import { paidFeeOf, payerKey } from '../../../domain/tax/paid-fee.ts';
import type { Payer } from '../../../domain/tax/payer.ts';
import { NO_EARLIER_PAYMENTS } from '../../../domain/tax/payment-to-withhold.ts';
import type { TaxProfile } from '../../../domain/tax/tax-profile.ts';
import type { Withholding } from '../../../domain/tax/withholding.ts';
import { withholding } from '../../../domain/tax/withholding.ts';
import type { Deps } from '../../runtime/deps.ts';
import { basisThen } from './basis-on.ts';
import { withPayers } from './kept-fees.ts';
import { payerOn } from './payer.ts';
import { versionOn, versionsIn } from './tax-book.ts';
import { taxTables } from './tax-rows.ts';

/** A payment about to be made: fees due now, carried ones included, and the consumption tax owed beside them. */
export interface PaymentToMake {
  readonly merchantId: MerchantId;
  readonly programId: ProgramId;
  readonly partnerId: PartnerId;
  /** Unique for ever; the record of the payment is kept under it. */
  readonly paymentId: string;
  readonly paidOn: string;
  /** The last day of the period whose statement it pays. */
  readonly suppliedOn: string;
  readonly currency: Currency;
  readonly feesMinor: bigint;
  readonly taxMinor: bigint;
  /** Payments to the same partner that are made before it and are not recorded yet. */
  readonly beside?: readonly PaidFee[];
}

/** What a payment keeps back, with the record to keep of it once it is decided. */
export interface WithheldPayment {
  readonly withholding: Withholding;
  readonly paid: PaidFee;
}

/** Reckons the withholding of a payment by what holds on its day; nothing is written. Null: the payer has no tax settings. */
export async function withholdPayment(deps: Deps, payment: PaymentToMake): Promise<WithheldPayment | null> {
  const { merchantId, partnerId, paidOn, suppliedOn, paymentId, programId, currency, feesMinor, taxMinor } = payment;
  const payer = await payerOn(deps, payment, paidOn);
  if (payer === null) return null;
  const profiles = await versionsIn(deps, { merchantId, book: 'profile', id: partnerId });
  const profile = versionOn(profiles, paidOn)?.value ?? null;
  const tables = await taxTables(deps, merchantId);
  const earlier = await earlierOf(deps, { ...payment, payer }, monthsLookedAt(payment, profile, payer));
  const agreed = await basisThen(deps, payment, suppliedOn, { profiles, tables });
  const made = withholding({ paidOn, currency, feesMinor, taxMinor, agreed, earlier, profile, payer, tables });
  const own = { paymentId, programId, partnerId, paidOn, currency, taxMinor };
  return { withholding: made, paid: paidFeeOf(own, made, { profile, payer }) };
}

/** Keeps the record of a payment, once, for the payment records of its year. */
export async function recordPaidFee(deps: Deps, merchantId: MerchantId, paid: PaidFee): Promise<void> {
  await deps.stores.taxes.putPaidFee(merchantId, paid, deps.now());
}

/**
 * A payment that the bank sent back, or that was taken back, takes itself out of the records of its year, once. When that was
 * recorded tells whether its withholding had been remitted; another attempt of the same step may come on a later day.
 */
export async function recordReturnedFee(deps: Deps, merchantId: MerchantId, fee: PaidFee, on: string): Promise<void> {
  const { feeMinor, taxMinor, withheldMinor, partnerId, paidOn } = fee;
  const paymentId = `${fee.paymentId}/returned`;
  const recorded = await deps.stores.taxes.paidFeesOf(merchantId, partnerId, paidOn.slice(0, 7));
  if (recorded.some((each) => each.paymentId === paymentId)) return;
  const back = { feeMinor: -feeMinor, taxMinor: -taxMinor, withheldMinor: -withheldMinor };
  await recordPaidFee(deps, merchantId, { ...fee, ...back, paymentId, takenBackOn: on });
}

/** Kinds of which all of a day, or of a month, is withheld on together. */
const COUNTED_TOGETHER: readonly PaidFee['kind'][] = ['204-1-1', '204-1-4'];

/** Which earlier payments a withholding looks at: its month's, its year's, or none. */
function monthsLookedAt({ paidOn }: PaymentToMake, profile: TaxProfile | null, payer: Payer): readonly string[] {
  const month = paidOn.slice(0, 7);
  if (payer.country === 'US' || payer.hasUsReporting) {
    const count = Number(month.slice(5));
    return Array.from({ length: count }, (_, index) => `${yearOf(paidOn)}-${String(index + 1).padStart(2, '0')}`);
  }
  return profile !== null && COUNTED_TOGETHER.includes(listedKind(profile.nature, payer)) ? [month] : [];
}

/** What the same legal entity paid to the partner before: each has deductions and thresholds of its own. */
async function earlierOf(deps: Deps, payment: PaymentToMake & { readonly payer: Payer }, months: readonly string[]) {
  const { merchantId, partnerId, paidOn, paymentId, currency, beside = [] } = payment;
  let { dayBaseMinor, dayWithheldMinor, monthBaseMinor, monthWithheldMinor, yearBaseMinor } = NO_EARLIER_PAYMENTS;
  for (const each of months) {
    const recorded = await deps.stores.taxes.paidFeesOf(merchantId, partnerId, each);
    const known = new Set(recorded.map((fee) => fee.paymentId));
    const more = beside.filter((fee) => fee.paidOn.startsWith(each) && !known.has(fee.paymentId));
    for (const fee of await withPayers(deps, merchantId, [...recorded, ...more])) {
      const isOther = fee.currency !== currency || payerKey(fee) !== payerKey(payment);
      if (isOther || fee.paymentId === paymentId) continue;
      yearBaseMinor += fee.feeMinor;
      if (fee.paidOn === paidOn && fee.withholdingKind === '204-1-1') {
        dayBaseMinor += fee.feeMinor;
        dayWithheldMinor += fee.withheldMinor;
      }
      // The deduction is of what a sales agent earns as such, not of what else is paid to it.
      if (!paidOn.startsWith(each) || fee.withholdingKind !== '204-1-4') continue;
      monthBaseMinor += fee.feeMinor;
      monthWithheldMinor += fee.withheldMinor;
    }
  }
  return { dayBaseMinor, dayWithheldMinor, monthBaseMinor, monthWithheldMinor, yearBaseMinor };
}
