import { statementRoutes } from '../../contract/routes/statement.ts';
import { awsHost } from '../../runtime/aws-host.ts';
import { operation } from '../../runtime/operation.ts';
import { listStatements as list } from '../../usecases/statement/list-statements.ts';
import { partnerAsked } from '../own-partner.ts';
import { pageOf } from '../page.ts';
import { statementAnswer } from '../wire.ts';

/** A partner's statements, newest first. */
export const listStatements = operation(statementRoutes.listStatements, async ({ deps, caller, query }) => {
  const partnerId = partnerAsked(caller, query.partnerId);
  const statements = await list(deps, { merchantId: caller.merchantId, partnerId });
  const { items, next } = pageOf(statements, query, ({ statementId }) => statementId);
  return { body: { statements: items.map(statementAnswer), next } };
});

export const handler = listStatements.handlerOn(awsHost);
