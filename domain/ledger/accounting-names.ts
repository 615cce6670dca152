import type { Account, PartnerBucket } from './account.ts';
import { bucketOf } from './account.ts';

/** An account as a company's own accounting names it, with a sub-account (補助科目) where it wants one; empty: none. */
export interface AccountingName {
  readonly account: string;
  readonly sub: string;
}

/** The accounts that have a name of their own in accounting: those of all partners share one per bucket. */
export type NamedAccount = Exclude<Account, `partner/${string}`> | `partner/${PartnerBucket}`;

/** The names in a company's accounting, of every account that an entry may move. */
export type AccountingNames = Readonly<Record<NamedAccount, AccountingName>>;

const plain = (account: string): AccountingName => ({ account, sub: '' });

/** Names that Japanese accounting programs ship with; what is owed stands under 未払費用 while it is held and 未払金 when due. */
export const DEFAULT_NAMES: AccountingNames = {
  'expense/commission': plain('支払手数料'),
  'partner/held': plain('未払費用'),
  'partner/payable': plain('未払金'),
  'partner/tax': plain('未払金'),
  'partner/in-payout': plain('未払金'),
  'partner/reserve': plain('預り保証金'),
  cash: plain('普通預金'),
  withholding: plain('預り金'),
  'input-tax': plain('仮払消費税'),
  fx: plain('未払金'),
  rounding: plain('未払金'),
  'fx/realised': plain('為替差損益'),
  'equity/opening': plain('繰越利益剰余金'),
};

/** The name under which an account stands in the company's accounting. */
export function accountingNameOf(account: Account, names: AccountingNames): AccountingName {
  const partner = bucketOf(account);
  return partner === null ? names[account as keyof AccountingNames] : names[`partner/${partner.bucket}`];
}
