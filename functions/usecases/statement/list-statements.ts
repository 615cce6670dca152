import type { MerchantId, PartnerId } from '../../../domain/ids.ts';
import type { Deps } from '../../runtime/deps.ts';
import { statementPositionOf } from '../../store/own-index.ts';
import type { RowPage } from '../../store/scope.ts';
import type { StatementHeader } from '../../store/statement-store.ts';

/** The statements of one partner, newest period first, each with its place in the list. */
export async function listStatements(
  { stores }: Deps,
  { merchantId, partnerId }: { readonly merchantId: MerchantId; readonly partnerId: PartnerId },
  page: RowPage,
): Promise<readonly { readonly header: StatementHeader; readonly position: string }[]> {
  const headers = await stores.statements.statementsAfter(merchantId, partnerId, page);
  return headers.map((header) => ({ header, position: statementPositionOf(header) }));
}
