import { DomainError } from '../../../domain/errors.ts';
import type { PartnerId } from '../../../domain/ids.ts';
import type { Entry } from '../../../domain/ledger/entry.ts';
import type { PeriodResult } from '../../../domain/settlement/close-period.ts';
import type { PartnerResult } from '../../../domain/settlement/partner-result.ts';
import { SHARD_PARTNERS } from '../../limits.ts';
import { byCodePoint } from '../order.ts';

/** Partners that are next to each other in the order of the tree, with their entries. */
export interface Shard {
  readonly partners: readonly PartnerResult[];
  readonly entries: readonly Entry[];
}

/** A result in shards; entries keep their order within one. */
export function shardsOf({ partners, entries }: Pick<PeriodResult, 'partners' | 'entries'>): readonly Shard[] {
  const inOrder = [...partners].sort((a, b) => byCodePoint(a.partnerId, b.partnerId));
  const shards: { readonly partners: readonly PartnerResult[]; readonly entries: Entry[] }[] = [];
  const entriesOf = new Map<PartnerId, Entry[]>();
  for (let at = 0; at < inOrder.length; at += SHARD_PARTNERS) {
    const shard = { partners: inOrder.slice(at, at + SHARD_PARTNERS), entries: [] };
    shards.push(shard);
    for (const { partnerId } of shard.partners) entriesOf.set(partnerId, shard.entries);
  }
  for (const entry of entries) {
    const own = entriesOf.get(entry.partnerId);
    if (own === undefined) {
      throw new DomainError('close.invariant-broken', `${entry.entryId} is of a partner who is not in the run`);
    }
    own.push(entry);
  }
  return shards;
}
