import { Broken } from '../../../domain/errors.ts';
import type { PartnerId } from '../../../domain/ids.ts';
import type { PeriodRoot } from '../../../domain/integrity/period-root.ts';
import type { StatementIntegrity } from '../../../domain/integrity/statement-integrity.ts';
import { integrityOf } from '../../../domain/integrity/statement-integrity.ts';
import { partHashes, signedPart, statementDigest } from '../../../domain/integrity/statement-parts.ts';
import type { IssuedStatement } from '../../../domain/statement/document.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Scope } from '../../store/scope.ts';

type Proving = Pick<Deps, 'stores' | 'sha256Bytes'>;

/** What proves an issued statement: its way to the root of its close. */
export async function integrityIn(
  { stores, sha256Bytes }: Proving,
  { scope, root, partnerId }: { readonly scope: Scope; readonly root: PeriodRoot; readonly partnerId: PartnerId },
  statement: IssuedStatement,
): Promise<StatementIntegrity> {
  const proven = await stores.proofs.proofOf(scope, root, partnerId);
  const parts = partHashes(signedPart({ ...statement }), sha256Bytes);
  // Never hand out under our signature what is not what was signed.
  if (proven === null || statementDigest(parts, sha256Bytes) !== proven.leaf.statementDigest) {
    throw new Broken('statement.tampered', `the statement of ${partnerId} is not the one that was signed`);
  }
  return integrityOf(parts, { ...proven, root });
}
