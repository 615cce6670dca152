import * as z from 'zod';
import { TAX_CODES } from '../../../domain/tax/consumption-tax.ts';
import { WITHHELD_TAXES } from '../../../domain/tax/withholding.ts';
import { answer, day, decimal, decision, id, money, next, note, period } from './answer.ts';

const version = { version: z.int(), from: day };
const status = z.enum(['proposed', 'in-force', 'refused']);
const entityKind = z.enum(['individual', 'corporation', 'unincorporated']);
const usForm = z.enum(['W-9', 'W-8BEN', 'W-8BEN-E']);
const rowIds = z.array(z.string()).meta({ description: 'Rows of the tax tables by which it was computed' });

const profile = z
  .object({
    ...version,
    status,
    ...decision,
    entityKind,
    legalName: z.string(),
    address: z.string(),
    country: z.string(),
    isJapanResident: z.boolean(),
    hasJapanEstablishment: z.boolean(),
    workCountry: z.string(),
    consumptionTax: z.enum(['registered', 'not-registered', 'exempt-abroad']),
    registration: z
      .object({
        number: z.string(),
        check: z.enum(['not-checked', 'registered', 'not-found', 'lapsed']),
        checkedOn: day.nullable(),
      })
      .nullable(),
    corporateNumber: z.string().nullable(),
    nature: z.enum(['ad-performance', 'manuscript', 'lecture', 'design', 'royalty', 'sales-agent', 'other']),
    taxMode: z.enum(['exclusive', 'inclusive']),
    isNetOfWithholding: z.boolean(),
    treaty: z.object({ filedOn: day, expiresOn: day, rate: decimal }).nullable(),
    usForm: z
      .object({ form: usForm, signedOn: day, taxpayerNumber: z.enum(['on-file', 'missing', 'wrong']) })
      .nullable(),
    vatNumber: z.string().nullable(),
    selfBilling: z.object({ agreedOn: day, expiresOn: day.nullable() }).nullable(),
    employees: z.enum(['none', '1-100', '101-300', 'over-300', 'unknown']),
    capital: decimal.nullable(),
    isFreelance: z.boolean(),
  })
  .meta({ id: 'TaxProfile' });

const payer = z
  .object({
    ...version,
    status,
    ...decision,
    legalName: z.string(),
    address: z.string(),
    country: z.string(),
    registrationNumber: z.string().nullable(),
    vatNumber: z.string().nullable(),
    taxRounding: z.enum(['down', 'up', 'half-up']),
    separatesTax: z.boolean(),
    adPerformanceAs: z.enum(['not-listed', 'sales-agent']),
    isExemptFromWithholding: z.boolean(),
    fiscalYearStartMonth: z.int(),
    accountsForReverseCharge: z.boolean(),
    hasUsReporting: z.boolean(),
    isRecommissioning: z.boolean(),
    originalPayment: z
      .object({ monthsLater: z.int(), day: z.union([z.int(), z.literal('last')]) })
      .nullable()
      .meta({ description: "When the payer's own clients pay for a month, as partners were told" }),
    employees: z.int(),
    capital: decimal.nullable(),
    transferFee: z.literal('payer'),
  })
  .meta({ id: 'Payer' });

const rowMembers = {
  id,
  table: z.string(),
  jurisdiction: z.string(),
  kind: z.string(),
  validFrom: day,
  validTo: day.nullable(),
  value: z.record(z.string(), decimal),
  rounding: z.enum(['down', 'half-up', 'payer', 'none']),
  source: z.string(),
  reviewedOn: day,
  reviewedBy: z.string(),
  supersedes: id.optional(),
};
const ownRow = z.object({ ...rowMembers, status, ...decision });

const party = z.object({
  legalName: z.string(),
  address: z.string(),
  country: z.string(),
  registrationNumber: z.string().nullable(),
  vatNumber: z.string().nullable(),
});
const withholding = z.object({
  kind: z.string(),
  components: z.array(z.object({ tax: z.enum(WITHHELD_TAXES), rate: decimal })),
  label: z.object({ ja: z.string(), en: z.string() }),
  needsReview: z.array(note),
  ruleRows: rowIds,
  base: money,
  withheld: money,
  grossUp: money,
});
const paidBy = z
  .object({ legalName: z.string(), registrationNumber: z.string().nullable() })
  .meta({ description: 'The legal entity that paid: it files and remits for itself' });
const sums = { net: money, tax: money, gross: money, creditable: money };

const current = <T extends z.ZodType>(shape: T) => z.object({ current: shape.nullable(), history: z.array(shape) });
const readers = { profile: current(profile), payer: current(payer) };
const written = ['tax.moved-on', 'tax.payer-invalid', 'tax.edited'];
const headers = { etag: 'The versions as they are now, for If-Match' };
const decided = ['tax.not-found', 'tax.decided', 'tax.moved-on', 'approval.same-person'];

