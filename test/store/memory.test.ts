import { memoryStores } from '../../functions/store/memory/stores.ts';
import { storeContract } from './contract.ts';

storeContract('memory', async () => ({ stores: memoryStores(), stop: async () => {} }));
