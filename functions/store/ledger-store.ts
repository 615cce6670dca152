import type { EntryId, PartnerId, PeriodId } from '../../domain/ids.ts';
import type { Adjustment, OpeningBalance } from '../../domain/ledger/adjustment.ts';
import type { Entry } from '../../domain/ledger/entry.ts';
import type { Instant } from '../../domain/time.ts';
import type { RowPage, Scope } from './scope.ts';

/** A decision about money on its way: drafted by one person, approved or rejected once. */
export interface MoneyDraft<T> {
  readonly content: T;
  readonly status: 'draft' | 'approved' | 'rejected';
  readonly draftedBy: string;
  readonly draftedAt: Instant;
  readonly decidedBy: string | null;
  readonly decidedAt: Instant | null;
}

export type AdjustmentContent = Omit<Adjustment, 'draftedBy' | 'approvedBy'>;

/** The balances that a program takes over. */
export interface OpeningsContent {
  readonly importId: string;
  readonly rows: readonly OpeningBalance[];
}

export interface AdjustmentStore {
  adjustment(scope: Scope, adjustmentId: string): Promise<MoneyDraft<AdjustmentContent> | null>;
  /** All of a program, by id. */
  adjustments(scope: Scope): Promise<readonly MoneyDraft<AdjustmentContent>[]>;
  /** The same, after an id. */
  adjustmentsAfter(scope: Scope, page: RowPage): Promise<readonly MoneyDraft<AdjustmentContent>[]>;
  /** Replaces the draft if it is still `expected` (null: absent). False when somebody else was first. */
  advanceAdjustment(
    scope: Scope,
    expected: MoneyDraft<AdjustmentContent> | null,
    next: MoneyDraft<AdjustmentContent>,
  ): Promise<boolean>;
  /** The one import of a program. */
  openings(scope: Scope): Promise<MoneyDraft<OpeningsContent> | null>;
  advanceOpenings(
    scope: Scope,
    expected: MoneyDraft<OpeningsContent> | null,
    next: MoneyDraft<OpeningsContent>,
  ): Promise<boolean>;
}

/** There is no method to change or delete an entry, and there will be none. */
export interface LedgerStore {
  post(entry: Entry): Promise<'created' | 'repeated'>;
  /** Entries of one partner in one period's books, by entryId, over all buckets; all of them, or a page. */
  entries(scope: Scope, partnerId: PartnerId, periodId: PeriodId, page?: EntryPage): AsyncIterable<Entry>;
}

export interface EntryPage {
  /** The last entry before the page; null: it is the first. */
  readonly after: EntryId | null;
  readonly limit: number;
}
