import { describe, expect, expectTypeOf, it } from 'vitest';
import { growingTree, hexOf, leafHash, rootByProof } from '../../domain/integrity/merkle.ts';
import type { PeriodRoot } from '../../domain/integrity/period-root.ts';
import { entriesLeaf, partnerLeafHash } from '../../domain/integrity/period-root.ts';
import type { SigningKey } from '../../domain/integrity/signing-key.ts';
import { SHARD_PARTNERS } from '../../functions/limits.ts';
import { sha256Bytes } from '../../functions/runtime/ed25519.ts';
import type { ProofStore, ProvenPartner, ProvenTotals } from '../../functions/store/integrity-store.ts';
import type { LedgerStore } from '../../functions/store/ledger-store.ts';
import type { Scope } from '../../functions/store/scope.ts';
import type { Stores } from '../../functions/store/store.ts';
import { aScope, NOON, recorded } from './facts.ts';

const AWKWARD = ['#1', '𠮷', '%23', 'a/b c', '注文'];

function aRoot(scope: ReturnType<typeof aScope>, change: Partial<PeriodRoot> = {}): PeriodRoot {
  const hash = '00'.repeat(32);
  const counts = { partnerCount: 1, entryCount: 2 };
  const chain = { root: hash, previousRoot: null, chainHash: hash };
  return {
    ...scope,
    periodId: '2026-10',
    ...counts,
    ...chain,
    keyId: 'k1',
    signedAt: NOON,
    signature: 'c2ln',
    ...change,
  };
}

function aKey(change: Partial<SigningKey> = {}): SigningKey {
  return { keyId: 'k1', algorithm: 'Ed25519', publicKey: 'MCow', validFrom: NOON, ...change };
}

function somePartners(count: number): ProvenPartner[] {
  return Array.from({ length: count }, (_, at) => {
    const partnerId = `ptn_${String(at).padStart(5, '0')}`;
    const entryHashes = Array.from({ length: at % 4 }, (__, entry) => leafHash(`${partnerId} ${entry}`, sha256Bytes));
    return { leaf: { partnerId, ...entriesLeaf(entryHashes, sha256Bytes), statementDigest: 'ab' }, entryHashes };
  });
}

async function* streamed<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

