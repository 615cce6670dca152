import type { EntryId, PartnerId, PeriodId } from '../../../domain/ids.ts';
import type { Account } from '../../../domain/ledger/account.ts';
import { bucketOf } from '../../../domain/ledger/account.ts';
import type { AccountRow } from '../../../domain/ledger/account-history.ts';
import { historyOf } from '../../../domain/ledger/account-history.ts';
import type { AsOf } from '../../../domain/ledger/balances.ts';
import type { Currency } from '../../../domain/money/currency.ts';
import { lastDayOf } from '../../../domain/settlement/calendar.ts';
import { wrongCursor } from '../../contract/wrong-cursor.ts';
import { PAGE_MAX } from '../../limits.ts';
import type { Deps } from '../../runtime/deps.ts';
import { byCodePoint } from '../../store/order.ts';
import type { Scope } from '../../store/scope.ts';
import { programOf } from '../terms/load-terms.ts';

/** So many books of one partner and period are looked into for a page: of an account of the program most may hold nothing. */
const BOOKS_MAX = 100;

export interface HistoryQuery {
  readonly scope: Scope;
  readonly account: Account;
  readonly asOf: AsOf;
  readonly limit: number | null;
  readonly cursor: string | null;
}

export interface HistoryPage {
  readonly rows: readonly AccountRow[];
  /** After the last row. */
  readonly balances: ReadonlyMap<Currency, bigint>;
  readonly next: string | null;
}

/** Where a page ended: the books it was in, its last entry there (null: before the first), and the balances. */
interface Place {
  readonly partnerId: PartnerId;
  readonly periodId: PeriodId;
  readonly after: EntryId | null;
}

/**
 * The entries of one account with the balance after each, partner by partner, period by period, by entry id; a partner's own
 * accounts lie in its books alone. A page may be short, or empty, and still have one after it.
 */
export async function accountHistory(deps: Deps, query: HistoryQuery): Promise<HistoryPage> {
  const { scope, account, asOf } = query;
  await programOf(deps, scope);
  const limit = query.limit ?? PAGE_MAX;
  const cursor = query.cursor === null ? null : cursorOf(query.cursor);
  const history = historyOf(account, asOf, cursor?.balances ?? new Map());
  const rows: AccountRow[] = [];
  let books = 0;
  for (const place of await placesOf(deps, query, cursor?.place ?? null)) {
    if (books++ === BOOKS_MAX) return { rows, balances: history.balances, next: textOf(place, history.balances) };
    let { after } = place;
    for (;;) {
      let count = 0;
      for await (const entry of deps.stores.ledger.entries(scope, place.partnerId, place.periodId, { after, limit })) {
        count += 1;
        after = entry.entryId;
        const row = history.add(entry);
        if (row === null) continue;
        if (rows.push(row) === limit) {
          return { rows, balances: history.balances, next: textOf({ ...place, after }, history.balances) };
        }
      }
      if (count < limit) break;
    }
  }
  return { rows, balances: history.balances, next: null };
}

/** The books that may hold something of the account, from a place on. */
async function placesOf(
  deps: Deps,
  { scope, account, asOf }: HistoryQuery,
  from: Place | null,
): Promise<readonly Place[]> {
  const { partners, settlements } = deps.stores;
  const own = bucketOf(account)?.partnerId;
  const partnerIds = own === undefined ? (await partners.enrollments(scope)).map(({ partnerId }) => partnerId) : [own];
  const periodIds = (await settlements.settlements(scope))
    .map(({ periodId }) => periodId)
    .filter((periodId) => asOf.bookedOn === null || lastDayOf(periodId) <= asOf.bookedOn);
  const places = partnerIds.flatMap((partnerId) => periodIds.map((periodId) => ({ partnerId, periodId, after: null })));
  if (from === null) return places;
  return [from, ...places.filter((place) => isAfter(place, from))];
}

function isAfter(place: Place, from: Place): boolean {
  const order = byCodePoint(place.partnerId, from.partnerId);
  return order > 0 || (order === 0 && place.periodId > from.periodId);
}

function textOf({ partnerId, periodId, after }: Place, balances: ReadonlyMap<Currency, bigint>): string {
  const minor = [...balances].map(([currency, balance]) => [currency, String(balance)]);
  return Buffer.from(JSON.stringify([partnerId, periodId, after, minor])).toString('base64url');
}

function cursorOf(text: string): { readonly place: Place; readonly balances: ReadonlyMap<Currency, bigint> } {
  try {
    const [partnerId, periodId, after, minor] = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as [
      unknown,
      unknown,
      unknown,
      [string, string][],
    ];
    const isPlace = typeof partnerId === 'string' && typeof periodId === 'string';
    if (isPlace && (after === null || typeof after === 'string')) {
      const balances = new Map(minor.map(([currency, balance]) => [currency, BigInt(balance)]));
      return { place: { partnerId, periodId, after }, balances };
    }
  } catch {
    // Told below, like any other text that is no cursor of ours.
  }
  throw wrongCursor(text);
}
