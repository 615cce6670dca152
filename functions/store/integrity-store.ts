import type { MerchantId, PartnerId, PeriodId } from '../../domain/ids.ts';
import type { Hash, InclusionProof } from '../../domain/integrity/merkle.ts';
import type { PartnerLeaf, PeriodRoot } from '../../domain/integrity/period-root.ts';
import type { SigningKey } from '../../domain/integrity/signing-key.ts';
import type { ShardKey } from './run-store.ts';
import type { PutOnce, Recorded, Scope } from './scope.ts';

/** The signed roots of closed periods and the keys that signed them: written once, public. */
export interface RootStore {
  /** The root of a period; the first one stays. */
  putRoot(scope: Scope, root: Recorded<PeriodRoot>): Promise<PutOnce<PeriodRoot>>;
  root(scope: Scope, periodId: PeriodId): Promise<PeriodRoot | null>;
  /** By period. */
  roots(scope: Scope): Promise<readonly PeriodRoot[]>;
  putKey(merchantId: MerchantId, key: Recorded<SigningKey>): Promise<PutOnce<SigningKey>>;
  /** By the instant from which they are valid. */
  keys(merchantId: MerchantId): Promise<readonly SigningKey[]>;
}

/** A partner's leaf with the hashes of its entries by entry id. */
export interface ProvenPartner {
  readonly leaf: PartnerLeaf;
  readonly entryHashes: readonly Hash[];
}

/** What a period's root stands over, so that it need not be gathered again to prove something. */
export interface ProofStore {
  /** Takes the partners of one shard of the run, in the order of the tree. What was put first stays. */
  putShard(scope: Scope, shard: ShardKey, partners: AsyncIterable<ProvenPartner>): Promise<void>;
  hasShard(scope: Scope, shard: ShardKey): Promise<boolean>;
  /** Joins the shards, all of which have been put, and answers the root over them. Safe to repeat. */
  joinShards(scope: Scope, periodId: PeriodId, shardCount: number): Promise<ProvenTotals>;
  /** A partner's leaf and its way to the root; null when the root does not cover the partner. */
  proofOf(scope: Scope, root: PeriodRoot, partnerId: PartnerId): Promise<ProvenLeaf | null>;
  /** In the order of the tree; from about a partner on, or all. */
  partners(scope: Scope, root: PeriodRoot, from?: PartnerId): AsyncIterable<ProvenPartner>;
}

export interface ProvenTotals {
  readonly root: string;
  readonly partnerCount: number;
  readonly entryCount: number;
}

export interface ProvenLeaf {
  readonly leaf: PartnerLeaf;
  readonly proof: InclusionProof;
}
