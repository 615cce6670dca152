import type { Deal, DealStep } from '../../domain/deal/deal.ts';
import type { DealId, PartnerId } from '../../domain/ids.ts';
import type { RowPage, Scope } from './scope.ts';

/** Where deals are listed: a partner's own, or those that entered a status in a UTC month; the oldest first. */
export type DealPlace =
  | { readonly by: 'partner'; readonly partnerId: PartnerId }
  | {
      readonly by: 'status';
      readonly status: 'submitted' | 'approved' | 'rejected' | 'won' | 'lost' | 'withdrawn';
      readonly month: string;
    };

/** A row of an index of deals. The deal may have moved on since: it says itself where it stands. */
export interface IndexedDeal {
  readonly dealId: DealId;
  readonly position: string;
}

/** Time does something to it about now. */
export interface DueDeal extends Scope {
  readonly dealId: DealId;
}

/** What one protection was given by; the last of a program is finished before the next one is looked at. */
export interface Protecting {
  readonly step: DealStep;
}

/** Leads and deals. Their steps are added and never changed. */
export interface DealStore {
  /**
   * Adds a step, with the places at which the deal is found after it. False when another step has this place in the history already.
   * Safe to repeat.
   */
  appendStep(scope: Scope, step: DealStep, after: Deal): Promise<boolean>;
  /** By sequence. */
  steps(scope: Scope, dealId: DealId): Promise<readonly DealStep[]>;
  /** Deals that once had this name (in its loosest form) or this domain, by id. */
  alike(scope: Scope, by: 'name' | 'domain', text: string): Promise<readonly DealId[]>;
  indexed(scope: Scope, place: DealPlace, page: RowPage): Promise<readonly IndexedDeal[]>;
  /** Of all merchants: deals with a deadline, or an end of protection, on a UTC day. */
  dueOn(day: string): Promise<readonly DueDeal[]>;
  /** The last protection that was about to be given in a program. */
  protecting(scope: Scope): Promise<Protecting | null>;
  /** Replaces it if it is still `expected` (null: absent). False when somebody else was first. */
  advanceProtecting(scope: Scope, expected: Protecting | null, next: Protecting): Promise<boolean>;
}
