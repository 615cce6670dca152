import { languageOf } from '../../contract/problem.ts';
import { referenceRoutes } from '../../contract/routes/reference.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { publicOperation } from '../../runtime/operation/operation.ts';
import { htmlReply } from '../html-reply.ts';

/** The reference as a page for people, in English or Japanese. It loads nothing and runs nothing. */
export const readDocs = publicOperation(referenceRoutes.readDocs, async ({ headers }) => {
  const { referencePage } = await import('../../documents/reference-page.ts');
  const language = languageOf(headers['accept-language']);
  return htmlReply(referencePage(language), { language });
});

export const handler = readDocs.handlerOn(awsHost);
