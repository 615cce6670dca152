import { languageOf } from '../../contract/problem.ts';
import { statementRoutes } from '../../contract/routes/statement.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { readDocument } from '../../usecases/statement/read-document.ts';
import { formOf } from '../accept.ts';
import { addressOf, contentType, statementFile } from '../statement-form.ts';

const FORMS = { 'application/json': 'json', 'text/csv': 'csv', 'application/pdf': 'pdf' } as const;

/** One statement, as JSON, or as CSV or PDF by `?format=` or `Accept`. */
export const readStatement = operation(
  statementRoutes.readStatement,
  async ({ deps, caller, parameters, query, headers }) => {
    const { merchantId, partnerId } = caller;
    const { statementId } = parameters;
    const version = query.version ?? null;
    const statement = await readDocument(deps, { merchantId, partnerId, statementId, version });
    const format = formOf(query.format, headers['accept'], FORMS);
    if (format === 'json') return { text: JSON.stringify(statement) };
    const language = query.language ?? languageOf(headers['accept-language']);
    const bytes = await statementFile(statement, { format, language, address: addressOf(headers) });
    const disposition = `attachment; filename*=UTF-8''${encodeURIComponent(statementId)}.${format}`;
    const described = { 'content-type': contentType(format), 'content-disposition': disposition };
    if (format === 'csv') return { headers: described, text: Buffer.from(bytes).toString('utf8') };
    return { headers: { ...described, 'content-language': language, vary: 'accept, accept-language' }, bytes };
  },
);

export const handler = readStatement.handlerOn(awsHost);
