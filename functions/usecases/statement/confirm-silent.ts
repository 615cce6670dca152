import type { MerchantId } from '../../../domain/ids.ts';
import { documentState } from '../../../domain/statement/confirmation.ts';
import type { Instant } from '../../../domain/time.ts';
import { DAY_MS, utcDay } from '../../../domain/time.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { DueDocument } from '../../store/statement-store.ts';
import { mapLimited, WORK_AT_ONCE } from '../map-limited.ts';
import { changeDocument } from './change-document.ts';

/** A host that stood still for less than this confirms all the same. */
const DAYS_LOOKED_BACK = 35;

/** Confirms what nobody said anything against until its deadline. Asked again, it changes nothing; answers how many it confirmed. */
export async function confirmSilent(
  deps: Deps,
  { merchantId }: { readonly merchantId: MerchantId | null },
): Promise<number> {
  const now = deps.now();
  let confirmed = 0;
  for (let back = DAYS_LOOKED_BACK; back >= 0; back -= 1) {
    const due = await deps.stores.documents.dueOn(utcDay(now - back * DAY_MS));
    const own = merchantId === null ? due : due.filter((document) => document.merchantId === merchantId);
    const done = await mapLimited(own, WORK_AT_ONCE, (document) => confirmOne(deps, document, now));
    confirmed += done.filter(Boolean).length;
  }
  return confirmed;
}

async function confirmOne(deps: Deps, { merchantId, statementId }: DueDocument, now: Instant): Promise<boolean> {
  const state = documentState(await deps.stores.documents.steps(merchantId, statementId));
  if (state === null || state.status !== 'issued' || now < state.confirmBy) return false;
  const command = { kind: 'confirm', version: state.issued.version, means: 'silence' } as const;
  const after = await changeDocument(deps, { merchantId, partnerId: null, statementId, actor: null, command });
  return after.status === 'confirmed-by-silence';
}
