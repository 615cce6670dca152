import { DomainError } from '../../../domain/errors.ts';
import type { PartnerId } from '../../../domain/ids.ts';
import type { Hash } from '../../../domain/integrity/merkle.ts';
import type { PeriodRoot, RootStatement } from '../../../domain/integrity/period-root.ts';
import { chainHashOf, entriesLeaf, signedText } from '../../../domain/integrity/period-root.ts';
import type { StatementJson } from '../../../domain/integrity/statement-parts.ts';
import { partHashes, statementRoot } from '../../../domain/integrity/statement-parts.ts';
import type { SettlementRecord } from '../../../domain/settlement/settlement.ts';
import type { Deps } from '../../runtime/deps.ts';
import { byCodePoint } from '../../store/order.ts';
import type { ProvenPartner, RunKey, Scope } from '../../store/store.ts';
import { mapLimited } from '../map-limited.ts';
import { runKeyOf } from '../settlement/settlement-record.ts';
import { statementTextOf } from '../statement/issued-statement.ts';
import type { RootEntry, RootPlace } from './root-entries.ts';
import { coveredBy, earlierRoots, rootEntries } from './root-entries.ts';
import { keyInUse } from './signing-key.ts';

const PARTNERS_AT_ONCE = 16;
const PARTNERS_AHEAD = 64;

/**
 * Signs a period: one root over every entry in its books and every statement, chained to the period before. Called once by the
 * close, when everything is posted and before the period is closed; the first root stays, whoever comes again.
 */
export async function signPeriod(
  deps: Deps,
  { scope, record }: { readonly scope: Scope; readonly record: SettlementRecord },
): Promise<PeriodRoot> {
  const { roots, proofs } = deps.stores;
  const { periodId } = record;
  const signed = await roots.root(scope, periodId);
  if (signed !== null) return signed;
  const earlier = await earlierRoots(deps, scope, periodId);
  const key = await keyInUse(deps, scope.merchantId);
  const totals = await proofs.putProofs(
    scope,
    periodId,
    provenPartners(deps, runKeyOf(record), { scope, periodId, earlier }),
  );
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

/** Partners in the order of the tree, a few at a time: never the whole books in memory. */
async function* provenPartners(deps: Deps, run: RunKey, place: RootPlace): AsyncGenerator<ProvenPartner> {
  const partners = await deps.stores.runs.partners(place.scope, run);
  const partnerIds = partners.map(({ partnerId }) => partnerId).sort(byCodePoint);
  const covered = coveredBy(deps, place);
  for (let at = 0; at < partnerIds.length; at += PARTNERS_AHEAD) {
    const ahead: { readonly partnerId: PartnerId; readonly before: ReadonlySet<Hash> }[] = [];
    for (const partnerId of partnerIds.slice(at, at + PARTNERS_AHEAD)) {
      ahead.push({ partnerId, before: await covered(partnerId) });
    }
    yield* await mapLimited(ahead, PARTNERS_AT_ONCE, ({ partnerId, before }) => {
      const entries = rootEntries(deps, place, { partnerId, isCovered: (hash) => !before.has(hash) });
      return provenPartner(deps, { scope: place.scope, run, partnerId }, entries);
    });
  }
}

async function provenPartner(
  deps: Deps,
  { scope, run, partnerId }: { readonly scope: Scope; readonly run: RunKey; readonly partnerId: PartnerId },
  entries: AsyncIterable<RootEntry>,
): Promise<ProvenPartner> {
  const { sha256Bytes } = deps;
  const entryHashes: Hash[] = [];
  for await (const { hash } of entries) entryHashes.push(hash);
  const text = await statementTextOf(deps, { scope, run, partnerId });
  if (text === null) throw new DomainError('run.missing', `run ${run.runId} has no statement of ${partnerId}`);
  const parts = partHashes(JSON.parse(text) as StatementJson, sha256Bytes);
  const leaf = {
    partnerId,
    ...entriesLeaf(entryHashes, sha256Bytes),
    statementRoot: statementRoot(parts, sha256Bytes),
  };
  return { leaf, entryHashes };
}
