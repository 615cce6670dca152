import { statementRoutes } from '../../contract/routes/statement.ts';
import { awsHost } from '../../runtime/aws-host.ts';
import { operation } from '../../runtime/operation.ts';
import { statementPositionOf } from '../../store/own-index.ts';
import type { RowPage } from '../../store/scope.ts';
import { partnerAsked } from '../own-partner.ts';
import { pageFrom } from '../page.ts';
import { statementAnswer } from '../wire.ts';

/** A partner's statements, newest first. */
export const listStatements = operation(statementRoutes.listStatements, async ({ deps, caller, query }) => {
  const partnerId = partnerAsked(caller, query.partnerId);
  const rowsAfter = (page: RowPage) => deps.stores.statements.statementsAfter(caller.merchantId, partnerId, page);
  const { items, next } = await pageFrom(rowsAfter, query, statementPositionOf);
  return { body: { statements: items.map(statementAnswer), next } };
});

export const handler = listStatements.handlerOn(awsHost);
