import { DomainError } from '../../../domain/errors.ts';
import type { MerchantId, PartnerId } from '../../../domain/ids.ts';
import { canonical } from '../../../domain/integrity/canonical.ts';
import type { BankAccount } from '../../../domain/payout/bank-account.ts';
import { accountKey, masked } from '../../../domain/payout/bank-account.ts';
import type { AccountOwner, Payee } from '../../../domain/payout/payee.ts';
import { decidedPayee } from '../../../domain/payout/payee.ts';
import type { SendingTerms } from '../../../domain/payout/sending-terms.ts';
import type { Deps } from '../../runtime/deps.ts';
import { sealContext } from '../../runtime/seal-context.ts';
import { openFor, refuseErased, sealFor } from '../partner/partner-cipher.ts';
import type { SeenRevision } from '../revision.ts';
import { refuseOtherRevision } from '../revision.ts';
import { requireSecondPerson } from '../settlement/four-eyes.ts';

export interface DraftPayee {
  readonly merchantId: MerchantId;
  readonly owner: AccountOwner;
  readonly account: BankAccount;
  /** How the bank of an account to pay from takes files; null for a partner's. */
  readonly sending: SendingTerms | null;
  /** Who gives it, for the records. */
  readonly by: string;
  /** The last version that the caller saw; 0: none. */
  readonly seen?: SeenRevision | undefined;
}

/** Drafts new bank details beside those in force. An open draft is replaced by rejecting it first; the same again changes nothing. */
export async function draftPayee(deps: Deps, command: DraftPayee): Promise<Payee> {
  const { merchantId, owner, account, sending, by, seen = null } = command;
  const { payees } = deps.stores;
  const last = (await payees.payees(merchantId, owner)).at(-1);
  const lastRevision = last?.revision ?? 0;
  if (last?.status === 'draft' && (await isSame(deps, merchantId, last, command))) return last;
  const name = { en: owner, ja: owner };
  refuseOtherRevision({ name, revision: lastRevision, code: 'payee.edited' }, seen);
  if (last?.status === 'draft') {
    const message = {
      en: `version ${last.revision} of ${owner} waits for a decision; approve or reject it first`,
      ja: `${owner}の口座情報（版${last.revision}）が承認待ちです。先に承認または却下してください。`,
    };
    throw new DomainError('payee.draft-waiting', message);
  }
  const sealed = await seal(deps, command);
  const fingerprint = await deps.cipher.fingerprint(accountKey(account));
  const payee: Payee = {
    owner,
    revision: lastRevision + 1,
    status: 'draft',
    account: masked(account),
    sealed,
    fingerprint,
    sending,
    draftedBy: by,
    draftedAt: deps.now(),
    decidedBy: null,
    decidedAt: null,
  };
  // Noted first, so that no account is ever in use without being found.
  await payees.noteAccount(merchantId, fingerprint, owner);
  if (await payees.advancePayee(merchantId, null, payee)) return payee;
  throw movedOn(payee);
}

export interface DecidePayee {
  readonly merchantId: MerchantId;
  readonly owner: AccountOwner;
  readonly revision: number;
  readonly decision: 'approved' | 'rejected';
  readonly by: string;
}

/** A second person approves bank details that another drafted, or rejects them. */
export async function decidePayee(deps: Deps, command: DecidePayee): Promise<Payee> {
  const { merchantId, owner, revision, decision, by } = command;
  const given = await deps.stores.payees.payees(merchantId, owner);
  const found = given.find((payee) => payee.revision === revision);
  if (found === undefined) {
    const last = given.at(-1)?.revision;
    const latest =
      last === undefined
        ? { en: 'it has none', ja: '登録された口座情報はありません' }
        : { en: `the latest are ${last}`, ja: `最新の版は${last}です` };
    throw new DomainError('payee.not-found', {
      en: `${owner} has no bank details ${revision}; ${latest.en}`,
      ja: `${owner}に口座情報の版${revision}はありません。${latest.ja}。`,
    });
  }
  // Whoever drafted a mistake may take it back; only what lets money flow needs another person.
  const name = { en: `bank details ${revision} of ${owner}`, ja: `${owner}の口座情報（版${revision}）` };
  if (decision === 'approved') requireSecondPerson({ name, draftedBy: found.draftedBy }, by);
  await requireReadable(deps, merchantId, owner);
  const decided = decidedPayee(found, decision, { by, at: deps.now() });
  if (await deps.stores.payees.advancePayee(merchantId, found, decided)) return decided;
  throw movedOn(found);
}

/** What was erased is decided on no more. */
async function requireReadable({ stores }: Deps, merchantId: MerchantId, owner: AccountOwner): Promise<void> {
  const partnerId = partnerIn(owner);
  if (partnerId === null) return;
  const key = await stores.partnerKeys.partnerKey(merchantId, partnerId);
  refuseErased({ merchantId, partnerId }, key?.erased ?? null);
}

/** The bank account behind a version, in plain text. */
export async function openAccount(deps: Deps, merchantId: MerchantId, { owner, sealed }: Payee): Promise<BankAccount> {
  const partnerId = partnerIn(owner);
  const context = contextOf(merchantId, owner);
  if (partnerId !== null)
    return JSON.parse(await openFor(deps, { merchantId, partnerId }, sealed, context)) as BankAccount;
  return JSON.parse(await deps.cipher.open(sealed ?? '', context)) as BankAccount;
}

/** Other owners that gave the same account, whenever that was. */
export async function sharedWith(deps: Deps, merchantId: MerchantId, payee: Payee): Promise<readonly AccountOwner[]> {
  const owners = await deps.stores.payees.ownersOf(merchantId, payee.fingerprint);
  return owners.filter((owner) => owner !== payee.owner);
}

export const partnerOwner = (partnerId: string): AccountOwner => `partner/${partnerId}`;
export const programOwner = (programId: string): AccountOwner => `program/${programId}`;

/** A partner's account is sealed by the partner's key, one to pay from by the host's. */
async function seal(deps: Deps, { merchantId, owner, account }: DraftPayee): Promise<string> {
  const partnerId = partnerIn(owner);
  const context = contextOf(merchantId, owner);
  if (partnerId === null) return await deps.cipher.seal(canonical(account), context);
  return await sealFor(deps, { merchantId, partnerId }, canonical(account), context);
}

function partnerIn(owner: AccountOwner): PartnerId | null {
  const [kind, ...rest] = owner.split('/');
  return kind === 'partner' ? rest.join('/') : null;
}

async function isSame(deps: Deps, merchantId: MerchantId, payee: Payee, given: DraftPayee): Promise<boolean> {
  if (payee.draftedBy !== given.by || canonical(payee.sending) !== canonical(given.sending)) return false;
  return canonical(await openAccount(deps, merchantId, payee)) === canonical(given.account);
}

function contextOf(merchantId: MerchantId, owner: AccountOwner): string {
  return sealContext('payee', merchantId, owner);
}

function movedOn({ owner, revision }: Payee): DomainError {
  return new DomainError('payee.moved-on', {
    en: `bank details ${revision} of ${owner} were changed meanwhile; look again`,
    ja: `${owner}の口座情報（版${revision}）はその間に変更されました。もう一度確認してください。`,
  });
}
