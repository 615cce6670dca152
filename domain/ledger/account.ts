import type { PartnerId } from '../ids.ts';

/**
 * Accounts that every partner has: `held` is earned but may not be drawn yet, `payable` is due, `tax` is the consumption tax on
 * fixed supplies, `in-payout` is on its way to the bank, `reserve` is kept back as security.
 */
export const PARTNER_BUCKETS = ['held', 'payable', 'tax', 'in-payout', 'reserve'] as const;

export type PartnerBucket = (typeof PARTNER_BUCKETS)[number];

export const EXPENSE = 'expense/commission';

const SHARED = [
  /** What the merchant bears. */
  EXPENSE,
  /** The bank account that payouts leave from. */
  'cash',
  /** Tax kept back from payouts and owed to the tax office. */
  'withholding',
  /** Consumption tax on supplies of partners, to be credited against the merchant's own. */
  'input-tax',
  /** Between the program's currency and a payee's, at the locked rate of a batch, until the bank's own rate is booked. */
  'fx',
  /** What the rounding of a transfer left over, until its exchange is settled. */
  'rounding',
  /** What exchanges gained, or lost, by the rate that the bank really used. */
  'fx/realised',
  /** What the books began with when a program moved in. */
  'equity/opening',
] as const;

/**
 * A named bucket of one program; each currency has a balance of its own. Money moves from the debit to the credit side, so the
 * balance of a partner's account is what we owe.
 */
export type Account = (typeof SHARED)[number] | `partner/${string}/${PartnerBucket}`;

const PARTNERS_MAX = 100_000;
const known = new Map<PartnerId, Partial<Record<PartnerBucket, Account>>>();

/** An account of a partner: `partner/ptn_1/held`. Millions of postings name few accounts, so that each is written once and kept. */
export function partnerAccount(partnerId: PartnerId, bucket: PartnerBucket): Account {
  let accounts = known.get(partnerId);
  if (accounts === undefined) {
    if (known.size >= PARTNERS_MAX) known.clear();
    accounts = {};
    known.set(partnerId, accounts);
  }
  accounts[bucket] ??= `partner/${partnerId}/${bucket}`;
  return accounts[bucket];
}

/** The partner and bucket of an account; null for accounts that belong to no partner. */
export function bucketOf(account: Account): { readonly partnerId: PartnerId; readonly bucket: PartnerBucket } | null {
  if (!account.startsWith('partner/')) return null;
  const end = account.lastIndexOf('/');
  return { partnerId: account.slice('partner/'.length, end), bucket: account.slice(end + 1) as PartnerBucket };
}

/** Whether a text names an account. */
export function isAccount(text: string): text is Account {
  const own = bucketOf(text as Account);
  if (own === null) return SHARED.some((account) => account === text);
  return own.partnerId !== '' && PARTNER_BUCKETS.includes(own.bucket);
}
