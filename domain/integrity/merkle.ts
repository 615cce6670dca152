/** A hash of 32 bytes, as a text of 32 letters from U+0000 to U+00FF: quick to compare and small to keep. */
export type Hash = string;

/** SHA-256 of bytes, or of a text in UTF-8. It comes in as an argument, as everything does that is not arithmetic of ours. */
export type Sha256 = (data: Uint8Array | string) => Hash;

/** Where a leaf stands in a tree, and the hashes beside the way from it to the root, lowest first (RFC 6962, 2.1.1). */
export interface InclusionProof {
  readonly index: number;
  readonly size: number;
  readonly path: readonly Hash[];
}

/** A tree that leaves are appended to; it holds one hash per level, however many leaves it has seen. */
export interface GrowingTree {
  readonly append: (leaf: Hash) => void;
  /** Root of what was appended so far. */
  readonly root: () => Hash;
}

/** A whole tree, from which every leaf's proof can be had. */
export interface WholeTree {
  readonly root: Hash;
  readonly proofOf: (index: number) => InclusionProof;
}

export const HASH_BYTES = 32;
/** A leaf can never pass for a node nor a node for a leaf: their texts begin with different bytes. */
const LEAF_PREFIX = '\u0000';
const NODE_PREFIX = 1;

/** The hash of a leaf: SHA-256 of a zero byte and the leaf in UTF-8. */
export function leafHash(text: string, sha256: Sha256): Hash {
  return sha256(LEAF_PREFIX + text);
}

/** The digest of a list of hashes: SHA-256 over them one after another, in hexadecimal. They come in one text. */
export function digestOf(hashes: string, sha256: Sha256): string {
  const bytes = new Uint8Array(hashes.length);
  for (let at = 0; at < hashes.length; at++) bytes[at] = hashes.charCodeAt(at);
  return hexOf(sha256(bytes));
}

/** Hashes pairs of nodes: SHA-256 of a one byte, the left and the right. */
function nodeHasher(sha256: Sha256): (left: Hash, right: Hash) => Hash {
  const bytes = new Uint8Array(1 + 2 * HASH_BYTES);
  bytes[0] = NODE_PREFIX;
  return (left, right) => {
    for (let at = 0; at < HASH_BYTES; at++) {
      bytes[1 + at] = left.charCodeAt(at);
      bytes[1 + HASH_BYTES + at] = right.charCodeAt(at);
    }
    return sha256(bytes);
  };
}

/** An empty tree to append to, as RFC 6962 builds them. */
export function growingTree(sha256: Sha256): GrowingTree {
  const nodeHash = nodeHasher(sha256);
  // The full subtrees so far, largest first: their sizes are the bits of the count.
  const subtrees: Hash[] = [];
  let count = 0;
  return {
    append: (leaf) => {
      let node = leaf;
      for (let size = count; size % 2 === 1; size = (size - 1) / 2) node = nodeHash(subtrees.pop() ?? '', node);
      subtrees.push(node);
      count += 1;
    },
    root: () => {
      let node = subtrees.at(-1);
      if (node === undefined) return sha256(new Uint8Array(0));
      for (let at = subtrees.length - 2; at >= 0; at--) node = nodeHash(subtrees[at] ?? '', node);
      return node;
    },
  };
}

/** The tree over leaves that are all there. */
export function wholeTree(leaves: readonly Hash[], sha256: Sha256): WholeTree {
  const nodeHash = nodeHasher(sha256);
  const levels: (readonly Hash[])[] = [leaves];
  for (let level = leaves; level.length > 1; levels.push(level)) level = levelAbove(level, nodeHash);
  return {
    root: levels.at(-1)?.[0] ?? sha256(new Uint8Array(0)),
    proofOf: (index) => {
      const path: Hash[] = [];
      let place = index;
      for (const level of levels) {
        const beside = level[place % 2 === 0 ? place + 1 : place - 1];
        if (beside !== undefined) path.push(beside);
        place = Math.floor(place / 2);
      }
      return { index, size: leaves.length, path };
    },
  };
}

/** A node without a neighbour goes up as it is, which gives the very tree that RFC 6962 splits from above. */
function levelAbove(level: readonly Hash[], nodeHash: (left: Hash, right: Hash) => Hash): readonly Hash[] {
  const above: Hash[] = [];
  for (let at = 0; at < level.length; at += 2) {
    const left = level[at] ?? '';
    const right = level[at + 1];
    above.push(right === undefined ? left : nodeHash(left, right));
  }
  return above;
}

/** The root that a leaf and its proof lead to; null when the proof has another length than its place asks for. */
export function rootByProof(leaf: Hash, { index, size, path }: InclusionProof, sha256: Sha256): Hash | null {
  if (!(Number.isSafeInteger(size) && Number.isSafeInteger(index) && index >= 0 && index < size)) return null;
  const nodeHash = nodeHasher(sha256);
  let node = leaf;
  let place = index;
  let last = size - 1;
  for (const beside of path) {
    if (last === 0) return null;
    if (place % 2 === 1 || place === last) {
      node = nodeHash(beside, node);
      while (place % 2 === 0 && place !== 0) {
        place = Math.floor(place / 2);
        last = Math.floor(last / 2);
      }
    } else node = nodeHash(node, beside);
    place = Math.floor(place / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 ? node : null;
}

const HEX_BYTES: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** A hash as people and files write it: 64 hexadecimal digits. */
export function hexOf(hash: Hash): string {
  let hex = '';
  for (let at = 0; at < hash.length; at++) hex += HEX_BYTES[hash.charCodeAt(at)];
  return hex;
}

const HEX_HASH = /^[0-9a-f]{64}$/;

/** Reads a hash in hexadecimal; null when it is none. */
export function hashOfHex(hex: unknown): Hash | null {
  if (typeof hex !== 'string' || !HEX_HASH.test(hex)) return null;
  let hash = '';
  for (let at = 0; at < hex.length; at += 2) hash += String.fromCharCode(Number.parseInt(hex.slice(at, at + 2), 16));
  return hash;
}
