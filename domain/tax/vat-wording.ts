import type { BusinessDate } from '../dates.ts';
import type { Payer } from './payer.ts';
import type { TaxNoteCode } from './tax-note.ts';
import type { TaxProfile } from './tax-profile.ts';
import { selfBillingOn } from './tax-profile.ts';

const EU: readonly string[] = 'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(
  ' ',
);

/** The words that a self-billed document needs in the EU and the United Kingdom, and what is missing for it (MwStSystRL 44, 196, 224). */
export function vatNotes(
  { on, profile, payer }: { readonly on: BusinessDate; readonly profile: TaxProfile | null; readonly payer: Payer },
  notes: TaxNoteCode[],
  reviews: TaxNoteCode[],
): void {
  if (profile === null) return;
  const isInVat = (country: string): boolean => country === 'GB' || EU.includes(country);
  if (!isInVat(payer.country)) {
    if (EU.includes(profile.country)) notes.push('vat.outside-scope');
    return;
  }
  const { isAgreed, isWithinTwelveMonths } = selfBillingOn(profile, on);
  notes.push('vat.self-billing');
  if (!isAgreed) reviews.push('vat.agreement-missing');
  if (payer.vatNumber === null) reviews.push('vat.number-missing');
  if (profile.country === payer.country) {
    reviews.push('vat.not-computed');
    if (profile.vatNumber === null) reviews.push('vat.number-missing');
    if (payer.country === 'GB') notes.push('vat.uk-self-billing');
    if (payer.country === 'GB' && !isWithinTwelveMonths) reviews.push('vat.agreement-too-long');
    return;
  }
  notes.push('vat.reverse-charge');
  if (isInVat(profile.country) && profile.vatNumber === null) reviews.push('vat.number-missing');
}
