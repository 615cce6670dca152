import { routes } from '../../contract/routes.ts';
import { awsHost } from '../../runtime/aws-host.ts';
import { operation } from '../../runtime/operation.ts';
import { readStatement as read } from '../../usecases/read-statement.ts';
import { statementCsv } from '../../usecases/statement-csv.ts';
import { prefers } from '../accept.ts';

/** One statement, as JSON, or as CSV by `?format=csv` or `Accept: text/csv`. */
export const readStatement = operation(routes.readStatement, async ({ deps, caller, parameters, query, headers }) => {
  const { merchantId, partnerId } = caller;
  const { statementId } = parameters;
  const json = await read(deps, { merchantId, partnerId, statementId });
  const isCsv = (query.format ?? (prefers(headers['accept'], 'text/csv') ? 'csv' : 'json')) === 'csv';
  if (!isCsv) return { text: json };
  const disposition = `attachment; filename*=UTF-8''${encodeURIComponent(statementId)}.csv`;
  const type = { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': disposition };
  return { headers: type, text: statementCsv(json) };
});

export const handler = readStatement.handlerOn(awsHost);