/** What is answered about tax. */
export const taxAnswers = {
  putTaxProfile: answer({
    body: profile,
    headers,
    problems: ['partner.not-found', 'tax.profile-invalid', 'tax.moved-on', 'tax.edited'],
  }),
  readTaxProfile: answer({ body: readers.profile, headers, problems: ['partner.not-found'] }),
  confirmTaxProfile: answer({ body: profile, problems: ['partner.not-found', ...decided] }),
  refuseTaxProfile: answer({ body: profile, problems: ['partner.not-found', ...decided] }),
  readStatementTax: answer({
    body: z.object({
      statementId: id,
      programId: id,
      partnerId: id,
      periodId: period,
      currency: z.string(),
      suppliedFrom: day,
      suppliedTo: day,
      payer: party,
      payee: party.nullable(),
      rounding: z.enum(['down', 'up', 'half-up']),
      rates: z.array(
        z.object({
          mode: z.enum(['exclusive', 'inclusive']),
          rate: decimal,
          isReduced: z.boolean().optional(),
          ...sums,
          parts: z.array(z.object({ code: z.enum(TAX_CODES), creditShare: decimal, ruleRows: rowIds, amount: money })),
        }),
      ),
      ...sums,
      latePeriods: z
        .array(period)
        .meta({ description: 'Earlier periods whose tax stands here, since there was no tax profile then' }),
      plannedWithholding: withholding,
      payOn: day,
      unpaidSince: day.nullable(),
      latePayments: z.array(
        z.object({
          law: z.string(),
          performedOn: day,
          originallyPaidOn: day.optional(),
          payOn: day,
          days: z.int(),
          daysMax: z.int(),
          ruleRow: z.string(),
        }),
      ),
      notes: z.array(note),
      needsReview: z.array(note),
      ruleRows: rowIds,
    }),
    problems: ['statement.not-found'],
  }),
  putPayer: answer({ body: payer, headers, problems: written }),
  readPayer: answer({ body: readers.payer, headers, problems: [] }),
  putProgramPayer: answer({ body: payer, headers, problems: ['program.not-found', ...written] }),
  readProgramPayer: answer({ body: readers.payer, headers, problems: ['program.not-found'] }),
  listTaxRows: answer({
    body: z.object({ inForce: z.array(z.object(rowMembers)), own: z.array(ownRow), next }),
    problems: [],
  }),
  proposeTaxRow: answer({ body: ownRow, problems: ['tax.row-invalid', 'tax.moved-on', 'tax.decided'] }),
  approveTaxRow: answer({ body: ownRow, problems: [...decided, 'tax.row-invalid'] }),
  refuseTaxRow: answer({ body: ownRow, problems: decided }),
  readPaymentRecords: answer({
    body: z.object({
      year: z.int(),
      jurisdiction: z.enum(['JP', 'US']),
      records: z.array(
        z.object({
          form: z.enum(['jp-payment-record', 'jp-non-resident-record', '1099-NEC', '1042-S']),
          kind: z.string(),
          payer: paidBy,
          partnerId: id,
          payee: z
            .object({
              legalName: z.string(),
              address: z.string(),
              country: z.string(),
              entityKind,
              usForm: usForm.nullable(),
            })
            .nullable(),
          payments: z.int(),
          fee: money,
          tax: money,
          withheld: money,
          threshold: money.nullable(),
          isToFile: z.boolean(),
          dueOn: day,
          needsReview: z.array(note),
          ruleRows: rowIds,
        }),
      ),
      electronicFiling: z
        .array(
          z.object({
            payer: paidBy,
            form: z.enum(['jp-payment-record', 'jp-non-resident-record']),
            forms: z.int(),
            judgedOn: z.int(),
            formsDueThen: z.int(),
            formsMin: z.int().nullable(),
            isRequired: z.boolean(),
            notes: z.array(note),
            ruleRows: rowIds,
          }),
        )
        .meta({
          description:
            'Of each form of Japan that is to be filed: whether electronically, by those of two years before',
        }),
    }),
    forms: ['text/csv'],
    problems: [],
  }),
  readWithholdingDue: answer({
    body: z.object({
      month: period,
      due: z.array(
        z.object({
          payer: paidBy,
          kind: z.string(),
          payments: z.int(),
          partners: z.int(),
          dueOn: day,
          fee: money,
          withheld: money,
        }),
      ),
      corrections: z.array(
        z.object({
          month: period,
          payer: paidBy,
          kind: z.string(),
          payments: z.int(),
          partners: z.int(),
          fee: money,
          withheld: money,
        }),
      ),
    }),
    problems: [],
  }),
};
