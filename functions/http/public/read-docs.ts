import { localeOf } from '../../contract/problem.ts';
import { referenceRoutes } from '../../contract/routes/reference.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { publicOperation } from '../../runtime/operation/operation.ts';
import { PUBLIC_CACHE } from '../wire.ts';

/** The page loads nothing and runs nothing: its styles stand in it. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The reference as a page for people, in English or Japanese. */
export const readDocs = publicOperation(referenceRoutes.readDocs, async ({ headers }) => {
  const { referencePage } = await import('../../documents/reference-page.ts');
  const language = localeOf(headers['accept-language']);
  const described = {
    'content-type': 'text/html; charset=utf-8',
    'content-language': language,
    vary: 'accept-language',
  };
  return {
    headers: { ...PUBLIC_CACHE, ...described, 'content-security-policy': POLICY },
    text: referencePage(language),
  };
});

export const handler = readDocs.handlerOn(awsHost);