/** What the integrity of the books relies on, whatever the store. */
export function integrityContract(storesOf: () => Stores): void {
  describe('the ledger’s port', () => {
    it('has two methods, to post and to read: none could change or remove an entry', () => {
      expectTypeOf<keyof LedgerStore>().toEqualTypeOf<'post' | 'entries'>();
      expect(Object.keys(storesOf().ledger).sort()).toEqual(['entries', 'post']);
    });
  });

  describe('roots of closed periods', () => {
    it('are written once; the first stays', async () => {
      const { roots } = storesOf();
      const scope = aScope();
      expect(await roots.root(scope, '2026-10')).toBeNull();
      const first = aRoot(scope);
      expect((await roots.putRoot(scope, recorded(first))).outcome).toBe('created');
      expect((await roots.putRoot(scope, recorded(first))).outcome).toBe('repeated');
      const other = await roots.putRoot(scope, recorded(aRoot(scope, { signedAt: NOON + 1 })));
      expect(other).toMatchObject({ outcome: 'conflict', stored: { fact: first } });
      expect(await roots.root(scope, '2026-10')).toEqual(first);
    });

    it('come in the order of periods, of one program only', async () => {
      const { roots } = storesOf();
      const scope = aScope();
      for (const periodId of ['2026-12', '2026-10', '2026-11']) {
        await roots.putRoot(scope, recorded(aRoot(scope, { periodId })));
      }
      expect((await roots.roots(scope)).map(({ periodId }) => periodId)).toEqual(['2026-10', '2026-11', '2026-12']);
      expect(await roots.roots({ ...scope, programId: 'prg_2' })).toEqual([]);
    });
  });

  describe('signing keys', () => {
    it('make a history that is only added to', async () => {
      const { roots } = storesOf();
      const { merchantId } = aScope();
      const keys = [aKey({ keyId: 'k2', validFrom: NOON + 5 }), aKey(), aKey({ keyId: 'k3', validFrom: NOON + 70 })];
      for (const key of keys) expect((await roots.putKey(merchantId, recorded(key))).outcome).toBe('created');
      expect((await roots.putKey(merchantId, recorded(aKey()))).outcome).toBe('repeated');
      expect((await roots.keys(merchantId)).map(({ keyId }) => keyId)).toEqual(['k1', 'k2', 'k3']);
      expect(await roots.keys(aScope().merchantId)).toEqual([]);
    });
  });

  describe('proofs', () => {
    it.each([0, 1, 3, 256, 257, 700])('of %i partners lead to the root and come back as they were', async (count) => {
      const { proofs } = storesOf();
      const scope = aScope();
      const partners = somePartners(count);
      const totals = await putProofs(proofs, scope, partners);
      expect(await putProofs(proofs, scope, partners)).toEqual(totals);
      const tree = growingTree(sha256Bytes);
      for (const { leaf } of partners) tree.append(partnerLeafHash(leaf, sha256Bytes));
      expect(totals.root).toBe(hexOf(tree.root()));
      const root = aRoot(scope, totals);
      const found: ProvenPartner[] = [];
      for await (const partner of proofs.partners(scope, root)) found.push(partner);
      expect(found).toEqual(partners);
      const last = partners.at(-1)?.leaf.partnerId ?? '';
      const fromLast: ProvenPartner[] = [];
      for await (const partner of proofs.partners(scope, root, last)) fromLast.push(partner);
      expect(fromLast.length).toBeLessThanOrEqual(256);
      expect(fromLast.at(-1)).toEqual(partners.at(-1));
      for (const at of [0, 255, 256, count - 1].filter((place) => place >= 0 && place < count)) {
        const { leaf } = partners[at] ?? { leaf: null };
        const proven = await proofs.proofOf(scope, root, leaf?.partnerId ?? '');
        expect(proven?.leaf).toEqual(leaf);
        if (proven === null) continue;
        const reached = rootByProof(partnerLeafHash(proven.leaf, sha256Bytes), proven.proof, sha256Bytes);
        expect(reached === null ? null : hexOf(reached)).toBe(totals.root);
      }
      expect(await proofs.proofOf(scope, root, 'ptn_unknown')).toBeNull();
    });

    it('of a shard stay as they were put first', async () => {
      const { proofs } = storesOf();
      const scope = aScope();
      const shard = { periodId: '2026-10', shard: 0 };
      expect(await proofs.hasShard(scope, shard)).toBe(false);
      await proofs.putShard(scope, shard, streamed(somePartners(3)));
      expect(await proofs.hasShard(scope, shard)).toBe(true);
      await proofs.putShard(scope, shard, streamed(somePartners(2)));
      expect(await proofs.joinShards(scope, '2026-10', 1)).toMatchObject({ partnerCount: 3 });
    });

    it('take any id', async () => {
      const { proofs } = storesOf();
      const scope = aScope();
      const partners = AWKWARD.toSorted().map((partnerId) => {
        const leaf = { partnerId, ...entriesLeaf([], sha256Bytes), statementDigest: '' };
        return { leaf, entryHashes: [] };
      });
      const root = aRoot(scope, await putProofs(proofs, scope, partners));
      for (const { leaf } of partners) expect((await proofs.proofOf(scope, root, leaf.partnerId))?.leaf).toEqual(leaf);
    });
  });
}

/** Puts partners as the shards of a close do, and joins them. */
async function putProofs(proofs: ProofStore, scope: Scope, partners: readonly ProvenPartner[]): Promise<ProvenTotals> {
  const shardCount = Math.ceil(partners.length / SHARD_PARTNERS);
  for (let shard = 0; shard < shardCount; shard += 1) {
    const own = partners.slice(shard * SHARD_PARTNERS, (shard + 1) * SHARD_PARTNERS);
    await proofs.putShard(scope, { periodId: '2026-10', shard }, streamed(own));
  }
  return await proofs.joinShards(scope, '2026-10', shardCount);
}
