import { describe, expect, it } from 'vitest';
import type { App, Json, Reply } from '../../support/app.ts';
import { programPath, settleStep } from '../../support/shop.ts';
import { approve, as, entriesOf, inEuro, none, payeeOf, payerOf, payoutsOf, remit } from './finance-desk.ts';

const BATCH = programPath('payout-batches/2026-10-sepa-1');
const yen = (amount: string) => ({ amount, currency: 'JPY' });

/** What stands on the accounts of the program, by currency; those at zero are left out. */
async function balancesOf(app: App): Promise<Readonly<Record<string, bigint>>> {
  const balances: Record<string, bigint> = {};
  for (const partnerId of ['ptn_1', 'ptn_2']) {
    for (const { currency: own, postings } of await entriesOf(app, partnerId)) {
      for (const { from, to, amountMinor, currency = own } of postings) {
        balances[`${from} ${currency}`] = (balances[`${from} ${currency}`] ?? 0n) - amountMinor;
        balances[`${to} ${currency}`] = (balances[`${to} ${currency}`] ?? 0n) + amountMinor;
      }
    }
  }
  return Object.fromEntries(Object.entries(balances).filter(([, minor]) => minor !== 0n));
}

/** ¥5,000 and ¥2,500 went out as €30.48 and €15.24, at 0.006095 euro a yen. */
async function remitted(): Promise<App> {
  const app = await inEuro('0.006095');
  await approve(app, BATCH);
  await remit(app, BATCH);
  return app;
}

async function paid(): Promise<App> {
  const app = await remitted();
  await results(app, { others: 'confirmed', results: [] });
  return app;
}

const results = async (app: App, report: Json): Promise<void> => {
  const reply = await as(app, 'maker', 'POST', `${BATCH}/results`, { date: '2026-11-05', ...report });
  expect(reply.status, reply.text).toBe(202);
};

const draft = (app: App, changes: Json = {}, who = 'maker'): Promise<Reply> =>
  as(app, who, 'POST', `${BATCH}/exchange`, {
    ...{ paid: yen('7600'), date: '2026-11-05', reference: 'FX-7731', ...changes },
  });
const decide = (app: App, contentHash: string, who = 'checker'): Promise<Reply> =>
  as(app, who, 'POST', `${BATCH}/exchange/approval`, { contentHash });

async function booked(app: App, amount: string): Promise<void> {
  const { json } = await draft(app, { paid: yen(amount) });
  const reply = await decide(app, json.exchange.contentHash);
  expect(reply.status, reply.text).toBe(202);
}

const FX = /^(?:fx|rounding|cash)/;
const exchanged = async (app: App) =>
  Object.fromEntries(Object.entries(await balancesOf(app)).filter(([name]) => FX.test(name)));

