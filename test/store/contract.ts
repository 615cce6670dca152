import { afterAll, beforeAll, describe } from 'vitest';
import type { Stores } from '../../functions/store/store.ts';
import { accessContract } from './access-contract.ts';
import { activityContract } from './activity-contract.ts';
import { claimsContract } from './claims-contract.ts';
import { connectorsContract } from './connectors-contract.ts';
import { dealsContract } from './deals-contract.ts';
import { factsContract } from './facts-contract.ts';
import { integrityContract } from './integrity-contract.ts';
import { moneyContract } from './money-contract.ts';
import { payoutsContract } from './payouts-contract.ts';
import { statementsContract } from './statements-contract.ts';
import { termsContract } from './terms-contract.ts';
import { webhooksContract } from './webhooks-contract.ts';

export interface StoresUnderTest {
  readonly stores: Stores;
  readonly stop: () => Promise<void>;
}

/** What use cases rely on, whatever the store. */
export function storeContract(name: string, makeStores: () => Promise<StoresUnderTest>): void {
  describe(`store: ${name}`, () => {
    let stores: Stores;
    let stop = async (): Promise<void> => {};

    beforeAll(async () => {
      const made = await makeStores();
      stores = made.stores;
      stop = made.stop;
    });
    afterAll(async () => await stop());

    for (const contract of [
      termsContract,
      factsContract,
      moneyContract,
      payoutsContract,
      statementsContract,
      integrityContract,
      dealsContract,
      webhooksContract,
      connectorsContract,
      accessContract,
      activityContract,
      claimsContract,
    ]) {
      contract(() => stores);
    }
  });
}
