import type { MerchantId, PartnerId } from '../../../domain/ids.ts';
import type { DocumentState, IssuedFact } from '../../../domain/statement/confirmation.ts';
import { documentState } from '../../../domain/statement/confirmation.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { DocumentPlace } from '../../store/statement-store.ts';
import { mapLimited } from '../map-limited.ts';
import { monthsBetween } from '../months-asked.ts';
import { placeCursor, placeCursorText } from '../place-cursor.ts';

/** What documents are looked for by; bounds are included and may be combined. */
export interface DocumentQuery {
  readonly merchantId: MerchantId;
  readonly partnerId: PartnerId | null;
  /** Business dates of the issue. */
  readonly from: string;
  readonly to: string;
  readonly amount: { readonly currency: string; readonly fromMinor: bigint; readonly toMinor: bigint } | null;
  readonly limit: number;
  /** `next` of the page before. */
  readonly cursor: string | null;
}

export interface FoundDocument {
  readonly fact: IssuedFact;
  readonly status: DocumentState['status'] | 'superseded';
}

export interface DocumentPage {
  readonly documents: readonly FoundDocument[];
  readonly next: string | null;
}

/** Rows that one page looks through at most: a rare amount among very many documents is found over several pages. */
const ROWS_READ_MAX = 5_000;
const AT_ONCE = 16;

/** One page of the documents that fit, read from the index that narrows most: the partner's, by amount, or by date. */
export async function searchDocuments({ stores }: Deps, query: DocumentQuery): Promise<DocumentPage> {
  const { merchantId, limit } = query;
  const places = placesOf(query);
  const found: IssuedFact[] = [];
  let { place: at, after } = placeCursor(query.cursor, places.length);
  let read = 0;
  while (at < places.length && found.length < limit && read < ROWS_READ_MAX) {
    const place = places[at] as DocumentPlace;
    const rows = await stores.documents.indexed(merchantId, place, { after, limit });
    read += rows.length;
    const isLast = rows.length < limit;
    for (const [index, { fact, position }] of rows.entries()) {
      if (fits(fact, query)) found.push(fact);
      after = position;
      if (isLast && index === rows.length - 1) [at, after] = [at + 1, null];
      if (found.length === limit) break;
    }
    if (rows.length === 0) [at, after] = [at + 1, null];
  }
  const documents = await mapLimited(found, AT_ONCE, async (fact): Promise<FoundDocument> => {
    const state = documentState(await stores.documents.steps(merchantId, fact.statementId));
    return { fact, status: state?.issued.version === fact.version ? state.status : 'superseded' };
  });
  return { documents, next: at < places.length ? placeCursorText({ place: at, after }) : null };
}

function placesOf({ partnerId, from, to, amount }: DocumentQuery): readonly DocumentPlace[] {
  if (partnerId !== null) return [{ by: 'partner', partnerId, from, to }];
  if (amount === null) return monthsBetween(from, to).map((month) => ({ by: 'date', month, from, to }));
  const years = [...new Set(monthsBetween(from, to).map((month) => month.slice(0, 4)))];
  return years.map((year) => ({ by: 'amount', year, ...amount }));
}

function fits({ issuedOn, totalMinor, currency }: IssuedFact, { from, to, amount }: DocumentQuery): boolean {
  if (issuedOn < from || issuedOn > to) return false;
  if (amount === null) return true;
  return currency === amount.currency && totalMinor >= amount.fromMinor && totalMinor <= amount.toMinor;
}
