import { statementRoutes } from '../../contract/routes/statement.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import type { RowPage } from '../../store/scope.ts';
import { listStatements as list } from '../../usecases/statement/list-statements.ts';
import { partnerAsked } from '../own-partner.ts';
import { pageFrom } from '../page.ts';
import { statementAnswer } from '../wire.ts';

/** A partner's statements, newest first. */
export const listStatements = operation(statementRoutes.listStatements, async ({ deps, caller, query }) => {
  const partnerId = partnerAsked(caller, query.partnerId);
  const { merchantId } = caller;
  const rowsAfter = (page: RowPage) => list(deps, { merchantId, partnerId }, page);
  const { items, next } = await pageFrom(rowsAfter, query, ({ position }) => position);
  return { body: { statements: items.map(({ header }) => statementAnswer(header)), next } };
});

export const handler = listStatements.handlerOn(awsHost);
