import type { BusinessDate } from '../dates.ts';
import type { PartnerId, ProgramId } from '../ids.ts';
import type { Currency } from '../money/currency.ts';
import { listedKind } from './listed-kind.ts';
import type { Payer } from './payer.ts';
import type { TaxEntityKind } from './registration-number.ts';
import type { TaxProfile, UsForm } from './tax-profile.ts';
import type { Withholding } from './withholding.ts';

/** How a payment stands in the payment records of a year, whether or not anything was withheld. */
export type RecordKind = '204-1-1' | '204-1-4' | 'non-resident' | 'not-listed' | 'unknown';

/** What one payment paid and kept back, with the payee as it was on that day. A returned payment is another one, negative. */
export interface PaidFee {
  readonly paymentId: string;
  readonly programId: ProgramId;
  readonly partnerId: PartnerId;
  readonly paidOn: BusinessDate;
  readonly currency: Currency;
  /** Without consumption tax where that stands apart. */
  readonly feeMinor: bigint;
  readonly taxMinor: bigint;
  readonly withheldMinor: bigint;
  readonly kind: RecordKind;
  readonly withholdingKind: Withholding['kind'];
  /** Null: no tax profile was on file. */
  readonly payee: PaidPayee | null;
  readonly payer: PaidPayer;
  readonly payerCountry: string;
  readonly hasUsReporting: boolean;
  readonly ruleRows: readonly string[];
  /** Of a payment that came back or was taken back: the day on which that was recorded; absent where it was not kept yet. */
  readonly takenBackOn?: BusinessDate | undefined;
}

/** A record as it may lie in a store: one from before the payer stood in it was paid by its program's payer of that day. */
export type KeptFee = Omit<PaidFee, 'payer'> & { readonly payer?: PaidPayer | undefined };

/** The legal entity that paid, as it was on that day: it files, withholds and remits for itself. */
export interface PaidPayer {
  readonly legalName: string;
  readonly registrationNumber: string | null;
}

/** Whether two payments were made by one legal entity; one with a registration number may change its name. */
export function payerKey({ payer: { registrationNumber, legalName } }: Pick<PaidFee, 'payer'>): string {
  return registrationNumber ?? legalName;
}

/** Who was paid, as it was on that day. */
export interface PaidPayee {
  readonly legalName: string;
  readonly address: string;
  readonly country: string;
  readonly entityKind: TaxEntityKind;
  readonly usForm: UsForm['form'] | null;
}

/** A payment as it goes into the records of its year. */
export function paidFeeOf(
  payment: Pick<PaidFee, 'paymentId' | 'programId' | 'partnerId' | 'paidOn' | 'currency' | 'taxMinor'>,
  withheld: Withholding,
  { profile, payer }: { readonly profile: TaxProfile | null; readonly payer: Payer },
): PaidFee {
  return {
    ...payment,
    feeMinor: withheld.baseMinor,
    withheldMinor: withheld.withheldMinor,
    kind: recordKind(profile, payer),
    withholdingKind: withheld.kind,
    payee: profile === null ? null : payeeOf(profile),
    payer: paidPayer(payer),
    payerCountry: payer.country,
    hasUsReporting: payer.hasUsReporting || payer.country === 'US',
    ruleRows: withheld.ruleRows,
  };
}

/** What a record says of who paid. */
export function paidPayer({ legalName, registrationNumber }: Payer): PaidPayer {
  return { legalName, registrationNumber };
}

function recordKind(profile: TaxProfile | null, payer: Payer): RecordKind {
  if (profile === null) return 'unknown';
  return profile.isJapanResident ? listedKind(profile.nature, payer) : 'non-resident';
}

function payeeOf({ legalName, address, country, entityKind, usForm }: TaxProfile): PaidPayee {
  return { legalName, address, country, entityKind, usForm: usForm?.form ?? null };
}
