import type { Payer } from '../../../domain/tax/payer.ts';
import type { PaymentToWithhold } from '../../../domain/tax/payment-to-withhold.ts';
import { NO_EARLIER_PAYMENTS } from '../../../domain/tax/payment-to-withhold.ts';
import type { StatementToTax } from '../../../domain/tax/statement-tax.ts';
import { supplyBasis } from '../../../domain/tax/supply-basis.ts';
import { SHIPPED_ROWS } from '../../../domain/tax/tables/shipped.ts';
import type { TaxProfile } from '../../../domain/tax/tax-profile.ts';
import { tablesOf } from '../../../domain/tax/tax-tables.ts';

export const SHIPPED = tablesOf(SHIPPED_ROWS, []);

/** 国税庁's own corporate number, which has a check digit that fits. */
export const CORPORATE_NUMBER = '7000012050002';

/** An individual in Japan, registered and looked up, paid for placing ads. */
export function aProfile(own: Partial<TaxProfile> = {}): TaxProfile {
  return {
    entityKind: 'individual',
    legalName: '山田太郎',
    address: '東京都千代田区1-1',
    country: 'JP',
    isJapanResident: true,
    hasJapanEstablishment: false,
    workCountry: 'JP',
    consumptionTax: 'registered',
    registration: { number: `T${CORPORATE_NUMBER}`, check: 'registered', checkedOn: '2026-09-30' },
    corporateNumber: null,
    nature: 'ad-performance',
    taxMode: 'exclusive',
    isNetOfWithholding: false,
    treaty: null,
    usForm: null,
    vatNumber: null,
    selfBilling: null,
    employees: 'none',
    capitalMinor: null,
    isFreelance: true,
    ...own,
  };
}

export const NOT_REGISTERED = { consumptionTax: 'not-registered', registration: null } as const;

/** Somebody abroad who works there. */
export function aForeigner(own: Partial<TaxProfile> = {}): TaxProfile {
  const abroad = { country: 'FR', workCountry: 'FR', isJapanResident: false } as const;
  return aProfile({ ...abroad, consumptionTax: 'exempt-abroad', registration: null, isFreelance: true, ...own });
}

export function aPayer(own: Partial<Payer> = {}): Payer {
  return {
    legalName: '株式会社分配',
    address: '東京都港区2-2',
    country: 'JP',
    registrationNumber: `T${CORPORATE_NUMBER}`,
    vatNumber: null,
    taxRounding: 'down',
    separatesTax: true,
    adPerformanceAs: 'not-listed',
    isExemptFromWithholding: false,
    fiscalYearStartMonth: 4,
    accountsForReverseCharge: false,
    hasUsReporting: false,
    isRecommissioning: true,
    employees: 120,
    capitalMinor: 100_000_000n,
    ...own,
  };
}

export function aPayment(own: Partial<PaymentToWithhold> = {}): PaymentToWithhold {
  const { profile = aProfile({ nature: 'manuscript' }), payer = aPayer() } = own;
  return {
    agreed: supplyBasis({ suppliedOn: '2026-10-31', profile, payer, tables: SHIPPED }, [], []),
    paidOn: '2026-11-30',
    currency: 'JPY',
    feesMinor: 100_000n,
    taxMinor: 10_000n,
    earlier: NO_EARLIER_PAYMENTS,
    profile,
    payer,
    tables: SHIPPED,
    ...own,
  };
}

export function aStatement(own: Partial<StatementToTax> = {}): StatementToTax {
  const { profile = aProfile(), payer = aPayer() } = own;
  return {
    document: {
      statementId: 'prg_1:2026-10:ptn_1',
      programId: 'prg_1',
      partnerId: 'ptn_1',
      periodId: '2026-10',
      currency: 'JPY',
      suppliedFrom: '2026-10-01',
      suppliedTo: '2026-10-31',
    },
    fixedMinor: 100_000n,
    takenBack: [],
    late: [],
    boughtThisYearMinor: 0n,
    debtMinor: 0n,
    payoutMinor: 100_000n,
    payment: { on: '2026-11-30', taxCarriedMinor: 0n, profile, payer },
    unpaidSince: null,
    keptBack: null,
    profile,
    profileBefore: profile,
    payer,
    tables: SHIPPED,
    ...own,
  };
}
