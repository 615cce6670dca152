import type { BusinessDate } from '../dates.ts';
import type { Sentence } from '../said.ts';

/** A member that is wrong, and why. */
export interface Fault {
  readonly field: string;
  readonly reason: Sentence;
}

/** What the partner is before the law. */
export type TaxEntityKind = 'individual' | 'corporation' | 'unincorporated';

/** The registration of an issuer of qualified invoices, and what the public register said of it. */
export interface InvoiceRegistration {
  /** `T` and 13 digits. */
  readonly number: string;
  readonly check: 'not-checked' | 'registered' | 'not-found' | 'lapsed';
  readonly checkedOn: BusinessDate | null;
}

interface Registrant {
  readonly entityKind: TaxEntityKind;
  /** 法人番号, 13 digits. */
  readonly corporateNumber: string | null;
  readonly registration: InvoiceRegistration | null;
}

const REGISTRATION = /^T(\d{13})$/;
const CORPORATE = /^\d{13}$/;

/** Whether the first of 13 digits is the check digit of a corporate number (法人番号). It cannot see 0 and 9 exchanged. */
export function hasCheckDigit(digits: string): boolean {
  return CORPORATE.test(digits) && Number(digits[0]) === checkDigitOf(digits);
}

/** 9 − (Σ dₙ × qₙ mod 9) over the last twelve, n from the right, q = 1 for odd and 2 for even n. Source: 法人番号の指定等に関する省令2条. */
function checkDigitOf(digits: string): number {
  let sum = 0;
  for (let n = 1; n <= 12; n++) sum += Number(digits[13 - n]) * (n % 2 === 1 ? 1 : 2);
  return 9 - (sum % 9);
}

/** What is wrong with a registration number: for a corporation also a check digit, or another corporate number, that does not fit. */
export function registrationFaults(
  { entityKind, corporateNumber }: Omit<Registrant, 'registration'>,
  number: string,
): readonly Fault[] {
  const field = 'registration.number';
  const digits = REGISTRATION.exec(number)?.[1];
  if (digits === undefined)
    return [
      {
        field,
        reason: {
          en: `must be T and 13 digits, got "${number}"`,
          ja: `Tと数字13桁で指定してください（入力値: "${number}"）`,
        },
      },
    ];
  if (entityKind !== 'corporation') return [];
  if (!hasCheckDigit(digits)) {
    const digit = checkDigitOf(digits);
    const reason = {
      en: `the first digit must be the check digit of the other twelve, ${digit}, got "${number}"`,
      ja: `先頭の数字は残り12桁のチェックディジット${digit}にしてください（入力値: "${number}"）`,
    };
    return [{ field, reason }];
  }
  if (corporateNumber !== null && corporateNumber !== digits) {
    return [
      {
        field,
        reason: {
          en: `must be T and the corporate number ${corporateNumber}, got "${number}"`,
          ja: `Tと法人番号${corporateNumber}で指定してください（入力値: "${number}"）`,
        },
      },
    ];
  }
  return [];
}

/** Individuals and unincorporated bodies have no published rule: a check digit that does not fit is only worth a look. */
export function isRegistrationDoubtful({ entityKind, registration }: Omit<Registrant, 'corporateNumber'>): boolean {
  return registration !== null && entityKind !== 'corporation' && !hasCheckDigit(registration.number.slice(1));
}
