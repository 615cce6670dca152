import type { Coupon } from '../../domain/partner/enrollment.ts';
import type { Instant } from '../../domain/time.ts';
import { statementPositionOf } from './own-index.ts';
import type { TermsChange } from './program-store.ts';
import type { RowPage } from './scope.ts';
import type { StatementHeader } from './statement-store.ts';

/** One order for every store: by code point, as DynamoDB sorts its keys. UTF-16 order differs from it beyond U+FFFF. */
export function byCodePoint(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    const x = a.charCodeAt(at);
    const y = b.charCodeAt(at);
    if (x !== y) return isSurrogate(x) === isSurrogate(y) ? x - y : isSurrogate(x) ? 1 : -1;
  }
  return a.length - b.length;
}

/** Texts by code point. Where none has a character beyond U+FFFF that is the engine's own order, which it has several times quicker. */
export function textsInOrder(texts: Iterable<string>): string[] {
  const all = [...texts];
  return all.some((text) => SURROGATE.test(text)) ? all.sort(byCodePoint) : all.sort();
}

type SortKey<T> = (item: T) => string | number;

/** The items in the order of the first key, then of the second, and so on. */
export function ordered<T>(items: Iterable<T>, ...keys: readonly SortKey<T>[]): T[] {
  return [...items].sort((a, b) => {
    for (const key of keys) {
      const x = key(a);
      const y = key(b);
      if (x === y) continue;
      return typeof x === 'string' && typeof y === 'string' ? byCodePoint(x, y) : Number(x) - Number(y);
    }
    return 0;
  });
}

/** By code, then first day (always valid first): the owners of one code stand in the order in which it changed hands. */
export function couponsInOrder(coupons: Iterable<Coupon>): Coupon[] {
  return ordered(
    coupons,
    (coupon) => coupon.code,
    (coupon) => coupon.validFrom ?? Number.NEGATIVE_INFINITY,
    (coupon) => coupon.partnerId,
  );
}

/** By partner id, then date. */
export function changesInOrder(changes: Iterable<TermsChange>): TermsChange[] {
  return ordered(
    changes,
    (change) => change.partnerId,
    (change) => change.from,
  );
}

/** Newest period first. */
export function newestFirst(headers: Iterable<StatementHeader>): StatementHeader[] {
  return ordered(headers, statementPositionOf).reverse();
}

/** So many of what is in the order of positions, after one of them. */
export function pageOfOrdered<T>(items: Iterable<T>, positionOf: (item: T) => string, { after, limit }: RowPage): T[] {
  const behind = [...items].filter((item) => after === null || byCodePoint(positionOf(item), after) > 0);
  return ordered(behind, positionOf).slice(0, limit);
}

/** Where something stands in an index that begins with the latest, every one in a place of its own. */
export function latestFirst(at: Instant, id: string): string {
  return `${String(Number.MAX_SAFE_INTEGER - at).padStart(16, '0')}#${id}`;
}

/** The id that a position ends in, behind the instant. */
export function idBehind(position: string): string {
  return position.slice(position.indexOf('#') + 1);
}

const SURROGATE = /[\ud800-\udfff]/;

/** Half of a character beyond U+FFFF, which stands after all others in code point order. */
function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}
