import { hash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Broken } from '../../../domain/errors.ts';
import type { Hash } from '../../../domain/integrity/merkle.ts';
import { hashOfHex, hexOf, wholeTree } from '../../../domain/integrity/merkle.ts';
import type { PartnerLeaf, PeriodRoot } from '../../../domain/integrity/period-root.ts';
import { partnerLeafHash } from '../../../domain/integrity/period-root.ts';
import { SHARD_PARTNERS } from '../../limits.ts';
import { sha256Bytes } from '../../runtime/ed25519.ts';
import type { BlobStore } from '../blob-store.ts';
import type { ProofStore, ProvenPartner } from '../integrity-store.ts';
import { byCodePoint } from '../order.ts';
import type { ShardKey } from '../run-store.ts';
import type { Scope } from '../scope.ts';

/** A power of two, so that the tree over a part is a whole subtree of the period's; only the last part of all may be short. */
const PARTNERS_PER_PART = SHARD_PARTNERS / 2;
const HASH_BYTES = 32;
/** Hashes of entries in one blob, 8 MB: a partner with millions of entries has many. */
const HASHES_PER_BLOB = 1 << 18;
const TEXT_LEVEL = 1;
/** Nothing makes hashes smaller; they are stored as they are, in a file of the same form. */
const HASHES_LEVEL = 0;

/** A part of the period's tree: its root, and the names of the blobs that hold its leaves and the hashes of its entries. */
interface Part {
  readonly firstPartnerId: string;
  readonly root: string;
  readonly leaves: string;
  readonly entries: readonly string[];
}

/** What a shard adds to the tree. */
interface ShardParts {
  readonly parts: readonly Part[];
  readonly partnerCount: number;
  readonly entryCount: number;
}

/** Proofs as immutable blobs that are named by what they hold, so that writing them again after a crash adds nothing. */
export function blobProofs(blobs: BlobStore): ProofStore {
  const put = async (folder: string, bytes: Uint8Array, level: number): Promise<string> => {
    const name = hash('sha256', bytes, 'hex');
    await blobs.putOnce(`${folder}/${name}`, gzipSync(bytes, { level }));
    return name;
  };
  const get = async (key: string): Promise<Buffer> => {
    const bytes = await blobs.get(key);
    if (bytes === null) throw new Broken('proof.missing', `there is no ${key}`);
    return gunzipSync(bytes);
  };
  const partsOf = async (scope: Scope, root: PeriodRoot): Promise<readonly Part[]> => {
    const key = `${folderOf(scope, root.periodId)}/index/${root.root}`;
    return JSON.parse((await get(key)).toString('utf8')) as Part[];
  };
  const leavesOf = async (folder: string, part: Part): Promise<readonly PartnerLeaf[]> =>
    JSON.parse((await get(`${folder}/${part.leaves}`)).toString('utf8')) as PartnerLeaf[];

  return {
    putShard: async (scope, shard, partners) => {
      const written = await writeParts(partners, (...of) => put(folderOf(scope, shard.periodId), ...of));
      await blobs.putOnce(shardKey(scope, shard), gzipSync(JSON.stringify(written), { level: TEXT_LEVEL }));
    },
    hasShard: async (scope, shard) => (await blobs.get(shardKey(scope, shard))) !== null,
    joinShards: async (scope, periodId, shardCount) => {
      const parts: Part[] = [];
      let [partnerCount, entryCount] = [0, 0];
      for (let shard = 0; shard < shardCount; shard += 1) {
        const written = JSON.parse((await get(shardKey(scope, { periodId, shard }))).toString('utf8')) as ShardParts;
        parts.push(...written.parts);
        partnerCount += written.partnerCount;
        entryCount += written.entryCount;
      }
      const root = hexOf(wholeTree(parts.map(rootOf), sha256Bytes).root);
      const text = gzipSync(JSON.stringify(parts), { level: TEXT_LEVEL });
      await blobs.putOnce(`${folderOf(scope, periodId)}/index/${root}`, text);
      return { root, partnerCount, entryCount };
    },
    proofOf: async (scope, root, partnerId) => {
      const parts = await partsOf(scope, root);
      const at = placeOf(parts, partnerId);
      const part = parts[at];
      if (part === undefined) return null;
      const leaves = await leavesOf(folderOf(scope, root.periodId), part);
      const index = leaves.findIndex((leaf) => leaf.partnerId === partnerId);
      const leaf = leaves[index];
      if (leaf === undefined) return null;
      const below = wholeTree(
        leaves.map((each) => partnerLeafHash(each, sha256Bytes)),
        sha256Bytes,
      ).proofOf(index);
      const above = wholeTree(parts.map(rootOf), sha256Bytes).proofOf(at);
      const place = { index: at * PARTNERS_PER_PART + index, size: root.partnerCount };
      return { leaf, proof: { ...place, path: [...below.path, ...above.path] } };
    },
    partners: async function* (scope, root, from) {
      const folder = folderOf(scope, root.periodId);
      const parts = await partsOf(scope, root);
      for (const part of from === undefined ? parts : parts.slice(Math.max(placeOf(parts, from), 0))) {
        const hashes = hashesIn(part.entries, async (name) => (await get(`${folder}/${name}`)).toString('latin1'));
        for (const leaf of await leavesOf(folder, part)) {
          const entryHashes: Hash[] = [];
          for (let count = 0; count < leaf.entryCount; count++) entryHashes.push((await hashes.next()).value);
          yield { leaf, entryHashes };
        }
      }
    },
  };
}

