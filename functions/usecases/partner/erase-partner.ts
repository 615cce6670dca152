import { DomainError } from '../../../domain/errors.ts';
import type { Erasure, PartnerKey } from '../../../domain/partner/erasure.ts';
import { erasedPayee } from '../../../domain/payout/payee.ts';
import type { Deps } from '../../runtime/deps.ts';
import { partnerOwner } from '../payout/payee-change.ts';
import { openMoneyOf, openMoneyText } from './open-money.ts';
import type { Whose } from './partner-cipher.ts';

export interface ErasePartner extends Whose, Pick<Erasure, 'reasonCode' | 'text' | 'by'> {}

/**
 * Makes the personal data of a partner unreadable for good by destroying the key it is sealed under. The tombstone goes first, to
 * where nothing is ever replaced; so whoever repeats it, after a crash or a restore of the records, ends what was begun.
 * @throws partner.money-open while money is owed or on its way: whom it goes to must be known.
 */
export async function erasePartner(deps: Deps, command: ErasePartner): Promise<Erasure> {
  const { merchantId, partnerId, reasonCode, text, by } = command;
  const { partners, erasures } = deps.stores;
  if ((await partners.partner(merchantId, partnerId)) === null) {
    throw new DomainError('partner.not-found', {
      en: `there is no partner "${partnerId}"`,
      ja: `パートナー"${partnerId}"は見つかりません`,
    });
  }
  let erasure = await erasures.erasure(merchantId, partnerId);
  if (erasure === null) {
    const open = await openMoneyOf(deps, command);
    if (open.length > 0) throw new DomainError('partner.money-open', openMoneyText(open));
    erasure = await erasures.putErasure(merchantId, { partnerId, at: deps.now(), by, reasonCode, text });
  }
  await destroyKey(deps, command, erasure);
  await emptyProfile(deps, command, erasure);
  await emptyPayees(deps, command);
  return erasure;
}

async function destroyKey({ stores }: Deps, { merchantId, partnerId }: Whose, erased: Erasure): Promise<void> {
  const before = await stores.partnerKeys.partnerKey(merchantId, partnerId);
  if (before?.erased) return;
  const next: PartnerKey = { partnerId, madeAt: before?.madeAt ?? erased.at, wrapped: null, erased };
  if (!(await stores.partnerKeys.advancePartnerKey(merchantId, before, next))) throw meanwhile(partnerId);
}

/** What was kept before partners had keys stands in the open, or under the key of the host: it is written over. */
async function emptyProfile({ stores }: Deps, whose: Whose, { at, by }: Erasure): Promise<void> {
  const { merchantId, partnerId } = whose;
  const before = await stores.partners.profile(merchantId, partnerId);
  if (before === null || before.sealed === null) return;
  const next = { partnerId, revision: before.revision + 1, sealed: null, by, at };
  if (!(await stores.partners.advanceProfile(merchantId, before, next))) throw meanwhile(partnerId);
}

async function emptyPayees({ stores }: Deps, { merchantId, partnerId }: Whose): Promise<void> {
  for (const payee of await stores.payees.payees(merchantId, partnerOwner(partnerId))) {
    const isDone = payee.sealed === null || (await stores.payees.advancePayee(merchantId, payee, erasedPayee(payee)));
    if (!isDone) throw meanwhile(partnerId);
  }
}

function meanwhile(partnerId: string): DomainError {
  return new DomainError('partner.changed', {
    en: `partner "${partnerId}" was changed meanwhile; erase it again`,
    ja: `パートナー"${partnerId}"はその間に変更されました。もう一度消去してください。`,
  });
}
