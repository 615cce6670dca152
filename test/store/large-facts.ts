import { randomBytes } from 'node:crypto';
import type { Conversion } from '../../domain/tracking/conversion.ts';
import type { Scope } from '../../functions/store/scope.ts';
import { aLine, anEntry } from './facts.ts';

export const DAY = 86_400_000;
/** Beyond U+FFFF, where the order of UTF-16 units differs from that of characters. */
export const AWKWARD_IDS = ['#1', '#10', '%23', 'a#b', 'a/b c', 'Z', 'ä', '注文', '\uff21', '𠮷'];

/** Lines with random ids of so many characters: what no compression makes small. */
export function manyLines(count: number, idLength: number): Conversion['lines'] {
  return Array.from({ length: count }, (_, index) =>
    aLine({
      lineId: `${index}-${randomText(idLength)}`,
      productId: randomText(idLength),
      amountMinor: BigInt(index * 1000 + 10),
    }),
  );
}

export function aLongEntry(scope: Scope, entryId: string, count = 600) {
  const lines = Array.from({ length: count }, (_, index) => ({
    lineId: `${index}-${randomText(100)}`,
    ruleId: 'base',
    amountMinor: BigInt(index),
  }));
  return anEntry(scope, { entryId, cause: { type: 'conversion', conversionId: entryId, lines } });
}

function randomText(length: number): string {
  return randomBytes(length).toString('base64url').slice(0, length);
}

export async function inBatches<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  for (let start = 0; start < items.length; start += 50) {
    await Promise.all(items.slice(start, start + 50).map(work));
  }
}
