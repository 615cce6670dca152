import { DomainError } from '../../../domain/errors.ts';
import type { PartnerId } from '../../../domain/ids.ts';
import type { PeriodRoot } from '../../../domain/integrity/period-root.ts';
import { integrityOf } from '../../../domain/integrity/statement-integrity.ts';
import type { StatementJson } from '../../../domain/integrity/statement-parts.ts';
import { partHashes, statementRoot } from '../../../domain/integrity/statement-parts.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { RunKey } from '../../store/run-store.ts';
import type { Scope } from '../../store/scope.ts';

/** The canonical text of a statement as it is signed; null for a partner that the run does not know. */
export async function statementTextOf(
  { stores }: Pick<Deps, 'stores'>,
  { scope, run, partnerId }: { readonly scope: Scope; readonly run: RunKey; readonly partnerId: PartnerId },
): Promise<string | null> {
  return await stores.runs.statement(scope, run, partnerId);
}

/** A statement's text with the member `integrity` after all others, so that the rest keeps its bytes. */
export async function withIntegrity(
  { stores, sha256Bytes }: Pick<Deps, 'stores' | 'sha256Bytes'>,
  { scope, root, partnerId }: { readonly scope: Scope; readonly root: PeriodRoot; readonly partnerId: PartnerId },
  text: string,
): Promise<string> {
  const proven = await stores.proofs.proofOf(scope, root, partnerId);
  const statement = JSON.parse(text) as StatementJson;
  // Never hand out under our signature what is not what was signed.
  if (proven === null || statementRoot(partHashes(statement, sha256Bytes), sha256Bytes) !== proven.leaf.statementRoot) {
    throw new DomainError('statement.tampered', `the statement of ${partnerId} is not the one that was signed`);
  }
  const integrity = integrityOf(statement, { ...proven, root }, sha256Bytes);
  return `${text.slice(0, -1)},"integrity":${JSON.stringify(integrity)}}`;
}
