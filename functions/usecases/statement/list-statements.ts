import type { MerchantId, PartnerId } from '../../../domain/ids.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { StatementHeader } from '../../store/statement-store.ts';

/** The statements of one partner, newest period first. */
export function listStatements(
  { stores }: Deps,
  { merchantId, partnerId }: { readonly merchantId: MerchantId; readonly partnerId: PartnerId },
): Promise<readonly StatementHeader[]> {
  return stores.statements.statementsOfPartner(merchantId, partnerId);
}
