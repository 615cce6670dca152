import type { PartnerId } from '../ids.ts';

export type PartnerBucket = 'held' | 'payable' | 'tax' | 'in-payout' | 'reserve';

type PartnerAccount = `partner/${string}/${PartnerBucket}`;

/**
 * A named bucket of one program; each currency has a balance of its own. Money moves from the debit to the credit side, so the
 * balance of a partner's account is what we owe: `held` is earned but may not be drawn yet, `payable` is due, `tax` is the
 * consumption tax on fixed supplies, `reserve` is kept back as security, `in-payout` is on its way to the bank.
 */
export type Account =
  /** What the merchant bears. */
  | 'expense/commission'
  | PartnerAccount
  /** The bank account that payouts leave from. */
  | 'cash'
  /** Tax kept back from payouts and owed to the tax office. */
  | 'withholding'
  /** Consumption tax on supplies of partners, to be credited against the merchant's own. */
  | 'input-tax'
  /** Between the program's currency and a payee's, at the locked rate of a batch, until the bank's own rate is booked. */
  | 'fx'
  /** What the rounding of a transfer left over, until its exchange is settled. */
  | 'rounding'
  /** What exchanges gained, or lost, by the rate that the bank really used. */
  | 'fx/realised'
  /** What the books began with when a program moved in. */
  | 'equity/opening';

export const EXPENSE: Account = 'expense/commission';

/** An account of a partner: `partner/ptn_1/held`. */
export function partnerAccount(partnerId: PartnerId, bucket: PartnerBucket): Account {
  return `partner/${partnerId}/${bucket}`;
}

/** The partner and bucket of an account; null for accounts that belong to no partner. */
export function bucketOf(account: Account): { readonly partnerId: PartnerId; readonly bucket: PartnerBucket } | null {
  if (!account.startsWith('partner/')) return null;
  const end = account.lastIndexOf('/');
  return { partnerId: account.slice('partner/'.length, end), bucket: account.slice(end + 1) as PartnerBucket };
}

const BUCKETS: ReadonlySet<string> = new Set<PartnerBucket>(['held', 'payable', 'tax', 'in-payout', 'reserve']);
const SHARED: ReadonlySet<string> = new Set<Account>([
  EXPENSE,
  'cash',
  'withholding',
  'input-tax',
  'fx',
  'rounding',
  'fx/realised',
  'equity/opening',
]);

/** Whether a text names an account. */
export function isAccount(text: string): text is Account {
  const own = bucketOf(text as Account);
  return own === null ? SHARED.has(text) : own.partnerId !== '' && BUCKETS.has(own.bucket);
}
