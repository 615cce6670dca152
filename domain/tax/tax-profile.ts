import type { BusinessDate } from '../dates.ts';
import { monthsAfter } from '../dates.ts';
import type { Fault, InvoiceRegistration, TaxEntityKind } from './registration-number.ts';
import { registrationFaults } from './registration-number.ts';

/** What a partner is paid for; the law looks at the substance, not at the name. */
export type PaymentNature =
  | 'ad-performance'
  | 'manuscript'
  | 'lecture'
  | 'design'
  | 'royalty'
  | 'sales-agent'
  | 'other';

/** Whether fees are agreed without consumption tax, which is paid on top, or with it. */
export type TaxMode = 'exclusive' | 'inclusive';

/** Number of employees by bands; `none` is also what makes a freelancer. */
export type EmployeeBand = 'none' | '1-100' | '101-300' | 'over-300' | 'unknown';

/** A form of the United States as it is on file; the number itself is not kept here. */
export interface UsForm {
  readonly form: 'W-9' | 'W-8BEN' | 'W-8BEN-E';
  readonly signedOn: BusinessDate;
  readonly taxpayerNumber: 'on-file' | 'missing' | 'wrong';
}

/**
 * What tax and law need to know of a partner, from a day on. The individual number (My Number) is not among it: it belongs into
 * a store of its own.
 */
export interface TaxProfile {
  readonly entityKind: TaxEntityKind;
  /** The name under which it does business, for documents. */
  readonly legalName: string;
  readonly address: string;
  /** Country of residence, ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly isJapanResident: boolean;
  readonly hasJapanEstablishment: boolean;
  /** Where the work is done. */
  readonly workCountry: string;
  readonly consumptionTax: 'registered' | 'not-registered' | 'exempt-abroad';
  readonly registration: InvoiceRegistration | null;
  /** 法人番号, 13 digits. */
  readonly corporateNumber: string | null;
  readonly nature: PaymentNature;
  readonly taxMode: TaxMode;
  /** What is paid out is agreed after withholding, so that the fee is grossed up. */
  readonly isNetOfWithholding: boolean;
  /** 租税条約に関する届出書, filed before payment. `rate`: what the treaty leaves, a decimal. */
  readonly treaty: { readonly filedOn: BusinessDate; readonly expiresOn: BusinessDate; readonly rate: string } | null;
  readonly usForm: UsForm | null;
  readonly vatNumber: string | null;
  readonly selfBilling: { readonly agreedOn: BusinessDate; readonly expiresOn: BusinessDate | null } | null;
  readonly employees: EmployeeBand;
  /** In yen; null: not known, or not a company. */
  readonly capitalMinor: bigint | null;
  /** An individual, or a company of one person, without employees. */
  readonly isFreelance: boolean;
}

/** What makes a profile unusable, by member. What is only doubtful comes up as a note when a document is made. */
export function profileFaults(profile: TaxProfile): readonly Fault[] {
  const faults: Fault[] = [];
  const { registration, consumptionTax, treaty, selfBilling } = profile;
  if (consumptionTax === 'registered' && registration === null) {
    faults.push({
      field: 'registration',
      reason: {
        en: 'must be given when consumptionTax is "registered", got null',
        ja: 'consumptionTaxが"registered"のときは必須です（入力値: null）',
      },
    });
  }
  if (consumptionTax !== 'registered' && registration !== null) {
    faults.push({
      field: 'registration',
      reason: {
        en: `must be null when consumptionTax is "${consumptionTax}", got one`,
        ja: `consumptionTaxが"${consumptionTax}"のときはnullにしてください`,
      },
    });
  }
  if (registration !== null) faults.push(...registrationFaults(profile, registration.number));
  if (profile.isJapanResident && profile.country !== 'JP') {
    faults.push({
      field: 'country',
      reason: {
        en: `must be JP for a resident of Japan, got ${profile.country}`,
        ja: `日本の居住者ではJPを指定してください（入力値: ${profile.country}）`,
      },
    });
  }
  if (treaty !== null && profile.isJapanResident) {
    faults.push({
      field: 'treaty',
      reason: {
        en: `must be null for a resident of Japan, got one filed on ${treaty.filedOn}`,
        ja: `日本の居住者ではnullにしてください（入力値: ${treaty.filedOn}提出の届出書）`,
      },
    });
  }
  if (treaty !== null && treaty.expiresOn < treaty.filedOn) {
    faults.push({
      field: 'treaty.expiresOn',
      reason: {
        en: `must not be before filedOn, ${treaty.filedOn}, got ${treaty.expiresOn}`,
        ja: `filedOn（${treaty.filedOn}）以降の日付にしてください（入力値: ${treaty.expiresOn}）`,
      },
    });
  }
  if (selfBilling?.expiresOn && selfBilling.expiresOn < selfBilling.agreedOn) {
    faults.push({
      field: 'selfBilling.expiresOn',
      reason: {
        en: `must not be before agreedOn, ${selfBilling.agreedOn}, got ${selfBilling.expiresOn}`,
        ja: `agreedOn（${selfBilling.agreedOn}）以降の日付にしてください（入力値: ${selfBilling.expiresOn}）`,
      },
    });
  }
  if (profile.isFreelance && profile.employees !== 'none') {
    faults.push({
      field: 'isFreelance',
      reason: {
        en: `a freelancer has no employees: employees must be "none", got "${profile.employees}"`,
        ja: `フリーランスには従業員がいないため、employeesは"none"を指定してください（入力値: "${profile.employees}"）`,
      },
    });
  }
  return faults;
}

/** The last day on which a form of the United States is good; a W-9 has none. W-8: the end of the third year after it was signed. */
export function usFormValidTo({ form, signedOn }: UsForm): BusinessDate | null {
  return form === 'W-9' ? null : `${Number(signedOn.slice(0, 4)) + 3}-12-31`;
}

/** Whether a self-billing agreement is in force on a date, and short enough for the United Kingdom. */
export function selfBillingOn({ selfBilling }: TaxProfile, on: BusinessDate) {
  if (selfBilling === null) return { isAgreed: false, isWithinTwelveMonths: false };
  const { agreedOn, expiresOn } = selfBilling;
  return {
    isAgreed: agreedOn <= on && (expiresOn === null || on <= expiresOn),
    isWithinTwelveMonths: expiresOn !== null && expiresOn <= monthsAfter(agreedOn, 12),
  };
}
