import { statementRoutes } from '../../contract/routes/statement.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { searchDocuments as search } from '../../usecases/statement/search-documents.ts';
import { documentQuery } from '../document-query.ts';
import { foundDocumentAnswer } from '../wire.ts';

/** One page of the documents that fit: all for finance, a partner's own for the partner. */
export const searchDocuments = operation(statementRoutes.searchDocuments, async ({ deps, caller, query }) => {
  const { documents, next } = await search(deps, documentQuery(query, caller, deps.now()));
  return { body: { documents: documents.map(foundDocumentAnswer), next } };
});

export const handler = searchDocuments.handlerOn(awsHost);
