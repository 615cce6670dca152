import { createHash } from 'node:crypto';
import { languageOf } from '../../contract/problem.ts';
import { referenceRoutes } from '../../contract/routes/reference.ts';
import { DEAL_FORM_SCRIPT, dealFormPage } from '../../documents/deal-form-page.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { publicOperation } from '../../runtime/operation/operation.ts';
import { htmlReply } from '../html-reply.ts';

/** The page runs its own script and talks to us alone. */
const SCRIPT_HASH = createHash('sha256').update(DEAL_FORM_SCRIPT).digest('base64');
const POLICY = `script-src 'sha256-${SCRIPT_HASH}'; connect-src 'self'`;

/** The form by which a partner registers a lead or deal, in English or Japanese. It sends what it holds to `registerDeal`. */
export const readDealForm = publicOperation(referenceRoutes.readDealForm, async ({ headers }) => {
  const language = languageOf(headers['accept-language']);
  return htmlReply(dealFormPage(language), { language, policy: POLICY });
});

export const handler = readDealForm.handlerOn(awsHost);
