import type { MerchantId, PeriodId } from '../../domain/ids.ts';
import type { ParkedResult } from '../../domain/payout/parked-result.ts';
import type { AccountOwner, Payee } from '../../domain/payout/payee.ts';
import type { Batch, Payout } from '../../domain/payout/payout.ts';
import type { RowPage, Scope } from './scope.ts';

/** Bank details by owner; versions are added and decided on, never removed. */
export interface PayeeStore {
  /** Every version of an owner, by revision. */
  payees(merchantId: MerchantId, owner: AccountOwner): Promise<readonly Payee[]>;
  /** Replaces the version if it is still `expected` (null: absent). False when somebody else was first. */
  advancePayee(merchantId: MerchantId, expected: Payee | null, next: Payee): Promise<boolean>;
  /** Notes that an owner gave an account, so that others who give the same are seen. Safe to repeat. */
  noteAccount(merchantId: MerchantId, fingerprint: string, owner: AccountOwner): Promise<void>;
  /** Every owner that ever gave this account, in order. */
  ownersOf(merchantId: MerchantId, fingerprint: string): Promise<readonly AccountOwner[]>;
}

export interface PayoutStore {
  payout(scope: Scope, key: Pick<Payout, 'periodId' | 'partnerId'>): Promise<Payout | null>;
  /** All of a period, by partner. */
  payouts(scope: Scope, periodId: PeriodId): Promise<readonly Payout[]>;
  /** The same, after a partner's. */
  payoutsAfter(scope: Scope, periodId: PeriodId, page: RowPage): Promise<readonly Payout[]>;
  /** Replaces the payout if it is still `expected` (null: absent). False when somebody else was first. */
  advancePayout(scope: Scope, expected: Payout | null, next: Payout): Promise<boolean>;
  batch(scope: Scope, batchId: string): Promise<Batch | null>;
  /** All of a program, by id. */
  batches(scope: Scope): Promise<readonly Batch[]>;
  /** The same, after an id. */
  batchesAfter(scope: Scope, page: RowPage): Promise<readonly Batch[]>;
  /** Replaces the batch if it is still `expected` (null: absent). False when somebody else was first. */
  advanceBatch(scope: Scope, expected: Batch | null, next: Batch): Promise<boolean>;
  /** Results of banks that fit no transfer, by id. */
  parked(scope: Scope): Promise<readonly ParkedResult[]>;
  /** Replaces the result if it is still `expected` (null: absent). False when somebody else was first. */
  advanceParked(scope: Scope, expected: ParkedResult | null, next: ParkedResult): Promise<boolean>;
}
