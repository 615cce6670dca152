import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Hash } from '../../../domain/integrity/merkle.ts';
import { growingTree, hashOfHex, hexOf, leafHash, rootByProof, wholeTree } from '../../../domain/integrity/merkle.ts';

const sha256 = (data: Uint8Array | string): Hash => createHash('sha256').update(data).digest().toString('latin1');
const leafOf = (bytes: string): Hash => sha256(Buffer.from(`00${bytes}`, 'hex'));

/** The vectors of the reference implementation of Certificate Transparency (merkle_tree_test.cc): leaves and roots. */
const LEAVES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const PATHS = [
  {
    index: 0,
    size: 8,
    path: [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ],
  },
  {
    index: 5,
    size: 8,
    path: [
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  },
];

const someLeaves = fc
  .array(fc.string(), { minLength: 1, maxLength: 40 })
  .map((texts) => texts.map((text, index) => leafHash(`${index}${text}`, sha256)));

describe('the tree of RFC 6962', () => {
  it.each(ROOTS.map((root, size) => ({ root, size })))('has the published root over $size leaves', ({ root, size }) => {
    const leaves = LEAVES.slice(0, size).map(leafOf);
    const growing = growingTree(sha256);
    for (const leaf of leaves) growing.append(leaf);
    expect(hexOf(growing.root())).toBe(root);
    expect(hexOf(wholeTree(leaves, sha256).root)).toBe(root);
  });

  it.each(PATHS)('has the published path of leaf $index', ({ index, size, path }) => {
    const leaves = LEAVES.slice(0, size).map(leafOf);
    const proof = wholeTree(leaves, sha256).proofOf(index);
    expect(proof.path.map(hexOf)).toEqual(path);
    const root = rootByProof(leaves[index] ?? '', proof, sha256);
    expect(root === null ? null : hexOf(root)).toBe(ROOTS[size]);
  });

  it('gives one root leaf by leaf and as a whole, and every proof leads to it', () => {
    fc.assert(
      fc.property(someLeaves, (leaves) => {
        const growing = growingTree(sha256);
        for (const leaf of leaves) growing.append(leaf);
        const whole = wholeTree(leaves, sha256);
        expect(whole.root).toBe(growing.root());
        for (const [index, leaf] of leaves.entries()) {
          expect(rootByProof(leaf, whole.proofOf(index), sha256)).toBe(whole.root);
        }
      }),
    );
  });

  it('lets no proof pass for another place, another size or another leaf', () => {
    fc.assert(
      fc.property(someLeaves, fc.nat(), fc.nat(), (leaves, from, to) => {
        fc.pre(leaves.length > 1);
        const whole = wholeTree(leaves, sha256);
        const [index, other] = [from % leaves.length, to % leaves.length];
        fc.pre(index !== other);
        const leaf = leaves[index] ?? '';
        const proof = whole.proofOf(index);
        expect(rootByProof(leaf, { ...proof, index: other }, sha256)).not.toBe(whole.root);
        expect(rootByProof(leaves[other] ?? '', proof, sha256)).not.toBe(whole.root);
        expect(rootByProof(leaf, { ...proof, path: proof.path.slice(1) }, sha256)).not.toBe(whole.root);
        expect(rootByProof(leaf, { ...proof, path: [...proof.path, leaf] }, sha256)).toBeNull();
        expect(rootByProof(leaf, { ...proof, index: leaves.length }, sha256)).toBeNull();
      }),
    );
  });

  it('never takes two nodes for a leaf', () => {
    const [left = '', right = ''] = LEAVES.map(leafOf);
    expect(leafHash(left + right, sha256)).not.toBe(wholeTree([left, right], sha256).root);
  });

  it('writes and reads hashes in hexadecimal', () => {
    expect(hexOf(hashOfHex(ROOTS[0]) ?? '')).toBe(ROOTS[0]);
    for (const bad of ['', 'xyz', `${ROOTS[0]}0`, ROOTS[0]?.toUpperCase(), 12, null]) expect(hashOfHex(bad)).toBeNull();
  });
});
