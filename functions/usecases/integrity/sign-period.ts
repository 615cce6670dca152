import type { PeriodRoot, RootStatement } from '../../../domain/integrity/period-root.ts';
import { chainHashOf, signedText } from '../../../domain/integrity/period-root.ts';
import type { SettlementRecord } from '../../../domain/settlement/settlement.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Scope } from '../../store/scope.ts';
import { runKeyOf } from '../settlement/settlement-record.ts';
import { earlierRoots } from './root-entries.ts';
import { keyInUse } from './signing-key.ts';

/**
 * Signs a period: one root over every entry in its books and every statement, as gathered shard by shard, chained to the period
 * before. Called once by the close, when everything is posted and issued; the first root stays, whoever comes again.
 */
export async function signPeriod(
  deps: Deps,
  { scope, record }: { readonly scope: Scope; readonly record: SettlementRecord },
): Promise<PeriodRoot> {
  const { roots, proofs, runs } = deps.stores;
  const { periodId } = record;
  const signed = await roots.root(scope, periodId);
  if (signed !== null) return signed;
  const earlier = await earlierRoots(deps, scope, periodId);
  const key = await keyInUse(deps, scope.merchantId);
  const totals = await proofs.joinShards(scope, periodId, await runs.shardCount(scope, runKeyOf(record)));
  const statement: RootStatement = {
    ...scope,
    periodId,
    ...totals,
    previousRoot: earlier.at(-1)?.chainHash ?? null,
    keyId: key.keyId,
    signedAt: Math.max(deps.now(), key.validFrom),
  };
  const signature = await deps.signer.sign(key.keyId, signedText(statement));
  const root: PeriodRoot = { ...statement, chainHash: chainHashOf(statement, deps.sha256Bytes), signature };
  const put = await roots.putRoot(scope, { fact: root, recordedAt: root.signedAt });
  return put.stored.fact;
}
