import type { Caller } from '../runtime/caller.ts';
import type { ChangedDeal } from '../usecases/deal/deal-steps.ts';
import { revisionSeen } from './if-match.ts';

interface DealCall {
  readonly caller: Caller;
  readonly parameters: { readonly programId: string; readonly dealId: string };
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** Which deal a call is about, who calls, and which revision they saw. */
export function changedDeal({ caller, parameters, headers }: DealCall): ChangedDeal {
  const { merchantId, partnerId, subject: by } = caller;
  const { programId, dealId } = parameters;
  return {
    scope: { merchantId, programId },
    dealId,
    partnerId,
    by,
    seen: revisionSeen(headers['if-match'], 'deal.edited'),
  };
}
