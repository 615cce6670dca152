import { DomainError } from '../../../domain/errors.ts';
import type { MerchantId, PartnerId } from '../../../domain/ids.ts';
import type { StatementTax } from '../../../domain/tax/statement-tax.ts';
import type { Deps } from '../../runtime/deps.ts';

interface ReadStatementTax {
  readonly merchantId: MerchantId;
  /** The partner who asks, or null for the merchant's own people. */
  readonly partnerId: PartnerId | null;
  readonly statementId: string;
}

/** The tax of a statement; refused where the statement is not there, another partner's, or without tax. */
export async function readStatementTax(
  { stores }: Deps,
  { merchantId, partnerId, statementId }: ReadStatementTax,
): Promise<StatementTax> {
  const header = await stores.statements.statement(merchantId, statementId);
  const isOwn = header !== null && (partnerId === null || header.partnerId === partnerId);
  const tax = isOwn ? await stores.taxes.statementTax(merchantId, header) : null;
  if (tax === null)
    throw new DomainError('statement.not-found', {
      en: `there is no tax of a statement ${statementId}`,
      ja: `明細書${statementId}の税額は見つかりません`,
    });
  return tax;
}
