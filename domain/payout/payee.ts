import { DomainError } from '../errors.ts';
import type { Instant } from '../time.ts';
import { DAY_MS } from '../time.ts';
import type { MaskedAccount, Scheme } from './bank-account.ts';
import type { SendingTerms } from './sending-terms.ts';

/** Whose account it is: a partner's, to be paid to, or a program's, to be paid from. */
export type AccountOwner = `partner/${string}` | `program/${string}`;

/**
 * One version of a payee's bank details. A change is drafted by one person and approved by another; the details themselves are
 * sealed, and versions are kept for ever, but what identifies a partner's account may be erased.
 */
export interface Payee {
  readonly owner: AccountOwner;
  /** Counts versions from 1 on. */
  readonly revision: number;
  readonly status: 'draft' | 'approved' | 'rejected';
  readonly account: MaskedAccount;
  /** The account, encrypted; null: erased. */
  readonly sealed: string | null;
  /** Equal for equal accounts, and tells nothing else. */
  readonly fingerprint: string;
  /** Of an account to pay from: how its bank takes files; null for a partner's. */
  readonly sending: SendingTerms | null;
  readonly draftedBy: string;
  readonly draftedAt: Instant;
  /** Who approved or rejected it, and when. */
  readonly decidedBy: string | null;
  readonly decidedAt: Instant | null;
}

/** New or changed details rest so long before money goes there: time for the partner to notice a change it did not make. */
const HOLD_MS = 2 * DAY_MS;

/** The version in force: the last that was approved; null before there is one. */
export function payeeInForce(history: readonly Payee[]): Payee | null {
  return history.findLast(({ status, sealed }) => status === 'approved' && sealed !== null) ?? null;
}

/** The version that waits for a second person's word; null when there is none. */
export function undecidedPayee(history: readonly Payee[]): Payee | null {
  return history.findLast(({ status, sealed }) => status === 'draft' && sealed !== null) ?? null;
}

/** The account that transfers of a scheme are paid from: the last one that was approved; null before there is one. */
export function payerInForce(history: readonly Payee[], scheme: Scheme): Payee | null {
  return history.findLast(({ status, account }) => status === 'approved' && account.scheme === scheme) ?? null;
}

const HIDDEN = '***';

/** A version of which only stays that there was one, who gave it and who decided. */
export function erasedPayee(payee: Payee): Payee {
  const { scheme } = payee.account;
  return { ...payee, sealed: null, account: { scheme, bank: HIDDEN, account: HIDDEN, holder: HIDDEN } };
}

/** First instant at which an approved version may be paid. */
export function payableFrom({ decidedAt, draftedAt }: Payee): Instant {
  return (decidedAt ?? draftedAt) + HOLD_MS;
}

/** The draft decided by a second person. The same decision by the same person again changes nothing. */
export function decidedPayee(
  payee: Payee,
  status: 'approved' | 'rejected',
  { by, at }: { readonly by: string; readonly at: Instant },
): Payee {
  if (payee.status === status && payee.decidedBy === by) return payee;
  if (payee.status !== 'draft') {
    throw new DomainError('payee.decided', {
      en: `version ${payee.revision} of ${payee.owner} is ${payee.status} already, by ${payee.decidedBy}`,
      ja: `${payee.owner}の口座情報（版${payee.revision}）は${payee.decidedBy}が${payee.status === 'approved' ? '承認' : '却下'}済みです`,
    });
  }
  return { ...payee, status, decidedBy: by, decidedAt: at };
}
