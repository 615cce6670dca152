import { describe, expect, it } from 'vitest';
import { memoryStores } from '../../functions/store/memory/stores.ts';
import { remembered } from '../../functions/store/remembered.ts';
import type { Stores } from '../../functions/store/store.ts';
import { aProgram, NOON } from '../support/build.ts';

/** Stores that count how often programs and partners are read. */
function countedStores() {
  const reads: string[] = [];
  const stores: Stores = memoryStores();
  const counted: Stores = {
    ...stores,
    programs: {
      ...stores.programs,
      program: (scope) => {
        reads.push(scope.programId);
        return stores.programs.program(scope);
      },
    },
    partners: {
      ...stores.partners,
      partner: (merchantId, partnerId) => {
        reads.push(`${merchantId}/${partnerId}`);
        return stores.partners.partner(merchantId, partnerId);
      },
    },
  };
  return { reads, stores: remembered(counted) };
}

describe('remembered stores', () => {
  it('read a program once, and ask again for one that is not there yet', async () => {
    const { stores, reads } = countedStores();
    const program = aProgram();
    expect(await stores.programs.program(program)).toBeNull();
    await stores.programs.putProgram({ fact: program, recordedAt: NOON });
    expect(await stores.programs.program(program)).toEqual(program);
    expect(await stores.programs.program(program)).toEqual(program);
    expect(reads).toHaveLength(2);
  });

  it('tell the partner of one merchant from the same id of another', async () => {
    const { stores, reads } = countedStores();
    const fact = {
      partnerId: 'ptn_1',
      name: '株式会社さくら',
      kind: 'agency',
      country: null,
      customerIds: [],
    } as const;
    await stores.partners.putPartner('mer_1', { fact, recordedAt: NOON });
    for (const merchantId of ['mer_1', 'mer_1', 'mer_2']) {
      expect(await stores.partners.partner(merchantId, 'ptn_1')).toEqual(merchantId === 'mer_1' ? fact : null);
    }
    expect(reads).toEqual(['mer_1/ptn_1', 'mer_2/ptn_1']);
  });
});
