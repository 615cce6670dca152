import { listedKind } from './listed-kind.ts';
import type { PaymentToWithhold } from './payment-to-withhold.ts';
import type { TaxNoteCode } from './tax-note.ts';
import type { PaymentNature, TaxProfile } from './tax-profile.ts';
import { usFormValidTo } from './tax-profile.ts';
import { amountIn, rowOn } from './tax-tables.ts';

/** Under which rule a payment is withheld on: 所得税法204条1項1号 or 4号, a non-resident's, or a rule of the United States. */
export type WithholdingKind = 'none' | '204-1-1' | '204-1-4' | 'non-resident' | 'backup' | 'fdap';

/** Which rule a payment falls under, and into `reviews` every doubt. The list of 204条1項 is exhaustive: an ad reward is not on it. */
export function withholdingKind(payment: PaymentToWithhold, reviews: TaxNoteCode[]): WithholdingKind {
  const { profile, payer } = payment;
  if (profile === null) {
    reviews.push('profile.missing');
    return 'none';
  }
  if (payer.country === 'JP') {
    return profile.isJapanResident ? residentKind(profile, payment, reviews) : foreignerKind(profile, payment, reviews);
  }
  return payer.country === 'US' || payer.hasUsReporting ? unitedStatesKind(profile, payment, reviews) : 'none';
}

function residentKind(profile: TaxProfile, { payer }: PaymentToWithhold, reviews: TaxNoteCode[]): WithholdingKind {
  if (profile.entityKind === 'corporation' || payer.isExemptFromWithholding) return 'none';
  const kind = listedKind(profile.nature, payer);
  if (kind === 'unknown') reviews.push('jp.unknown-nature');
  if (kind === 'unknown' || kind === 'not-listed') return 'none';
  // A body without legal personality is a corporation for income tax; a partnership is its members.
  if (profile.entityKind === 'unincorporated') {
    reviews.push('jp.unincorporated');
    return 'none';
  }
  if (kind === '204-1-4' && profile.nature === 'ad-performance') reviews.push('jp.sales-agent');
  return kind;
}

const LICENSED: readonly PaymentNature[] = ['manuscript', 'design', 'royalty'];

/** Only what has its source in Japan: work done there, and rights used there. */
function foreignerKind(profile: TaxProfile, { paidOn }: PaymentToWithhold, reviews: TaxNoteCode[]): WithholdingKind {
  if (profile.hasJapanEstablishment) reviews.push('jp.establishment');
  const isWorkInJapan = profile.workCountry === 'JP';
  if (isWorkInJapan) reviews.push('jp.non-resident-work-in-japan');
  if (profile.nature !== 'ad-performance') reviews.push('jp.non-resident-nature');
  if (!isWorkInJapan && !LICENSED.includes(profile.nature)) return 'none';
  const { treaty } = profile;
  if (treaty !== null) {
    const isInForce = treaty.filedOn <= paidOn && paidOn <= treaty.expiresOn;
    reviews.push(isInForce ? 'jp.treaty' : 'jp.treaty-expired');
  }
  return 'non-resident';
}

/** Backup withholding of persons without a good number; 30 % on what a foreigner does in the United States. */
function unitedStatesKind(profile: TaxProfile, payment: PaymentToWithhold, reviews: TaxNoteCode[]): WithholdingKind {
  const { usForm } = profile;
  if (usForm?.form === 'W-9') {
    return usForm.taxpayerNumber === 'on-file' ? 'none' : backupKind(payment);
  }
  const validTo = usForm === null ? null : usFormValidTo(usForm);
  const isExpired = validTo !== null && validTo < payment.paidOn;
  if (usForm === null) reviews.push('us.form-missing');
  if (isExpired) reviews.push('us.form-expired');
  if (usForm === null && profile.country === 'US') return backupKind(payment);
  if (profile.workCountry !== 'US') return 'none';
  reviews.push('us.us-source');
  return 'fdap';
}

/** From the payment on with which the year reaches the reporting threshold. */
function backupKind({ tables, paidOn, earlier, feesMinor, currency }: PaymentToWithhold): WithholdingKind {
  const row = rowOn(tables, { table: 'reporting_threshold_us', kind: '1099-nec', on: paidOn });
  // Without a known threshold, or in another currency, on the safe side: withhold.
  if (row === null || currency !== 'USD') return 'backup';
  return earlier.yearBaseMinor + feesMinor >= amountIn(row, 'threshold', 'USD') ? 'backup' : 'none';
}
