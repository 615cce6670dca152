import type { MerchantId } from '../../../domain/ids.ts';
import { documentState, isOverdue } from '../../../domain/statement/confirmation.ts';
import type { Instant } from '../../../domain/time.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { DueDocument } from '../../store/statement-store.ts';
import { eachDue } from '../due-lately.ts';
import { changeDocument } from './change-document.ts';

/** By hand it is done when somebody thinks of it, at the latest for the accounts of a year; by a schedule every day. */
const DAYS_BY_HAND = 400;

/** Confirms what nobody said anything against until its deadline. Asked again, it changes nothing; answers how many it confirmed. */
export async function confirmSilent(
  deps: Deps,
  { merchantId }: { readonly merchantId: MerchantId | null },
): Promise<number> {
  const now = deps.now();
  const looking = { now, merchantId, ...(merchantId === null ? {} : { daysBack: DAYS_BY_HAND }) };
  const done = await eachDue(looking, deps.stores.documents.dueOn, (due) => confirmOne(deps, due, now));
  return done.filter(Boolean).length;
}

async function confirmOne(deps: Deps, { merchantId, statementId }: DueDocument, now: Instant): Promise<boolean> {
  const state = documentState(await deps.stores.documents.steps(merchantId, statementId));
  if (state === null || !isOverdue(state, now)) return false;
  const command = { kind: 'confirm', version: state.issued.version, means: 'silence' } as const;
  const after = await changeDocument(deps, { merchantId, partnerId: null, statementId, actor: null, command });
  return after.status === 'confirmed-by-silence';
}
