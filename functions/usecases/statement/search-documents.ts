import type { MerchantId, PartnerId } from '../../../domain/ids.ts';
import type { DocumentState, IssuedFact } from '../../../domain/statement/confirmation.ts';
import { documentState } from '../../../domain/statement/confirmation.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { RowPage } from '../../store/scope.ts';
import type { DocumentPlace, IndexedDocument } from '../../store/statement-store.ts';
import { mapLimited, WORK_AT_ONCE } from '../map-limited.ts';
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

/** One page of the documents that fit, read from the index that narrows most: the partner's, by amount, or by date. */
export async function searchDocuments({ stores }: Deps, query: DocumentQuery): Promise<DocumentPage> {
  const { merchantId } = query;
  const rowsOf = (place: DocumentPlace, page: RowPage) => stores.documents.indexed(merchantId, place, page);
  const itemOf = async ({ fact }: IndexedDocument) => (fits(fact, query) ? fact : null);
  const { items, next } = await pageOverPlaces({ places: placesOf(query), rowsOf, itemOf }, query);
  const documents = await mapLimited(items, WORK_AT_ONCE, async (fact): Promise<FoundDocument> => {
    const state = documentState(await stores.documents.steps(merchantId, fact.statementId));
    return { fact, status: state?.issued.version === fact.version ? state.status : 'superseded' };
  });
  return { documents, next };
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
