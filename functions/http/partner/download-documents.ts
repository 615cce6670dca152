import { languageOf } from '../../contract/problem.ts';
import { statementRoutes } from '../../contract/routes/statement.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { documentArchive } from '../../usecases/statement/document-archive.ts';
import { documentQuery } from '../document-query.ts';
import { addressOf, statementFile } from '../statement-form.ts';

/** The documents that fit as a zip with `index.csv`; the header `bunpai-next` has the cursor of the next part. */
export const downloadDocuments = operation(
  statementRoutes.downloadDocuments,
  async ({ deps, caller, query, headers }) => {
    const { format = 'pdf', language = languageOf(headers['accept-language']), ...search } = query;
    const { bytes, next } = await documentArchive(deps, documentQuery(search, caller, deps.now()), {
      format,
      fileOf: (statement, format) => statementFile(statement, { format, language, address: addressOf(headers) }),
    });
    const type = { 'content-type': 'application/zip', 'content-disposition': 'attachment; filename="documents.zip"' };
    return { headers: { ...type, ...(next === null ? {} : { 'bunpai-next': next }) }, bytes };
  },
);

export const handler = downloadDocuments.handlerOn(awsHost);
