import type { AccountOwner, Payee } from '../../../domain/payout/payee.ts';
import { ordered } from '../order.ts';
import type { PayeeStore } from '../payout-store.ts';
import { replaceIf } from './put-once.ts';
import { getOrMake, Spaces } from './spaces.ts';

export function memoryPayees(): PayeeStore {
  const versions = new Spaces(() => new Map<string, Payee>());
  const owners = new Map<string, Set<AccountOwner>>();
  return {
    payees: async (merchantId, owner) =>
      ordered(versions.of({ merchantId, programId: owner }).values(), ({ revision }) => revision),
    advancePayee: async (merchantId, expected, next) =>
      replaceIf(versions.of({ merchantId, programId: next.owner }), String(next.revision), expected, next),
    noteAccount: async (merchantId, fingerprint, owner) => {
      getOrMake(owners, JSON.stringify([merchantId, fingerprint]), () => new Set()).add(owner);
    },
    ownersOf: async (merchantId, fingerprint) =>
      ordered(owners.get(JSON.stringify([merchantId, fingerprint])) ?? [], (owner) => owner),
  };
}
