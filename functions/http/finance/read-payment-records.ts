import { taxRoutes } from '../../contract/routes/tax.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { paymentRecords, paymentRecordsCsv } from '../../usecases/tax/payment-records.ts';
import { CSV_HEADERS, formOf, TABLE_FORMS } from '../accept.ts';
import { recordAnswer } from '../tax-wire.ts';

/** The payment records of a calendar year of payment, as JSON, or as CSV by `?format=csv` or `Accept: text/csv`. */
export const readPaymentRecords = operation(
  taxRoutes.readPaymentRecords,
  async ({ deps, caller, parameters: { year }, query, headers }) => {
    const jurisdiction = query.jurisdiction ?? 'JP';
    const made = await paymentRecords(deps, { merchantId: caller.merchantId, year, jurisdiction });
    const isCsv = formOf(query.format, headers['accept'], TABLE_FORMS) === 'csv';
    if (isCsv) return { headers: CSV_HEADERS, text: paymentRecordsCsv(made) };
    return { body: { year, jurisdiction, ...made, records: made.records.map(recordAnswer) } };
  },
);

export const handler = readPaymentRecords.handlerOn(awsHost);
