import type { BusinessDate } from '../dates.ts';
import type { SupplyBasis, TaxCode } from './consumption-tax.ts';
import type { Payer } from './payer.ts';
import { isRegistrationDoubtful } from './registration-number.ts';
import type { TaxNoteCode } from './tax-note.ts';
import type { TaxProfile } from './tax-profile.ts';
import type { TaxTables } from './tax-tables.ts';
import { rateIn, rowOn } from './tax-tables.ts';

/** What is needed to tell how a supply is taxed on the day it becomes fixed. */
export interface SupplyContext {
  readonly suppliedOn: BusinessDate;
  readonly profile: TaxProfile | null;
  readonly payer: Payer;
  readonly tables: TaxTables;
}

/** A supply on which no tax was ever computed: before tax settings, or without a profile. Taken back, it reverses none. */
export const UNTAXED: SupplyBasis = { mode: 'exclusive', rate: '0', code: 'UNTAXED', creditShare: '0', ruleRows: [] };

/** How a newly fixed fee is taxed, with what the document must say and what finance must look at. A fee is a service: standard rate. */
export function supplyBasis(context: SupplyContext, notes: TaxNoteCode[], reviews: TaxNoteCode[]): SupplyBasis {
  const { profile, payer } = context;
  if (profile === null) {
    reviews.push('profile.missing');
    return UNTAXED;
  }
  if (payer.country !== 'JP') return untaxed('OUT_OF_SCOPE');
  if (profile.isJapanResident || profile.hasJapanEstablishment) return domesticBasis(context, profile, notes, reviews);
  if (profile.nature === 'ad-performance') {
    notes.push('jp.reverse-charge');
    if (!payer.accountsForReverseCharge) notes.push('jp.reverse-charge-dormant');
    return untaxed('JP_REVERSE_CHARGE');
  }
  reviews.push('jp.non-resident-nature');
  return untaxed('JP_OUT_OF_SCOPE');
}

function domesticBasis(
  { suppliedOn, tables }: SupplyContext,
  profile: TaxProfile,
  notes: TaxNoteCode[],
  reviews: TaxNoteCode[],
): SupplyBasis {
  if (profile.consumptionTax === 'exempt-abroad') {
    reviews.push(profile.isJapanResident ? 'jp.exempt-abroad-resident' : 'jp.establishment');
    return untaxed('JP_OUT_OF_SCOPE');
  }
  const rateRow = rowOn(tables, { table: 'consumption_tax_rate', kind: 'standard', on: suppliedOn });
  if (rateRow === null) {
    reviews.push('row.missing');
    return UNTAXED;
  }
  const taxed = { mode: profile.taxMode, rate: decimal(rateRow.value['rate'] ?? '0') } as const;
  if (isRegistered(profile, reviews)) {
    notes.push('jp.qualified');
    return { ...taxed, code: 'JP_QUALIFIED', creditShare: '1', ruleRows: [rateRow.id] };
  }
  notes.push('jp.not-qualified');
  const shareRow = rowOn(tables, { table: 'transitional_input_credit', kind: 'non-registered', on: suppliedOn });
  if (shareRow === null) {
    reviews.push('row.missing');
    return { ...taxed, code: 'JP_NO_CREDIT', creditShare: '0', ruleRows: [rateRow.id] };
  }
  const ruleRows = [rateRow.id, shareRow.id];
  if (rateIn(shareRow, 'share').numerator === 0n) {
    return { ...taxed, code: 'JP_NO_CREDIT', creditShare: '0', ruleRows };
  }
  notes.push('jp.transitional');
  return { ...taxed, code: 'JP_TRANSITIONAL', creditShare: decimal(shareRow.value['share'] ?? '0'), ruleRows };
}

/** Registered by the profile and not contradicted by the public register. */
function isRegistered(profile: TaxProfile, reviews: TaxNoteCode[]): boolean {
  const { consumptionTax, registration } = profile;
  if (consumptionTax !== 'registered' || registration === null) return false;
  if (registration.check === 'not-checked') reviews.push('jp.registration-unchecked');
  if (isRegistrationDoubtful(profile)) reviews.push('jp.registration-check-digit');
  if (registration.check !== 'not-found' && registration.check !== 'lapsed') return true;
  reviews.push('jp.registration-refused');
  return false;
}

const untaxed = (code: TaxCode): SupplyBasis => ({ ...UNTAXED, code });

/** One text for one rate: `0.10` → `0.1`. */
const decimal = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);
