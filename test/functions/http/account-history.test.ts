import { beforeAll, describe, expect, it } from 'vitest';
import type { App, Json } from '../../support/app.ts';
import { aClosedShop } from '../../support/closed-shop.ts';
import { programPath, reasonFor } from '../../support/shop.ts';

let app: App;
const history = (query: string) => app.call('GET', programPath(`account-history?${query}`));
const PAYABLE = 'account=partner/ptn_1/payable';

/** October: three sales of ptn_1, 5.00 each, released and paid out. */
beforeAll(async () => {
  app = await aClosedShop();
});

/** All rows, page by page. */
async function pages(query: string): Promise<readonly (readonly Json[])[]> {
  const found: (readonly Json[])[] = [];
  let cursor = '';
  do {
    const { status, json } = await history(`${query}${cursor}`);
    expect(status).toBe(200);
    found.push(json.entries);
    cursor = json.next === null ? '' : `&cursor=${json.next}`;
  } while (cursor !== '');
  return found;
}

const shown = ({ kind, changes }: Json) => [kind, changes[0].change.amount, changes[0].balance.amount];

describe('the history of an account', () => {
  it('lists what moved it, with the balance after each entry', async () => {
    const { json } = await history(PAYABLE);
    expect(json.entries.map(shown)).toEqual([
      ['payout', '-15.00', '-15.00'],
      ['release', '5.00', '-10.00'],
      ['release', '5.00', '-5.00'],
      ['release', '5.00', '0.00'],
    ]);
    expect(json).toMatchObject({ account: 'partner/ptn_1/payable', balances: [{ amount: '0.00', currency: 'USD' }] });
    expect(json.next).toBeNull();
  });

  it('comes page by page, and the balance goes on', async () => {
    const [whole] = await pages(PAYABLE);
    const [first, ...others] = await pages(`${PAYABLE}&limit=3`);
    expect(first).toHaveLength(3);
    expect([first, ...others].flat()).toEqual(whole);
  });

  it('of the program runs through the books of all partners, and ends where the trial balance stands', async () => {
    const { entries, balances } = (await history('account=expense/commission')).json;
    expect(entries.map(shown)).toEqual([
      ['accrual', '-5.00', '-5.00'],
      ['accrual', '-5.00', '-10.00'],
      ['accrual', '-5.00', '-15.00'],
    ]);
    const { accounts } = (await app.call('GET', programPath('trial-balance'))).json;
    const expense = accounts.find(({ account }: Json) => account === 'expense/commission');
    expect(balances).toEqual([expense.balance]);
  });

  it('stops at a booking date, and at an instant of effect', async () => {
    const kinds = async (query: string) => (await history(query)).json.entries.map(({ kind }: Json) => kind);
    expect(await kinds(`${PAYABLE}&bookedOn=2026-10-31`)).toEqual(['release', 'release', 'release']);
    expect(await kinds(`${PAYABLE}&bookedOn=2026-09-30`)).toEqual([]);
    expect(await kinds('account=expense/commission&effectiveAt=2026-10-02T00:00:00%2B09:00')).toEqual([]);
  });

  it.each([
    ['account=', 'account'],
    ['account=wallet', 'account'],
    ['account=partner/ptn_1/wallet', 'account'],
    ['account=cash&cursor=abc', 'cursor'],
    ['account=cash&limit=0', 'limit'],
    ['account=cash&bookedOn=2026-13-01', 'bookedOn'],
  ])('refuses %s, and names the field', async (query, field) => {
    const reply = await history(query);
    expect(reply.status).toBe(422);
    expect(reasonFor(reply, field)).toMatch(/must be|is not|expected/);
  });
});
