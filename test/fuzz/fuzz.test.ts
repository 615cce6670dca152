import { expect, it } from 'vitest';
import { fuzz } from './fuzz.ts';

it('answers whatever is asked without a fault, as the OpenAPI document says', async () => {
  const { failures, byStatus } = await fuzz({ requests: 400, seed: 20_261_101 });
  expect(failures).toEqual([]);
  expect(byStatus[200]).toBeGreaterThan(0);
});
