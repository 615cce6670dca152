import { languageOf } from '../../contract/problem.ts';
import { statementRoutes } from '../../contract/routes/statement.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { commissionText } from '../../usecases/statement/commission-text.ts';
import { explainCommission as explain } from '../../usecases/statement/explain-commission.ts';
import { formOf } from '../accept.ts';

const FORMS = { 'application/json': 'json', 'text/plain': 'text' } as const;

/** How the commission of a conversion came about, as data, or as text by `?format=text` or `Accept: text/plain`. */
export const explainCommission = operation(
  statementRoutes.explainCommission,
  async ({ deps, scope, caller, parameters, query, headers }) => {
    const { conversionId } = parameters;
    const explained = await explain(deps, { scope, partnerId: caller.partnerId, conversionId });
    if (formOf(query.format, headers['accept'], FORMS) === 'json') return { body: explained };
    const language = languageOf(headers['accept-language']);
    const described = { 'content-type': 'text/plain; charset=utf-8', 'content-language': language };
    return { headers: { ...described, vary: 'accept, accept-language' }, text: commissionText(explained, language) };
  },
);

export const handler = explainCommission.handlerOn(awsHost);
