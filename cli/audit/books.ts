import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { Hash } from '../../domain/integrity/merkle.ts';
import { HASH_BYTES, hexOf } from '../../domain/integrity/merkle.ts';
import type { PartnerLeaf, PeriodRoot } from '../../domain/integrity/period-root.ts';
import { fieldErrors } from '../../functions/contract/field-errors.ts';
import { integritySchema } from '../../functions/contract/schemas/statement.ts';
import { sha256Bytes } from '../../functions/runtime/ed25519.ts';
import { BadInput } from '../bad-input.ts';
import { readLines } from './line-reader.ts';

/** Names of the files that an audit reads: what an auditor is given. */
export const BOOKS = {
  entries: 'entries.jsonl',
  leaves: 'leaves.jsonl',
  roots: 'roots.json',
  keys: 'keys.json',
} as const;

/** A leaf of a period's tree with the hashes of its entries. */
export interface BookLeaf extends PartnerLeaf {
  readonly periodId: string;
  /** 32 letters each, one after another. */
  readonly hashes: string;
  /** SHA-256 over them. */
  readonly digest: string;
}

const rootsSchema = z.object({ roots: z.array(integritySchema.shape.root) });
const leafSchema = z.object({ ...integritySchema.shape.leaf.shape, periodId: z.string(), entryHashes: z.string() });

/** The roots of a program, oldest first as the file has them. */
export function readRoots(folder: string): readonly PeriodRoot[] {
  const path = fileIn(folder, BOOKS.roots);
  const read = rootsSchema.safeParse(jsonIn(path, readFileSync(path, 'utf8')));
  if (read.success) return read.data.roots;
  const [error] = fieldErrors(read.error);
  throw new BadInput(`${path}: ${error?.field}: ${error?.reason}`);
}

/** Leaf by leaf, in the order of the file. */
export function* readLeaves(folder: string): Generator<BookLeaf> {
  const path = fileIn(folder, BOOKS.leaves);
  const lines = readLines(path);
  try {
    for (let bytes = lines.next(); bytes !== null; bytes = lines.next()) {
      const text = Buffer.from(bytes.buffer, bytes.byteOffset + 1, bytes.length - 1).toString('utf8');
      const read = leafSchema.safeParse(jsonIn(`${path}:${lines.line()}`, text));
      if (!read.success) {
        const [error] = fieldErrors(read.error);
        throw new BadInput(`${path}:${lines.line()}: ${error?.field}: ${error?.reason}`);
      }
      const packed = Buffer.from(read.data.entryHashes, 'hex');
      yield { ...read.data, hashes: packed.toString('latin1'), digest: hexOf(sha256Bytes(packed)) };
    }
  } finally {
    lines.close();
  }
}

export function fileIn(folder: string, name: string): string {
  const path = join(folder, name);
  if (!existsSync(path)) throw new BadInput(`${path}: there is no such file`);
  return path;
}

function jsonIn(place: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new BadInput(`${place}: is not JSON: ${(error as Error).message}`);
  }
}

/** Each of the hashes that stand one after another. */
export function hashesIn(hashes: string): readonly Hash[] {
  const list: Hash[] = [];
  for (let at = 0; at < hashes.length; at += HASH_BYTES) list.push(hashes.slice(at, at + HASH_BYTES));
  return list;
}
