import { Broken } from '../../../domain/errors.ts';
import type { PartnerId } from '../../../domain/ids.ts';
import type { Entry } from '../../../domain/ledger/entry.ts';
import type { PeriodResult } from '../../../domain/settlement/close-period.ts';
import { suppliedIn } from '../../../domain/tax/fixed-supplies.ts';
import { SHARD_PARTNERS } from '../../limits.ts';
import { byCodePoint } from '../order.ts';
import type { RunPartner } from '../run-store.ts';

/** Partners that are next to each other in the order of the tree, with their entries. */
export interface Shard {
  readonly partners: readonly RunPartner[];
  readonly entries: readonly Entry[];
}

/** A result in shards; entries keep their order within one. */
export function shardsOf({ partners, entries }: Pick<PeriodResult, 'partners' | 'entries'>): readonly Shard[] {
  const counts = entryCounts(partners);
  const inOrder = [...partners].sort((a, b) => byCodePoint(a.partnerId, b.partnerId));
  const shards: { readonly own: typeof partners; readonly entries: Entry[] }[] = [];
  const entriesOf = new Map<PartnerId, Entry[]>();
  for (let at = 0; at < inOrder.length; at += SHARD_PARTNERS) {
    const shard = { own: inOrder.slice(at, at + SHARD_PARTNERS), entries: [] };
    shards.push(shard);
    for (const { partnerId } of shard.own) entriesOf.set(partnerId, shard.entries);
  }
  for (const entry of entries) {
    counts.add(entry);
    entriesOf.get(entry.partnerId)?.push(entry);
  }
  return shards.map((shard) => ({ partners: shard.own.map(counts.headOf), entries: shard.entries }));
}

/** A partner whose entries are not counted yet. */
export type UncountedPartner = Omit<RunPartner, 'entryCount' | 'suppliedMinor'>;

/** Counts a run's entries by partner, who are all known from the start. */
export function entryCounts(partners: readonly UncountedPartner[]): {
  readonly add: (entry: Entry) => void;
  /** The partner with what was counted so far. */
  readonly headOf: (partner: UncountedPartner) => RunPartner;
} {
  const counts = new Map(partners.map(({ partnerId }) => [partnerId, { entryCount: 0, suppliedMinor: 0n }]));
  return {
    add: (entry) => {
      const { entryId, partnerId } = entry;
      const own = counts.get(partnerId);
      if (own === undefined) {
        throw new Broken('close.invariant-broken', `${entryId} is of a partner who is not in the run`);
      }
      own.entryCount += 1;
      own.suppliedMinor += suppliedIn([entry], partnerId);
    },
    headOf: (partner) => {
      const { partnerId, openingHeldMinor, heldMinor, openingMinor, payableMinor, payoutMinor } = partner;
      const { openingReserveMinor, reserveMinor } = partner;
      const { entryCount = 0, suppliedMinor = 0n } = counts.get(partnerId) ?? {};
      const due = { openingMinor, payableMinor, payoutMinor };
      const reserves = { openingReserveMinor, reserveMinor };
      return { partnerId, openingHeldMinor, heldMinor, ...due, ...reserves, entryCount, suppliedMinor };
    },
  };
}