describe('the exchange of a batch', () => {
  it('is open at the locked rate until the bank’s own is booked', async () => {
    const app = await paid();
    expect(await exchanged(app)).toEqual({
      'cash EUR': 4572n,
      'fx EUR': -4572n,
      // €15.24 are worth ¥2,500.41 and €30.48 ¥5,000.82, which is a yen more than they were exchanged from.
      'fx JPY': 7501n,
      'rounding JPY': -1n,
    });
  });

  it.each([
    ['7600', { 'cash JPY': 7600n, 'fx/realised JPY': -100n }],
    ['7450', { 'cash JPY': 7450n, 'fx/realised JPY': 50n }],
    ['7500', { 'cash JPY': 7500n }],
  ])(
    'moves what ¥%s differ from the books to a realised gain or loss, and nothing stays open',
    async (amount, wanted) => {
      const app = await paid();
      await booked(app, amount);
      expect(await exchanged(app)).toEqual(wanted);
      const books = (await as(app, 'checker', 'GET', programPath('trial-balance'))).json;
      expect(books.clearing).toEqual([]);
      const replay = await as(app, 'checker', 'GET', programPath('periods/2026-10/replay'));
      expect(replay.json, replay.text).toMatchObject({ differenceCount: 0 });
    },
  );

  it('that nobody has settled is in the review of the next month, with its age', async () => {
    const app = await remitted();
    await results(app, { others: 'confirmed', results: [{ payoutId: '2026-10/ptn_2', outcome: 'rejected' }] });
    app.setNow('2026-12-01T00:00:00+09:00');
    for (const step of ['seal', 'calculate']) await settleStep(app, step, '2026-11');
    const { json } = await as(app, 'checker', 'GET', programPath('periods/2026-11/review'));
    const since = { since: '2026-11-05', days: 25, age: '8-30', periodId: '2026-10' };
    const open = (json.clearing as Json[]).map(({ account, partnerId, balance, ...age }: Json) => {
      expect(age).toEqual(since);
      return `${partnerId} ${account} ${balance.amount} ${balance.currency}`;
    });
    expect(open.sort()).toEqual([
      'ptn_1 fx -30.48 EUR',
      'ptn_1 fx 5001 JPY',
      'ptn_1 rounding -1 JPY',
      'ptn_2 fx -15.24 EUR',
      'ptn_2 fx 2500 JPY',
      'ptn_2 partner/ptn_2/in-payout 15.24 EUR',
    ]);
  });

  it('names in a dry run what would be said, and writes nothing', async () => {
    const app = await paid();
    const said = { paid: yen('7600'), date: '2026-11-05', reference: 'FX-7731' };
    const dry = await as(app, 'maker', 'POST', `${BATCH}/exchange?dryRun=true`, said);
    expect([dry.status, dry.json.moves]).toEqual([200, [{ what: 'paid', amount: yen('7600') }]]);
    expect((await as(app, 'maker', 'GET', BATCH)).json.exchange).toBeNull();
  });

  it('is at a rate that the partner is told, with what it comes to and where it is', async () => {
    const app = await inEuro('0.006095');
    const token = await app.token({ role: 'partner-member', partnerId: 'ptn_1' });
    const payment = async () => {
      const { json, text } = await app.call('GET', '/v1/statements/prg_1:2026-10:ptn_1/history', { token });
      expect(json.status, text).toBe('issued');
      return json.payment;
    };
    expect(await payment()).toBeNull();
    await approve(app, BATCH);
    expect(await payment()).toMatchObject({
      status: 'approved',
      rate: { from: 'JPY', to: 'EUR', rate: '0.006095', date: '2026-10-31' },
      net: yen('5000'),
      transfer: { amount: '30.48', currency: 'EUR' },
      remittedAt: null,
    });
    await remit(app, BATCH);
    await results(app, { others: 'confirmed', results: [{ payoutId: '2026-10/ptn_1', outcome: 'returned' }] });
    expect(await payment()).toMatchObject({ status: 'returned' });
    await as(app, 'maker', 'POST', programPath('periods/2026-10/payout'));
    expect(await payment()).toMatchObject({ status: 'waiting', transfer: { amount: '30.48', currency: 'EUR' } });
  });

  it('divides what was paid among the transfers by their amounts, to the yen', async () => {
    const app = await paid();
    await booked(app, '7601');
    expect((await payoutsOf(app)).map(({ cost }: Json) => cost)).toEqual([yen('5067'), yen('2534')]);
  });

  it('is said by one person and booked by another, as it was seen', async () => {
    const app = await paid();
    const { json, status } = await draft(app);
    expect([status, json.exchange]).toMatchObject([
      200,
      { booked: yen('7500'), gain: yen('-100'), transfer: { amount: '45.72', currency: 'EUR' }, approvedBy: null },
    ]);
    const { contentHash } = json.exchange;
    const own = await decide(app, contentHash, 'maker');
    expect([own.status, own.json.code]).toEqual([409, 'approval.same-person']);
    await draft(app, { paid: yen('7610') }, 'another');
    const old = await decide(app, contentHash);
    expect([old.status, old.json.code]).toEqual([409, 'exchange.changed']);
    expect(await exchanged(app)).toHaveProperty('fx JPY', 7501n);
    const { json: again } = await draft(app);
    await Promise.all([decide(app, again.exchange.contentHash), decide(app, again.exchange.contentHash)]);
    const late = await draft(app, { paid: yen('1') });
    expect([late.status, late.json.code]).toEqual([409, 'exchange.booked']);
    expect(late.json.detail).toContain('is booked at 7600 JPY, by checker');
    expect((await draft(app)).json.exchange).toMatchObject({ approvedBy: 'checker', draftedBy: 'maker' });
  });

  it('stands in the journals with its gain or loss by name', async () => {
    const app = await paid();
    await booked(app, '7600');
    const journal = async (query: string) => {
      const { text } = await as(app, 'checker', 'GET', programPath(`periods/2026-10/journal?${query}`));
      return Buffer.from(text, 'base64').toString();
    };
    expect(await journal('format=hledger')).toMatch(/exchange\n.*\n {4}cash {2}30\.48 EUR\n {4}fx {2}-30\.48 EUR\n/);
    expect(await journal('format=moneyforward&encoding=utf-8')).toMatch(/為替差損益.*未払金.*33.*為替決済/);
  });

  it('that comes back is open again, and goes with the batch that pays it in the end', async () => {
    const app = await paid();
    await booked(app, '7600');
    await results(app, { results: [{ payoutId: '2026-10/ptn_2', outcome: 'returned', reason: 'closed account' }] });
    await results(app, { results: [{ payoutId: '2026-10/ptn_2', outcome: 'returned', reason: 'closed account' }] });
    expect(await exchanged(app)).toMatchObject({ 'cash JPY': 5067n, 'fx EUR': -1524n, 'fx/realised JPY': -67n });
    const replay = await as(app, 'checker', 'GET', programPath('periods/2026-10/replay'));
    expect(replay.json, replay.text).toMatchObject({ differenceCount: 0 });

    await payeeOf(app, 'ptn_2', { ...none(), ...EURO_ACCOUNT });
    app.setNow('2026-11-12T00:00:00+09:00');
    await as(app, 'maker', 'POST', programPath('periods/2026-10/payout'));
    const second = programPath('payout-batches/2026-10-sepa-2');
    await approve(app, second);
    await remit(app, second);
    await as(app, 'maker', 'POST', `${second}/results`, { date: '2026-11-12', others: 'confirmed', results: [] });
    const exchange = { paid: yen('2550'), date: '2026-11-12', reference: 'FX-7790' };
    const { json } = await as(app, 'maker', 'POST', `${second}/exchange`, exchange);
    const { contentHash } = json.exchange;
    await as(app, 'checker', 'POST', `${second}/exchange/approval`, { contentHash });
    expect(await exchanged(app)).toEqual({ 'cash JPY': 7617n, 'fx/realised JPY': -117n });
    const again = await as(app, 'checker', 'GET', programPath('periods/2026-10/replay'));
    expect(again.json, again.text).toMatchObject({ differenceCount: 0 });
  });

  it.each([
    ['before the exchange was booked', false],
    ['after it', true],
  ])(
    'is undone for what comes back %s and is then paid in yen: nothing of it stays in between',
    async (_, isBooked) => {
      const app = await paid();
      if (isBooked) await booked(app, '7600');
      app.setNow('2026-11-09T00:00:00+09:00');
      const returned = { payoutId: '2026-10/ptn_1', outcome: 'returned' };
      await results(app, { date: '2026-11-09', results: [returned] });
      await payeeOf(app, 'ptn_1');
      app.setNow('2026-11-12T00:00:00+09:00');
      await payerOf(app);
      const prepare = () => as(app, 'maker', 'POST', programPath('periods/2026-10/payout'));
      await prepare();
      await prepare();
      const [payout] = await payoutsOf(app);
      expect(payout).toMatchObject({ attempt: 2, isPosted: false, rate: null, transfer: yen('5000'), reasons: [] });
      const back = await balancesOf(app);
      expect([back['partner/ptn_1/payable JPY'], back['partner/ptn_1/in-payout EUR']]).toEqual([5000n, undefined]);
      const batch = programPath('payout-batches/2026-10-zengin-1');
      await approve(app, batch);
      await remit(app, batch);
      const told = await as(app, 'maker', 'POST', `${batch}/results`, {
        date: '2026-11-12',
        others: 'confirmed',
        results: [],
      });
      expect(told.status, told.text).toBe(202);
      if (!isBooked) await booked(app, '2500');
      const { 'expense/commission JPY': expense, ...left } = await balancesOf(app);
      expect(expense).toBe(-7500n);
      expect(Object.keys(left).filter((name) => !/^(?:cash|fx.realised) JPY/.test(name))).toEqual([]);
      const replay = await as(app, 'checker', 'GET', programPath('periods/2026-10/replay'));
      expect(replay.json, replay.text).toMatchObject({ differenceCount: 0 });
    },
  );

  it('leaves out what was given back before it was said', async () => {
    const app = await remitted();
    await results(app, { others: 'confirmed', results: [{ payoutId: '2026-10/ptn_2', outcome: 'rejected' }] });
    await booked(app, '5050');
    expect(await exchanged(app)).toEqual({
      'cash JPY': 5050n,
      'fx EUR': -1524n,
      'fx JPY': 2500n,
      'fx/realised JPY': -50n,
    });
  });

  it.each([
    ['before the bank has told of every transfer', remitted, {}, 'exchange.waiting', undefined],
    [
      'in another currency',
      paid,
      { paid: { amount: '7600.00', currency: 'USD' } },
      'currency.mismatch',
      'paid.currency',
    ],
    ['of a day before it was sent', paid, { date: '2026-11-04' }, 'date.invalid', 'date'],
    ['of a day that is not over', paid, { date: '2026-11-06' }, 'date.invalid', 'date'],
    ['that cost nothing', paid, { paid: yen('0') }, 'request.invalid', 'paid.amount'],
    ['with decimals of a yen', paid, { paid: yen('7600.5') }, 'request.invalid', 'paid.amount'],
  ])('is refused %s', async (_, at, changes, code, field) => {
    const { json } = await draft(await at(), changes);
    expect([json.code, json.errors?.[0]?.field]).toEqual([code, field]);
  });
});

const EURO_ACCOUNT = { scheme: 'sepa', iban: 'DE89370400440532013000', holder: 'Kaede' };
