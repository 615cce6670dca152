import { taxRoutes } from '../../contract/routes/tax.ts';
import { awsHost } from '../../runtime/aws-host.ts';
import { operation } from '../../runtime/operation.ts';
import { paymentRecords, paymentRecordsCsv } from '../../usecases/tax/payment-records.ts';
import { prefers } from '../accept.ts';
import { recordAnswer } from '../tax-wire.ts';

/** The payment records of a calendar year of payment, as JSON, or as CSV by `?format=csv` or `Accept: text/csv`. */
export const readPaymentRecords = operation(
  taxRoutes.readPaymentRecords,
  async ({ deps, caller, parameters: { year }, query, headers }) => {
    const jurisdiction = query.jurisdiction ?? 'JP';
    const made = await paymentRecords(deps, { merchantId: caller.merchantId, year, jurisdiction });
    const isCsv = (query.format ?? (prefers(headers['accept'], 'text/csv') ? 'csv' : 'json')) === 'csv';
    if (!isCsv) return { body: { year, jurisdiction, ...made, records: made.records.map(recordAnswer) } };
    return { headers: { 'content-type': 'text/csv; charset=utf-8', vary: 'accept' }, text: paymentRecordsCsv(made) };
  },
);

export const handler = readPaymentRecords.handlerOn(awsHost);
