import { Broken } from '../../../domain/errors.ts';
import type { PartnerId } from '../../../domain/ids.ts';
import { canonical } from '../../../domain/integrity/canonical.ts';
import type { Hash } from '../../../domain/integrity/merkle.ts';
import { entriesLeaf } from '../../../domain/integrity/period-root.ts';
import type { HashedParts } from '../../../domain/integrity/statement-parts.ts';
import { documentRecords, hashedPartsDigest, recordHasher } from '../../../domain/integrity/statement-parts.ts';
import type { IssuedFact } from '../../../domain/statement/confirmation.ts';
import { documentOf } from '../../../domain/statement/issued-document.ts';
import type { Statement } from '../../../domain/statement/statement.ts';
import type { StatementTax } from '../../../domain/tax/statement-tax.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { ProvenPartner } from '../../store/integrity-store.ts';
import type { RunKey } from '../../store/run-store.ts';
import type { Scope } from '../../store/scope.ts';
import { mapLimited, WORK_AT_ONCE } from '../map-limited.ts';
import type { RootPlace } from './root-entries.ts';
import { coveredBy, eachRootEntry, earlierRoots } from './root-entries.ts';

const PARTNERS_AHEAD = 64;

export interface ShardToProve {
  readonly scope: Scope;
  readonly run: RunKey;
  readonly shard: number;
  /** What was issued with the statements of the shard. */
  readonly documents: ReadonlyMap<PartnerId, DocumentToProve>;
}

export interface DocumentToProve {
  readonly fact: IssuedFact;
  readonly tax: StatementTax | null;
}

/**
 * Gathers what the root of a period will stand over of one shard: every entry in the books of its partners, and their statements.
 * What was gathered first stays: what enters the books of earlier periods meanwhile belongs to the next root.
 */
export async function proveShard(deps: Deps, { scope, run, shard, documents }: ShardToProve): Promise<void> {
  const { periodId } = run;
  const { proofs, runs } = deps.stores;
  if (await proofs.hasShard(scope, { periodId, shard })) return;
  const partnerIds = (await runs.partners(scope, run, shard)).map(({ partnerId }) => partnerId);
  const place = { scope, periodId, earlier: await earlierRoots(deps, scope, periodId) };
  await proofs.putShard(scope, { periodId, shard }, provenPartners(deps, { run, documents }, place, partnerIds));
}

/** Partners in the order of the tree, a few at a time: never the whole books in memory. */
async function* provenPartners(
  deps: Deps,
  of: Pick<ShardToProve, 'run' | 'documents'>,
  place: RootPlace,
  partnerIds: readonly PartnerId[],
): AsyncGenerator<ProvenPartner> {
  const covered = coveredBy(deps, place, partnerIds[0]);
  for (let at = 0; at < partnerIds.length; at += PARTNERS_AHEAD) {
    const ahead: { readonly partnerId: PartnerId; readonly before: ReadonlySet<Hash> }[] = [];
    for (const partnerId of partnerIds.slice(at, at + PARTNERS_AHEAD)) {
      ahead.push({ partnerId, before: await covered(partnerId) });
    }
    yield* await mapLimited(ahead, WORK_AT_ONCE, ({ partnerId, before }) => {
      return provenPartner(deps, { ...of, partnerId, before }, place);
    });
  }
}

interface PartnerToProve extends Pick<ShardToProve, 'run' | 'documents'> {
  readonly partnerId: PartnerId;
  /** What earlier roots cover of its entries. */
  readonly before: ReadonlySet<Hash>;
}

async function provenPartner(
  deps: Deps,
  { run, documents, partnerId, before }: PartnerToProve,
  place: RootPlace,
): Promise<ProvenPartner> {
  const { sha256Bytes, stores } = deps;
  const { scope } = place;
  const entryHashes: Hash[] = [];
  const isCovered = (hash: Hash): boolean => !before.has(hash);
  await eachRootEntry(deps, place, { partnerId, isCovered }, ({ hash }) => entryHashes.push(hash) > 0);
  const parts = await stores.runs.statementParts(scope, run, partnerId);
  if (parts === null) throw new Broken('run.missing', `run ${run.runId} has no statement of ${partnerId}`);
  const document = documents.get(partnerId);
  if (document === undefined) throw new Broken('run.missing', `run ${run.runId} has no document of ${partnerId}`);
  const statementDigest = hashedPartsDigest(withDocument(deps, parts, document), sha256Bytes);
  const leaf = { partnerId, ...entriesLeaf(entryHashes, sha256Bytes), statementDigest };
  return { leaf, entryHashes };
}

/** The parts of a statement with those of the first version of its document. */
function withDocument(
  { sha256Bytes }: Deps,
  { head, sections }: HashedParts,
  { fact, tax }: DocumentToProve,
): HashedParts {
  const statement = JSON.parse(head) as Pick<Statement, 'partner' | 'payable' | 'payout'>;
  const document = documentOf(fact, { statement, tax, confirmBy: fact.confirmBy });
  const hash = recordHasher('document', sha256Bytes);
  const records = documentRecords({ ...document }).map((record) => hash(canonical(record)));
  return { head, sections: { ...sections, document: records.join('') } };
}
