import type { MerchantId, PartnerId } from '../../../domain/ids.ts';
import type { DocumentState, IssuedFact } from '../../../domain/statement/confirmation.ts';
import { documentState, isOverdue } from '../../../domain/statement/confirmation.ts';
import type { Instant } from '../../../domain/time.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { RowPage } from '../../store/scope.ts';
import type { DocumentPlace, IndexedDocument } from '../../store/statement-store.ts';
import { monthsBetween } from '../months-asked.ts';
import { pageOverPlaces } from '../page-over-places.ts';

/** What documents are looked for by; bounds are included and may be combined. */
export interface DocumentQuery {
  readonly merchantId: MerchantId;
  readonly partnerId: PartnerId | null;
  /** Business dates of the issue. */
  readonly from: string;
  readonly to: string;
  readonly amount: { readonly currency: string; readonly fromMinor: bigint; readonly toMinor: bigint } | null;
  /** Null: wherever they stand. */
  readonly status: SoughtStatus | null;
  readonly limit: number;
  /** `next` of the page before. */
  readonly cursor: string | null;
}

export interface FoundDocument {
  readonly fact: IssuedFact;
  readonly status: DocumentState['status'] | 'superseded';
  /** Null for a version that another stands in place of. */
  readonly confirmBy: Instant | null;
}

/** Where a version stands; `overdue`: issued, and past its day to confirm, so that silence confirms it next. */
export type SoughtStatus = FoundDocument['status'] | 'overdue';

export interface DocumentPage {
  readonly documents: readonly FoundDocument[];
  readonly next: string | null;
}

/** One page of the documents that fit, read from the index that narrows most: the partner's, by amount, or by date. */
export async function searchDocuments(deps: Deps, query: DocumentQuery): Promise<DocumentPage> {
  const { stores } = deps;
  const { merchantId, status: sought } = query;
  const now = deps.now();
  const rowsOf = (place: DocumentPlace, page: RowPage) => stores.documents.indexed(merchantId, place, page);
  const itemOf = async ({ fact }: IndexedDocument): Promise<FoundDocument | null> => {
    if (!fits(fact, query)) return null;
    const state = documentState(await stores.documents.steps(merchantId, fact.statementId));
    const isLatest = state !== null && state.issued.version === fact.version;
    const status = isLatest ? state.status : 'superseded';
    const isSought = sought === 'overdue' ? isLatest && isOverdue(state, now) : sought === null || sought === status;
    return isSought ? { fact, status, confirmBy: isLatest ? state.confirmBy : null } : null;
  };
  const { items, next } = await pageOverPlaces({ places: placesOf(query), rowsOf, itemOf }, query);
  return { documents: items, next };
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
