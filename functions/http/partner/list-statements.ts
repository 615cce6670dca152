import { DomainError } from '../../../domain/errors.ts';
import { statementRoutes } from '../../contract/routes/statement.ts';
import { awsHost } from '../../runtime/aws-host.ts';
import type { Caller } from '../../runtime/caller.ts';
import { operation } from '../../runtime/operation.ts';
import { listStatements as list } from '../../usecases/statement/list-statements.ts';
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

/** A partner asks for itself; finance says for whom. Another partner's list is answered as if it did not exist. */
function partnerAsked(caller: Caller, named: string | undefined): string {
  if (caller.partnerId !== null) {
    if (named === undefined || named === caller.partnerId) return caller.partnerId;
    throw new DomainError('partner.not-found', `there is no partner "${named}"`);
  }
  if (named !== undefined) return named;
  throw new DomainError('request.invalid', 'say whose: ?partnerId=', { field: 'partnerId' });
}
