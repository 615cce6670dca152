import { DomainError } from '../../../domain/errors.ts';
import type { MerchantId, PartnerId } from '../../../domain/ids.ts';
import type { Deps } from '../../runtime/deps.ts';
import { statementTextOf, withIntegrity } from './issued-statement.ts';

interface ReadStatement {
  readonly merchantId: MerchantId;
  /** The partner who asks, or null for the merchant's own people. */
  readonly partnerId: PartnerId | null;
  readonly statementId: string;
}

/** JSON of a statement with its integrity. Another partner's is answered as if it did not exist. */
export async function readStatement(
  deps: Deps,
  { merchantId, partnerId, statementId }: ReadStatement,
): Promise<string> {
  const { stores } = deps;
  const header = await stores.statements.statement(merchantId, statementId);
  const isOwn = header !== null && (partnerId === null || header.partnerId === partnerId);
  const scope = isOwn ? { merchantId, programId: header.programId } : null;
  const text = scope && isOwn ? await statementTextOf(deps, { scope, run: header, partnerId: header.partnerId }) : null;
  if (scope === null || !isOwn || text === null) {
    throw new DomainError('statement.not-found', `there is no statement ${statementId}`);
  }
  const root = await stores.roots.root(scope, header.periodId);
  return root === null ? text : await withIntegrity(deps, { scope, root, partnerId: header.partnerId }, text);
}
