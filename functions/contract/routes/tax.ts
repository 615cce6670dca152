import * as z from 'zod';
import { nameIdSchema, periodIdSchema } from '../schemas/common.ts';
import { pageSchema } from '../schemas/page.ts';
import { versionInPathSchema } from '../schemas/plan.ts';
import { payerSchema, taxProfileSchema, taxRowSchema, yearInPathSchema } from '../schemas/tax.ts';
import {
  CHECKERS,
  finance,
  inProgram,
  MAKERS,
  nothing,
  ofPartner,
  PARTNER_WRITERS,
  partner,
  READERS,
  route,
} from './shared.ts';

/** It holds the ids of program, period and partner, percent-encoded. */
const STATEMENT_ID_LENGTH_MAX = 2000;
const inProfile = z.strictObject({ partnerId: nameIdSchema, version: versionInPathSchema });

/** The payer of all programs of a merchant, or of one. */
const payerWritten = {
  ...finance,
  roles: MAKERS,
  method: 'PUT',
  status: 200,
  summary: 'Writes the tax settings of the payer, from a date on',
  body: payerSchema,
} as const;
const payerRead = {
  ...finance,
  roles: READERS,
  method: 'GET',
  status: 200,
  summary: 'Reads the payer with its history',
  body: null,
} as const;

/** Tax profiles, payers, tables, and the records of what was paid. */
export const taxRoutes = {
  putTaxProfile: route({
    ...partner,
    name: 'putTaxProfile',
    roles: PARTNER_WRITERS,
    method: 'PUT',
    path: '/v1/partners/{partnerId}/tax-profile',
    module: 'partner/put-tax-profile',
    summary: "Writes a partner's tax profile from a date on; the partner's own word waits for finance",
    parameters: ofPartner,
    query: nothing,
    body: taxProfileSchema,
  }),
  readTaxProfile: route({
    ...partner,
    name: 'readTaxProfile',
    path: '/v1/partners/{partnerId}/tax-profile',
    module: 'partner/read-tax-profile',
    summary: "Reads a partner's tax profile with its history",
    parameters: ofPartner,
    query: nothing,
    body: null,
  }),
  readStatementTax: route({
    ...partner,
    name: 'readStatementTax',
    path: '/v1/statements/{statementId}/tax',
    module: 'partner/read-statement-tax',
    summary: 'Reads the tax of a statement, per rate, with the rows of the tables that it came from',
    parameters: z.strictObject({ statementId: z.string().max(STATEMENT_ID_LENGTH_MAX) }),
    query: nothing,
    body: null,
  }),
  confirmTaxProfile: decisionRoute('confirmTaxProfile', '/v1/partners/{partnerId}/tax-profile/{version}/confirm', {
    module: 'finance/confirm-tax-profile',
    summary: 'Puts a tax profile that the partner wrote in force',
    parameters: inProfile,
  }),
  refuseTaxProfile: decisionRoute('refuseTaxProfile', '/v1/partners/{partnerId}/tax-profile/{version}/refuse', {
    module: 'finance/refuse-tax-profile',
    summary: 'Refuses a tax profile that the partner wrote',
    parameters: inProfile,
  }),
  putPayer: route({
    ...payerWritten,
    name: 'putPayer',
    path: '/v1/payer',
    module: 'finance/put-payer',
    parameters: nothing,
  }),
  readPayer: route({
    ...payerRead,
    name: 'readPayer',
    path: '/v1/payer',
    module: 'finance/read-payer',
    parameters: nothing,
  }),
  putProgramPayer: route({
    ...payerWritten,
    name: 'putProgramPayer',
    path: '/v1/programs/{programId}/payer',
    module: 'finance/put-program-payer',
    parameters: inProgram,
  }),
  readProgramPayer: route({
    ...payerRead,
    name: 'readProgramPayer',
    path: '/v1/programs/{programId}/payer',
    module: 'finance/read-program-payer',
    parameters: inProgram,
  }),
  listTaxRows: route({
    ...finance,
    name: 'listTaxRows',
    roles: READERS,
    method: 'GET',
    path: '/v1/tax-rows',
    status: 200,
    module: 'finance/list-tax-rows',
    summary: "Lists the tax tables in force, and the merchant's own rows with what became of them",
    parameters: nothing,
    body: null,
    query: pageSchema,
  }),
  proposeTaxRow: route({
    ...finance,
    name: 'proposeTaxRow',
    roles: MAKERS,
    method: 'POST',
    path: '/v1/tax-rows',
    status: 201,
    module: 'finance/propose-tax-row',
    summary: 'Proposes a row of the tax tables; a second person puts it in force',
    parameters: nothing,
    body: taxRowSchema,
  }),
  approveTaxRow: decisionRoute('approveTaxRow', '/v1/tax-rows/{rowId}/approve', {
    module: 'finance/approve-tax-row',
    summary: 'Puts a proposed row of the tax tables in force',
    parameters: z.strictObject({ rowId: nameIdSchema }),
  }),
  refuseTaxRow: decisionRoute('refuseTaxRow', '/v1/tax-rows/{rowId}/refuse', {
    module: 'finance/refuse-tax-row',
    summary: 'Refuses a proposed row of the tax tables',
    parameters: z.strictObject({ rowId: nameIdSchema }),
  }),
  readPaymentRecords: route({
    ...finance,
    name: 'readPaymentRecords',
    roles: READERS,
    method: 'GET',
    path: '/v1/payment-records/{year}',
    status: 200,
    module: 'finance/read-payment-records',
    summary: 'Lists the payment records of a calendar year of payment (支払調書, 1099) as JSON or CSV',
    parameters: z.strictObject({ year: yearInPathSchema }),
    query: z.strictObject({
      jurisdiction: z.enum(['JP', 'US']).optional(),
      format: z.enum(['json', 'csv']).optional(),
    }),
    body: null,
  }),
  readWithholdingDue: route({
    ...finance,
    name: 'readWithholdingDue',
    roles: READERS,
    method: 'GET',
    path: '/v1/withholding/{month}',
    status: 200,
    module: 'finance/read-withholding-due',
    summary: 'Lists what the payments of a month withheld and when it is due to the tax office',
    parameters: z.strictObject({ month: periodIdSchema }),
    body: null,
  }),
};

/** A second person's word on what somebody proposed; it has no body. */
function decisionRoute<Path, Given>(
  name: string,
  path: string,
  rest: { readonly module: string; readonly summary: string; readonly parameters: z.ZodType<Path, Given> },
) {
  return route({ ...finance, ...rest, roles: CHECKERS, name, path, method: 'POST', status: 200, body: null });
}
