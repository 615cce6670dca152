import type { Deps } from '../runtime/deps.ts';
import type { Move, Tried } from './amounts-moved.ts';
import { amountsMoved } from './amounts-moved.ts';
import type { DataErased } from './partner/data-erased.ts';
import { dataErased } from './partner/data-erased.ts';

/** What a dry run found that would happen. */
export interface WouldHappen {
  readonly moves: readonly Move[];
  /** Of an erasure alone. */
  readonly erases?: readonly DataErased[];
}

export async function wouldHappen(deps: Deps, tried: Tried): Promise<WouldHappen> {
  const moves = await amountsMoved(deps, tried);
  if (tried.operation !== 'erasePartner') return { moves };
  const { partnerId = '' } = tried.parameters as { readonly partnerId?: string };
  return { moves, erases: await dataErased(deps, { merchantId: tried.merchantId, partnerId }) };
}
