import { expect, it } from 'vitest';
import { eachDue } from '../../../functions/usecases/due-lately.ts';

const NOW = Date.parse('2026-11-10T00:00:00Z');
const due = (merchantId: string, id: string) => ({ merchantId, id });
const DAYS = new Map([
  ['2026-11-08', [due('mer_1', 'broken'), due('mer_1', 'a'), due('mer_2', 'b')]],
  ['2026-11-09', [due('mer_2', 'c')]],
  ['2026-11-11', [due('mer_1', 'not yet')]],
]);
const dueOn = async (day: string) => DAYS.get(day) ?? [];

it('what cannot be looked at holds up nothing else that is due, of its merchant or of others, and is told at the end', async () => {
  const seen: string[] = [];
  const looking = eachDue({ now: NOW, merchantId: null }, dueOn, async ({ id }) => {
    if (id === 'broken') throw new Error('its history cannot be read');
    seen.push(id);
  });
  await expect(looking).rejects.toThrow('its history cannot be read');
  expect(seen).toEqual(['a', 'b', 'c']);
});

it('of several that cannot be looked at every one is told', async () => {
  const looking = eachDue({ now: NOW, merchantId: 'mer_2' }, dueOn, async ({ id }) => {
    throw new Error(id);
  });
  await expect(looking).rejects.toMatchObject({ errors: [new Error('b'), new Error('c')] });
});
