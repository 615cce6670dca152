import type { Caller } from '../identity/caller.ts';
import type { Scope } from '../store/scope.ts';
import type { ChangedDeal } from '../usecases/deal/deal-steps.ts';
import { revisionSeen } from './if-match.ts';

interface DealCall {
  readonly scope: Scope;
  readonly caller: Caller;
  readonly parameters: { readonly dealId: string };
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** Which deal a call is about, who calls, and which revision they saw. */
export function changedDeal({ scope, caller, parameters, headers }: DealCall): ChangedDeal {
  const { partnerId, subject: by } = caller;
  const { dealId } = parameters;
  return {
    scope,
    dealId,
    partnerId,
    by,
    seen: revisionSeen(headers['if-match'], 'deal.edited'),
  };
}
