import { DomainError } from '../../../domain/errors.ts';
import type { MerchantId, PartnerId } from '../../../domain/ids.ts';
import type { StatementIntegrity } from '../../../domain/integrity/statement-integrity.ts';
import type { IssuedFact } from '../../../domain/statement/confirmation.ts';
import { documentState } from '../../../domain/statement/confirmation.ts';
import type { IssuedStatement, StatementDocument } from '../../../domain/statement/document.ts';
import { issued } from '../../../domain/statement/document.ts';
import { documentOf } from '../../../domain/statement/issued-document.ts';
import type { Statement } from '../../../domain/statement/statement.ts';
import type { Deps } from '../../runtime/deps.ts';
import { integrityIn } from './issued-statement.ts';

interface Wanted {
  readonly merchantId: MerchantId;
  /** The partner who asks, or null for the merchant's own people. */
  readonly partnerId: PartnerId | null;
  readonly statementId: string;
  /** Null: the latest. */
  readonly version: number | null;
}

/** A statement as it is handed out: issued, and from its close on with what proves it. */
export type ProvenStatement = IssuedStatement & { readonly integrity?: StatementIntegrity };

/** A statement as it was issued, in the latest version or an older one. Another partner's is answered as if it did not exist. */
export async function readDocument(deps: Deps, wanted: Wanted): Promise<ProvenStatement> {
  const { merchantId, partnerId, statementId } = wanted;
  const { stores } = deps;
  const header = await stores.statements.statement(merchantId, statementId);
  const isOwn = header !== null && (partnerId === null || header.partnerId === partnerId);
  const scope = { merchantId, programId: header?.programId ?? '' };
  const text = isOwn ? await stores.runs.statement(scope, header, header.partnerId) : null;
  if (!isOwn || text === null) {
    throw new DomainError('statement.not-found', {
      en: `there is no statement ${statementId}`,
      ja: `明細書${statementId}は見つかりません`,
    });
  }
  const statement = JSON.parse(text) as Statement;
  const [document, root] = await Promise.all([
    documentIn(deps, wanted, statement),
    stores.roots.root(scope, header.periodId),
  ]);
  const whole = document === null ? statement : issued(statement, document);
  if (root === null) return whole;
  const integrity = await integrityIn(deps, { scope, root, partnerId: header.partnerId }, whole);
  return document === null ? { ...whole, integrity } : issued({ ...statement, integrity } as Statement, document);
}

/** Null while nothing has been issued of it. */
async function documentIn(
  { stores }: Deps,
  { merchantId, statementId, version }: Wanted,
  statement: Statement,
): Promise<StatementDocument | null> {
  const steps = await stores.documents.steps(merchantId, statementId);
  const versions = steps.filter((step): step is IssuedFact => step.kind === 'issued');
  const found = version === null ? versions.at(-1) : versions.find((fact) => fact.version === version);
  if (found === undefined && version === null) return null;
  if (found === undefined) {
    throw new DomainError(
      'statement.not-found',
      { en: `there is no version ${version} of ${statementId}`, ja: `${statementId}に版${version}はありません` },
      {
        field: 'version',
      },
    );
  }
  const confirmBy = documentState(steps.filter((step) => step.version === found.version))?.confirmBy ?? found.confirmBy;
  return documentOf(found, { statement, tax: await stores.taxes.statementTax(merchantId, found), confirmBy });
}