function folderOf({ merchantId, programId }: Scope, periodId: string): string {
  return ['proofs', merchantId, programId, periodId].map(encodeURIComponent).join('/');
}

function shardKey(scope: Scope, { periodId, shard }: ShardKey): string {
  return `${folderOf(scope, periodId)}/shards/${shard}`;
}

/** The last part that may hold a partner. */
function placeOf(parts: readonly Part[], partnerId: string): number {
  return parts.findLastIndex(({ firstPartnerId }) => byCodePoint(firstPartnerId, partnerId) <= 0);
}

function rootOf({ root }: Part): Hash {
  const hash = hashOfHex(root);
  if (hash === null) throw new Broken('proof.missing', `"${root}" is no root of a part`);
  return hash;
}

async function* hashesIn(
  names: readonly string[],
  read: (name: string) => Promise<string>,
): AsyncGenerator<Hash, Hash> {
  for (const name of names) {
    const text = await read(name);
    for (let at = 0; at < text.length; at += HASH_BYTES) yield text.slice(at, at + HASH_BYTES);
  }
  throw new Broken('proof.missing', 'there are fewer hashes than entries');
}

/** Writes part after part; what stands in memory is one part. */
async function writeParts(
  partners: AsyncIterable<ProvenPartner>,
  put: (bytes: Uint8Array, level: number) => Promise<string>,
): Promise<ShardParts> {
  const parts: Part[] = [];
  let [leaves, hashes, names]: [PartnerLeaf[], Hash[], string[]] = [[], [], []];
  let [partnerCount, entryCount] = [0, 0];
  const putHashes = async (): Promise<void> => {
    if (hashes.length > 0) names.push(await put(Buffer.from(hashes.join(''), 'latin1'), HASHES_LEVEL));
    hashes = [];
  };
  const endPart = async (): Promise<void> => {
    const [first] = leaves;
    if (first === undefined) return;
    await putHashes();
    const { root } = wholeTree(
      leaves.map((leaf) => partnerLeafHash(leaf, sha256Bytes)),
      sha256Bytes,
    );
    const name = await put(Buffer.from(JSON.stringify(leaves)), TEXT_LEVEL);
    parts.push({ firstPartnerId: first.partnerId, root: hexOf(root), leaves: name, entries: names });
    [leaves, names] = [[], []];
  };
  for await (const { leaf, entryHashes } of partners) {
    leaves.push(leaf);
    partnerCount += 1;
    entryCount += entryHashes.length;
    for (const each of entryHashes) if (hashes.push(each) === HASHES_PER_BLOB) await putHashes();
    if (leaves.length === PARTNERS_PER_PART) await endPart();
  }
  await endPart();
  return { parts, partnerCount, entryCount };
}
