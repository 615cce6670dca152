import { DomainError } from '../../../domain/errors.ts';
import type { MerchantId, PartnerId } from '../../../domain/ids.ts';
import type { Erasure, PartnerKey } from '../../../domain/partner/erasure.ts';
import { newKey, openWith, sealWith } from '../../runtime/cipher.ts';
import type { Deps } from '../../runtime/deps.ts';
import { sealContext } from '../../runtime/seal-context.ts';

export interface Whose {
  readonly merchantId: MerchantId;
  readonly partnerId: PartnerId;
}

/** An envelope under the key of a partner; any other is of before, under the key of the host. */
const FORM = 'partner1.';

/** Seals what is a partner's by its own key, which is made on first use. Refused once its data was erased. */
export async function sealFor(deps: Deps, whose: Whose, text: string, context: string): Promise<string> {
  const key = (await keyOf(deps, whose)) ?? (await makeKey(deps, whose));
  return `${FORM}${sealWith(key, text, context)}`;
}

/** Opens what was sealed for a partner, by whichever key. Refused once its data was erased. */
export async function openFor(deps: Deps, whose: Whose, sealed: string | null, context: string): Promise<string> {
  const key = await keyOf(deps, whose);
  if (!sealed?.startsWith(FORM)) return await deps.cipher.open(sealed ?? '', context);
  if (key === null) throw new Error(`the key of partner "${whose.partnerId}" is lost`);
  return openWith(key, sealed.slice(FORM.length), context);
}

export function refuseErased({ partnerId }: Whose, erased: Erasure | null): void {
  if (erased === null) return;
  const at = new Date(erased.at).toISOString();
  const message = {
    en: `the personal data of partner "${partnerId}" was erased at ${at} (${erased.reasonCode})`,
    ja: `パートナー"${partnerId}"の個人データは${at}に消去されました（${erased.reasonCode}）`,
  };
  throw new DomainError('partner.erased', message);
}

async function keyOf(deps: Deps, whose: Whose): Promise<Uint8Array | null> {
  const found = await deps.stores.partnerKeys.partnerKey(whose.merchantId, whose.partnerId);
  return found === null ? null : await unwrapped(deps, whose, found);
}

async function unwrapped({ cipher }: Deps, whose: Whose, { wrapped, erased }: PartnerKey): Promise<Uint8Array> {
  refuseErased(whose, erased);
  return Buffer.from(await cipher.open(wrapped ?? '', contextOf(whose)), 'base64url');
}

/** Of two that make one at once the first is the key. */
async function makeKey(deps: Deps, whose: Whose): Promise<Uint8Array> {
  const { merchantId, partnerId } = whose;
  const wrapped = await deps.cipher.seal(Buffer.from(newKey()).toString('base64url'), contextOf(whose));
  const made: PartnerKey = { partnerId, madeAt: deps.now(), wrapped, erased: null };
  return await unwrapped(deps, whose, await deps.stores.partnerKeys.putPartnerKey(merchantId, made));
}

function contextOf({ merchantId, partnerId }: Whose): string {
  return sealContext('partner-key', merchantId, partnerId);
}
