import type { MerchantId, PartnerId } from '../../domain/ids.ts';
import type { KeptFee, PaidFee } from '../../domain/tax/paid-fee.ts';
import type { Payer } from '../../domain/tax/payer.ts';
import type { StatementTax } from '../../domain/tax/statement-tax.ts';
import type { TaxRow } from '../../domain/tax/tables/row.ts';
import type { TaxProfile } from '../../domain/tax/tax-profile.ts';
import type { Instant } from '../../domain/time.ts';

/** All that was ever written of one dated thing: a partner's tax profile, a payer, the merchant's own rows of the tax tables. */
export interface TaxBook<T> {
  /** By version, from 1 on; none is ever taken out, and only the status of one changes. */
  readonly versions: readonly TaxVersion<T>[];
}

/** A partner's profile as it is stored: with whose it is. */
export interface OwnedProfile extends TaxBook<TaxProfile> {
  readonly partnerId: PartnerId;
}

export interface TaxVersion<T> {
  readonly version: number;
  /** The first business date on which it holds, once it is in force. */
  readonly from: string;
  readonly value: T;
  readonly status: 'proposed' | 'in-force' | 'refused';
  readonly draftedBy: string;
  readonly draftedAt: Instant;
  /** Who put it in force or refused it; of what needs no second person, its author. */
  readonly decidedBy: string | null;
  readonly decidedAt: Instant | null;
}

export interface TaxBooks {
  readonly profile: TaxProfile;
  readonly payer: Payer;
  readonly row: TaxRow;
}

/** Which book: of a partner's profile by its id, of a payer by its program's id or '' for the merchant's, of rows by ''. */
export interface TaxBookName<K extends keyof TaxBooks> {
  readonly merchantId: MerchantId;
  readonly book: K;
  readonly id: string;
}

export interface TaxStore {
  book<K extends keyof TaxBooks>(name: TaxBookName<K>): Promise<TaxBook<TaxBooks[K]> | null>;
  /** Replaces the book if it is still `expected` (null: absent). False when somebody else was first. */
  advanceBook<K extends keyof TaxBooks>(
    name: TaxBookName<K>,
    expected: TaxBook<TaxBooks[K]> | null,
    next: TaxBook<TaxBooks[K]>,
  ): Promise<boolean>;
  /** The tax of one statement, once. */
  putStatementTax(merchantId: MerchantId, tax: StatementTax, recordedAt: Instant): Promise<'created' | 'repeated'>;
  statementTax(
    merchantId: MerchantId,
    of: Pick<StatementTax, 'partnerId' | 'periodId' | 'programId'>,
  ): Promise<StatementTax | null>;
  /** Of all programs, by period, then program. */
  statementTaxes(merchantId: MerchantId, partnerId: PartnerId): Promise<readonly StatementTax[]>;
  /** What one payment paid and kept back, once; its month is that of `paidOn`. */
  putPaidFee(merchantId: MerchantId, paid: PaidFee, recordedAt: Instant): Promise<'created' | 'repeated'>;
  /** Of a month, `2026-11`, by partner and payment. */
  paidFees(merchantId: MerchantId, month: string): Promise<readonly KeptFee[]>;
  paidFeesOf(merchantId: MerchantId, partnerId: PartnerId, month: string): Promise<readonly KeptFee[]>;
}
