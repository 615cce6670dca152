import * as z from 'zod';
import { parseAmount } from '../../../domain/money/amount.ts';
import type { Payer } from '../../../domain/tax/payer.ts';
import type { TaxRow } from '../../../domain/tax/tables/row.ts';
import type { TaxProfile } from '../../../domain/tax/tax-profile.ts';
import { told } from '../told.ts';
import { countrySchema, dateSchema, decimalSchema, nameIdSchema, textSchema } from './common.ts';
import { payoutTermsSchema } from './program.ts';

const ADDRESS_LENGTH_MAX = 400;

const addressSchema = z
  .string()
  .min(1, told({ en: 'must not be empty', ja: '空にはできません' }))
  .max(ADDRESS_LENGTH_MAX);
const registrationNumberSchema = z.string().regex(
  /^T\d{13}$/,
  told({
    en: 'must be T and 13 digits, such as "T7000012050002"',
    ja: '"T7000012050002"のように、Tと数字13桁で指定してください',
  }),
);
/** Whole yen in a string. */
const yenSchema = z
  .string()
  .regex(
    /^\d{1,15}$/,
    told({
      en: 'must be whole yen in a string, such as "10000000"',
      ja: '"10000000"のように、円単位の整数の文字列で指定してください',
    }),
  )
  .transform((yen) => parseAmount(yen, 'JPY'));

const treatySchema = z.strictObject({
  filedOn: dateSchema,
  expiresOn: dateSchema,
  rate: decimalSchema
    .refine((rate) => Number(rate) <= 1, told({ en: 'must be at most 1', ja: '1以下にしてください' }))
    .default('0'),
});

/** A partner's tax profile from a business date on; what is left out is what holds of most partners of its country. */
export const taxProfileSchema = z
  .strictObject({
    from: dateSchema,
    entityKind: z.enum(['individual', 'corporation', 'unincorporated']),
    legalName: textSchema,
    address: addressSchema,
    country: countrySchema,
    isJapanResident: z.boolean().optional(),
    hasJapanEstablishment: z.boolean().default(false),
    workCountry: countrySchema.optional(),
    consumptionTax: z.enum(['registered', 'not-registered', 'exempt-abroad']),
    registration: z
      .strictObject({
        number: registrationNumberSchema,
        check: z.enum(['not-checked', 'registered', 'not-found', 'lapsed']).default('not-checked'),
        checkedOn: dateSchema.nullable().default(null),
      })
      .nullable()
      .default(null),
    corporateNumber: z
      .string()
      .regex(/^\d{13}$/, told({ en: 'must be 13 digits', ja: '数字13桁で指定してください' }))
      .nullable()
      .default(null),
    nature: z
      .enum(['ad-performance', 'manuscript', 'lecture', 'design', 'royalty', 'sales-agent', 'other'])
      .default('ad-performance'),
    taxMode: z.enum(['exclusive', 'inclusive']).default('exclusive'),
    isNetOfWithholding: z.boolean().default(false),
    treaty: treatySchema.nullable().default(null),
    usForm: z
      .strictObject({
        form: z.enum(['W-9', 'W-8BEN', 'W-8BEN-E']),
        signedOn: dateSchema,
        taxpayerNumber: z.enum(['on-file', 'missing', 'wrong']),
      })
      .nullable()
      .default(null),
    vatNumber: textSchema.nullable().default(null),
    selfBilling: z
      .strictObject({ agreedOn: dateSchema, expiresOn: dateSchema.nullable().default(null) })
      .nullable()
      .default(null),
    employees: z.enum(['none', '1-100', '101-300', 'over-300', 'unknown']).default('unknown'),
    capital: yenSchema.nullable().default(null),
    isFreelance: z.boolean().default(false),
  })
  .transform(({ from, capital, ...wire }): { from: string; profile: TaxProfile } => ({
    from,
    profile: {
      ...wire,
      isJapanResident: wire.isJapanResident ?? wire.country === 'JP',
      workCountry: wire.workCountry ?? wire.country,
      capitalMinor: capital,
    },
  }));

/** The legal entity that pays, from a business date on. */
export const payerSchema = z
  .strictObject({
    from: dateSchema,
    legalName: textSchema,
    address: addressSchema,
    country: countrySchema,
    registrationNumber: registrationNumberSchema.nullable().default(null),
    vatNumber: textSchema.nullable().default(null),
    taxRounding: z.enum(['down', 'up', 'half-up']).default('down'),
    separatesTax: z.boolean().default(true),
    adPerformanceAs: z.enum(['not-listed', 'sales-agent']).default('not-listed'),
    isExemptFromWithholding: z.boolean().default(false),
    fiscalYearStartMonth: z.int().min(1).max(12),
    accountsForReverseCharge: z.boolean().default(false),
    hasUsReporting: z.boolean().default(false),
    isRecommissioning: z.boolean().default(false),
    originalPayment: payoutTermsSchema.pick({ monthsLater: true, day: true }).nullable().default(null),
    employees: z.int().min(0),
    capital: yenSchema,
    /** The payer bears the fee of a transfer, whatever was agreed (取適法5条, フリーランス法5条). */
    transferFee: z
      .string()
      .refine(
        (bearer) => bearer === 'payer',
        told({
          en: 'must be "payer": a fee taken off the reward is a reduction of it',
          ja: '"payer"を指定してください。振込手数料を報酬から差し引くと、報酬の減額にあたります。',
        }),
      )
      .default('payer'),
  })
  .transform(({ from, capital, transferFee: _, ...wire }): { from: string; payer: Payer } => ({
    from,
    payer: { ...wire, capitalMinor: capital },
  }));

const FIGURES_MAX = 10;

/** A row of the tax tables, as a merchant's finance proposes it. */
export const taxRowSchema = z
  .strictObject({
    id: nameIdSchema,
    table: z.enum([
      'consumption_tax_rate',
      'electronic_filing',
      'payment_record_threshold',
      'payment_term',
      'reporting_threshold_us',
      'special_income_tax',
      'subcontract_test',
      'transitional_input_credit',
      'withholding_rule',
    ]),
    jurisdiction: countrySchema,
    kind: textSchema,
    validFrom: dateSchema,
    validTo: dateSchema.nullable().default(null),
    value: z
      .record(textSchema, decimalSchema)
      .refine(
        (value) => Object.keys(value).length <= FIGURES_MAX,
        told({ en: `must have at most ${FIGURES_MAX} figures`, ja: `数値は${FIGURES_MAX}個以下にしてください` }),
      ),
    rounding: z.enum(['down', 'half-up', 'payer', 'none']),
    source: z
      .string()
      .min(1, told({ en: 'must not be empty', ja: '空にはできません' }))
      .max(1000),
    reviewedOn: dateSchema,
    reviewedBy: textSchema,
    supersedes: nameIdSchema.optional(),
  })
  .transform(({ supersedes, ...row }): TaxRow => ({ ...row, ...(supersedes === undefined ? {} : { supersedes }) }));

export const yearInPathSchema = z
  .string()
  .regex(/^20\d{2}$/, told({ en: 'must be a year such as "2026"', ja: '"2026"のような年で指定してください' }))
  .transform(Number);
