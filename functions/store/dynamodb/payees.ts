import type { AccountOwner, Payee } from '../../../domain/payout/payee.ts';
import { ordered } from '../order.ts';
import type { PayeeStore } from '../payout-store.ts';
import type { Table } from './items.ts';
import { listFacts, listSortKeys, putIfAbsent, replaceFactIf } from './items.ts';
import { key, partitions } from './table.ts';

export function dynamoPayees(records: Table): PayeeStore {
  return {
    payees: async (merchantId, owner) =>
      ordered(await listFacts<Payee>(records, partitions.payees(merchantId, owner)), ({ revision }) => revision),
    advancePayee: async (merchantId, expected, next) => {
      // That a version was erased is no news of bank details: the stream passes over it.
      const type = next.sealed === null ? null : 'payee';
      const row = { key: key.payee(merchantId, next), type, fact: next, recordedAt: next.draftedAt } as const;
      return await replaceFactIf(records, row, expected);
    },
    noteAccount: async (merchantId, fingerprint, owner) => {
      await putIfAbsent(records, key.account(merchantId, fingerprint, owner));
    },
    ownersOf: async (merchantId, fingerprint) => {
      const owners = await listSortKeys(records, partitions.accounts(merchantId, fingerprint));
      return owners as AccountOwner[];
    },
  };
}
