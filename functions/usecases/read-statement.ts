import { DomainError } from '../../domain/errors.ts';
import type { MerchantId, PartnerId } from '../../domain/ids.ts';
import type { Deps } from '../runtime/deps.ts';

interface ReadStatement {
  readonly merchantId: MerchantId;
  /** The partner who asks, or null for the merchant's own people. */
  readonly partnerId: PartnerId | null;
  readonly statementId: string;
}

/** Canonical JSON of a statement. Another partner's is answered as if it did not exist. */
export async function readStatement(
  { stores }: Deps,
  { merchantId, partnerId, statementId }: ReadStatement,
): Promise<string> {
  const header = await stores.statements.statement(merchantId, statementId);
  const isOwn = header !== null && (partnerId === null || header.partnerId === partnerId);
  const text = isOwn
    ? await stores.runs.statement({ merchantId, programId: header.programId }, header, header.partnerId)
    : null;
  if (text === null) throw new DomainError('statement.not-found', `there is no statement ${statementId}`);
  return text;
}
