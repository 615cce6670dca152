import { describe, expect, it } from 'vitest';
import type { Json } from '../../support/app.ts';
import { anApp } from '../../support/app.ts';
import {
  aConversion,
  aLine,
  aProgram,
  aReversal,
  aShop,
  post,
  programPath,
  reasonFor,
  usd,
} from '../../support/shop.ts';
import { watchedStores } from '../../support/watched-stores.ts';

const conversions = programPath('conversions');
const reversals = programPath('reversals');

describe('a conversion', () => {
  it('answers with the commission to expect', async () => {
    const app = await aShop();
    const reply = await app.call('POST', conversions, {
      body: aConversion({ partnerId: 'ptn_1', lines: [aLine({ tax: usd('10.00'), shipping: usd('5.00') })] }),
    });
    expect(reply.status).toBe(201);
    expect(reply.json).toEqual({
      conversionId: 'ord_1',
      outcome: 'attributed',
      waitsFor: null,
      planVersion: 1,
      holdUntil: '2026-10-02T03:00:00Z',
      isProvisional: true,
      lines: [{ lineId: '1', partnerId: 'ptn_1', ruleId: 'base', netBase: usd('85.00'), commission: usd('4.25') }],
    });
  });

  it('of nobody is kept as unattributed, with the reason', async () => {
    const app = await aShop();
    const answer = await post(app, conversions, aConversion());
    expect(answer).toMatchObject({ outcome: 'unattributed', reason: 'no-touchpoint', lines: [] });
  });

  it('that arrives twice answers the same and writes nothing more', async () => {
    const { stores, written } = watchedStores();
    const app = await aShop(anApp({ stores }));
    const body = aConversion({ partnerId: 'ptn_1', customerId: 'cus_1', visitorId: 'v_1' });
    const first = await app.call('POST', conversions, { body });
    const before = written().length;
    app.setNow('2026-10-05T00:00:00+09:00');
    const second = await app.call('POST', conversions, { body });
    expect([second.status, second.json]).toEqual([first.status, first.json]);
    expect(
      written()
        .slice(before)
        .filter((name) => name !== 'noteSeenTogether'),
    ).toEqual([]);
  });

  it('is the same whichever zone its time is written in, and whether it says null or nothing', async () => {
    const app = await aShop();
    const first = await post(app, conversions, aConversion({ occurredAt: '2026-10-02T12:00:00+09:00' }));
    const again = aConversion({ occurredAt: '2026-10-02T03:00:00.000Z', coupon: null, metadata: {} });
    expect(await post(app, conversions, again)).toEqual(first);
  });

  it('with other content under the same id is a conflict that names what differs', async () => {
    const { stores, written } = watchedStores();
    const app = await aShop(anApp({ stores }));
    await post(app, conversions, aConversion());
    const before = written().length;
    const body = aConversion({
      occurredAt: '2026-10-02T12:00:01+09:00',
      customerId: 'cus_1',
      metadata: { noteMinor: 'b' },
      lines: [aLine({ amount: usd('99.00') }), aLine({ lineId: '2' })],
    });
    const reply = await app.call('POST', conversions, { body });
    expect(reply.status).toBe(409);
    expect(reply.json.code).toBe('conversion.conflict');
    expect(reasonFor(reply, 'lines[0].amount')).toBe('is recorded as "100.00", got "99.00"');
    expect(reasonFor(reply, 'occurredAt')).toBe('is recorded as "2026-10-02T03:00:00Z", got "2026-10-02T03:00:01Z"');
    expect(reasonFor(reply, 'customerId')).toBe('is recorded as null, got "cus_1"');
    expect(reasonFor(reply, 'lines[1]')).toBe('is recorded as absent, got an object');
    expect(reasonFor(reply, 'metadata.noteMinor')).toBe('is recorded as absent, got "b"');
    expect(reply.json.errors).toHaveLength(5);
    expect(written().slice(before)).toEqual([]);
  });

  it('under the same id is another one in another program', async () => {
    const app = await aShop();
    await post(app, '/v1/programs', aProgram({ id: 'prg_2' }));
    await post(app, conversions, aConversion());
    const reply = await app.call('POST', programPath('conversions', 'prg_2'), {
      body: aConversion({ customerId: 'c' }),
    });
    expect(reply.status).toBe(201);
  });

  it('may be dated as far ahead as clocks differ', async () => {
    const app = await aShop();
    const reply = await app.call('POST', conversions, {
      body: aConversion({ occurredAt: '2026-10-03T00:05:00+09:00' }),
    });
    expect(reply.status).toBe(201);
  });

  it('may bear any id that a shop prints', async () => {
    const app = await aShop();
    for (const conversionId of ['#1001', 'order 7/2', '注文-1', 'a|b:c\\d', '100%']) {
      const answer = await post(app, conversions, aConversion({ conversionId, partnerId: 'ptn_1' }));
      expect(answer.conversionId).toBe(conversionId);
      const path = `${programPath('commissions')}/${encodeURIComponent(conversionId)}/explanation`;
      expect((await app.call('GET', path)).status).toBe(200);
    }
  });

  it('of a customer is joined to what the customer’s other visitors did', async () => {
    const app = await aShop();
    const click = { clickId: 'c1', occurredAt: '2026-10-01T00:00:00Z', visitorId: 'phone', partnerId: 'ptn_2' };
    await post(app, programPath('clicks'), click);
    const lead = aConversion({ conversionId: 'lead_1', kind: 'lead', visitorId: 'phone', customerId: 'cus_1' });
    await post(app, conversions, lead);
    const answer = await post(app, conversions, aConversion({ visitorId: 'desk', customerId: 'cus_1' }));
    expect(answer.lines).toMatchObject([{ partnerId: 'ptn_2' }]);
  });
});

describe('a won deal', () => {
  const aDeal = (changes: Json = {}): Json => ({
    dealId: 'deal_1',
    occurredAt: '2026-10-02T12:00:00+09:00',
    partnerId: 'ptn_2',
    currency: 'USD',
    lines: [aLine()],
    ...changes,
  });

  it('is credited to the partner that won it', async () => {
    const app = await aShop();
    const answer = await post(app, programPath('deals/won'), aDeal());
    expect(answer).toMatchObject({ dealId: 'deal_1', conversionId: 'deal_1', outcome: 'attributed' });
    expect(answer.lines).toMatchObject([{ partnerId: 'ptn_2', commission: usd('5.00') }]);
  });

  it('answers the same when it is told twice, and refuses another winner', async () => {
    const app = await aShop();
    const first = await post(app, programPath('deals/won'), aDeal());
    expect(await post(app, programPath('deals/won'), aDeal())).toEqual(first);
    const reply = await app.call('POST', programPath('deals/won'), { body: aDeal({ partnerId: 'ptn_1' }) });
    expect(reply.status).toBe(409);
    expect(reasonFor(reply, 'partnerId')).toBe('is recorded as "ptn_2", got "ptn_1"');
  });
});

describe('a reversal', () => {
  it('takes back what its conversion promised', async () => {
    const app = await aShop();
    await post(app, conversions, aConversion({ partnerId: 'ptn_1' }));
    const reply = await app.call('POST', reversals, { body: aReversal({ amount: usd('40.00') }) });
    expect(reply.status).toBe(201);
    expect(reply.json).toEqual({ reversalId: 'ref_1', conversionId: 'ord_1', waiting: false });
    const explained = await app.call('GET', programPath('commissions/ord_1/explanation'));
    expect(explained.json.provisional).toMatchObject([{ commission: '3.00' }]);
  });

  it('that comes before its conversion waits for it and is met', async () => {
    const app = await aShop();
    const early = await app.call('POST', reversals, { body: aReversal({ amount: usd('40.00') }) });
    expect([early.status, early.json.waiting]).toEqual([202, true]);
    const answer = await post(app, conversions, aConversion({ partnerId: 'ptn_1' }));
    expect(answer.lines).toMatchObject([{ netBase: usd('60.00'), commission: usd('3.00') }]);
    const again = await app.call('POST', reversals, { body: aReversal({ amount: usd('40.00') }) });
    expect([again.status, again.json.waiting]).toEqual([201, false]);
  });

  it('that is told twice counts once, and with other content is a conflict', async () => {
    const app = await aShop();
    await post(app, conversions, aConversion({ partnerId: 'ptn_1' }));
    const body = aReversal({ amount: usd('40.00') });
    const first = await app.call('POST', reversals, { body });
    const second = await app.call('POST', reversals, { body });
    expect([second.status, second.json]).toEqual([first.status, first.json]);
    const other = await app.call('POST', reversals, { body: aReversal({ amount: usd('41.00') }) });
    expect(other.status).toBe(409);
    expect(reasonFor(other, 'amount')).toBe('is recorded as "40.00", got "41.00"');
    const explained = await app.call('GET', programPath('commissions/ord_1/explanation'));
    expect(explained.json.provisional).toMatchObject([{ commission: '3.00' }]);
  });

  it('is undone by a won dispute that names it', async () => {
    const app = await aShop();
    await post(app, conversions, aConversion({ partnerId: 'ptn_1' }));
    await post(app, reversals, aReversal({ cause: 'chargeback', amount: usd('40.00') }));
    const won = { cause: 'dispute-won', amount: usd('40.00'), undoes: 'ref_1' };
    await post(app, reversals, aReversal({ ...won, reversalId: 'won_1' }));
    await post(app, reversals, aReversal({ ...won, reversalId: 'won_2' }));
    const explained = await app.call('GET', programPath('commissions/ord_1/explanation'));
    expect(explained.json.provisional).toMatchObject([{ commission: '5.00' }]);
  });

  it('and what undoes it are decisions of their own, though the last says what the first said', async () => {
    const app = await aShop();
    await post(app, conversions, aConversion({ partnerId: 'ptn_1' }));
    const scope = { merchantId: 'mer_1', programId: 'prg_1' };
    const decided = async () => await app.deps.stores.conversions.decision(scope, app.deps.now(), 'ord_1');
    const first = await decided();
    await post(app, reversals, aReversal({ cause: 'chargeback', amount: usd('40.00') }));
    const won = aReversal({ cause: 'dispute-won', amount: usd('40.00'), undoes: 'ref_1', reversalId: 'won_1' });
    await post(app, reversals, won);
    expect([first?.revision, await decided()]).toEqual([1, { ...first, revision: 3 }]);
    await post(app, reversals, won);
    expect((await decided())?.revision).toBe(3);
  });

  it('that undoes what it cannot is refused with the reason', async () => {
    const app = await aShop();
    await post(app, conversions, aConversion());
    await post(app, reversals, aReversal());
    await post(app, reversals, aReversal({ reversalId: 'won_1', cause: 'dispute-won', undoes: 'ref_1' }));
    const tried: readonly (readonly [object, RegExp])[] = [
      [{ cause: 'dispute-won' }, /must name the reversal/],
      [{ cause: 'dispute-won', undoes: 'won_2' }, /not itself/],
      [{ cause: 'refund', undoes: 'ref_1' }, /belongs to the causes dispute-won and other, not to refund/],
      [{ cause: 'other', undoes: 'won_1' }, /"won_1" undoes another/],
      [{ cause: 'other', undoes: 'ref_1', conversionId: 'ord_2' }, /is of conversion "ord_1"/],
    ];
    for (const [change, reason] of tried) {
      const reply = await app.call('POST', reversals, { body: aReversal({ reversalId: 'won_2', ...change }) });
      expect(reply.status).toBe(422);
      expect(reasonFor(reply, 'undoes')).toMatch(reason);
    }
  });

  it('of a line that there is not is refused', async () => {
    const app = await aShop();
    await post(app, conversions, aConversion());
    const reply = await app.call('POST', reversals, { body: aReversal({ lineId: '9' }) });
    expect(reply.status).toBe(422);
    expect(reasonFor(reply, 'lineId')).toBe('conversion "ord_1" has no line "9"');
  });

  it('is in the currency of its conversion, whichever comes first', async () => {
    const app = await aShop();
    const inYen = aReversal({ amount: { amount: '100', currency: 'JPY' } });
    await post(app, conversions, aConversion());
    const late = await app.call('POST', reversals, { body: inYen });
    expect(late.status).toBe(422);
    expect(reasonFor(late, 'amount.currency')).toBe("must be USD, the conversion's currency, got JPY");

    await post(app, reversals, { ...inYen, reversalId: 'ref_2', conversionId: 'ord_2' });
    const early = await app.call('POST', conversions, { body: aConversion({ conversionId: 'ord_2' }) });
    expect(early.status).toBe(422);
    expect(reasonFor(early, 'currency')).toMatch(/reversal ref_2 of this conversion is in JPY/);
  });

  it('may take back more than there is; the rest does not count', async () => {
    const app = await aShop();
    await post(app, conversions, aConversion({ partnerId: 'ptn_1' }));
    await post(app, reversals, aReversal({ amount: usd('500.00') }));
    const explained = await app.call('GET', programPath('commissions/ord_1/explanation'));
    expect(explained.json.provisional).toMatchObject([{ commission: '0.00' }]);
  });
});

describe('a click', () => {
  const aClick = (changes: Json = {}): Json => ({
    clickId: 'clk_1',
    occurredAt: '2026-10-01T00:00:00Z',
    visitorId: 'vis_a',
    partnerId: 'ptn_1',
    ...changes,
  });

  it('that is told twice counts once, and with other content is a conflict', async () => {
    const app = await aShop();
    const first = await post(app, programPath('clicks'), aClick());
    expect(await post(app, programPath('clicks'), aClick())).toEqual(first);
    const other = await app.call('POST', programPath('clicks'), { body: aClick({ partnerId: 'ptn_2' }) });
    expect(other.status).toBe(409);
    expect(reasonFor(other, 'partnerId')).toBe('is recorded as "ptn_1", got "ptn_2"');
  });

  it('leads to its partner by the visitor', async () => {
    const app = await aShop();
    await post(app, programPath('clicks'), aClick());
    const answer = await post(app, conversions, aConversion({ visitorId: 'vis_a' }));
    expect(answer.lines).toMatchObject([{ partnerId: 'ptn_1' }]);
  });
});

describe('master data', () => {
  it.each([
    ['a program', '/v1/programs', aProgram(), { name: 'Other' }, 'name', 'program.conflict'],
    [
      'a partner',
      '/v1/partners',
      { partnerId: 'ptn_1', name: 'Partner ptn_1', kind: 'affiliate' },
      { country: 'JP' },
      'country',
      'partner.conflict',
    ],
    [
      'an enrollment',
      programPath('enrollments'),
      { partnerId: 'ptn_1', status: 'active', joinedAt: '2026-01-01T00:00:00Z' },
      { tier: 'gold' },
      'terms.tier',
      'enrollment.conflict',
    ],
    [
      'terms',
      programPath('enrollments/ptn_1/terms'),
      { from: '2026-10-02T00:00:00Z', status: 'active', tier: 'gold' },
      { tier: 'silver' },
      'value.tier',
      'terms.conflict',
    ],
    [
      'a link',
      programPath('links'),
      { linkId: 'lnk_9', partnerId: 'ptn_1', destination: 'https://shop.example.com/a' },
      { destination: 'https://shop.example.com/b' },
      'destination',
      'link.conflict',
    ],
    [
      'a coupon',
      programPath('coupons'),
      { code: 'save 10', partnerId: 'ptn_1' },
      { validTo: '2027-01-01T00:00:00Z' },
      'validTo',
      'coupon.conflict',
    ],
    [
      'a rate',
      programPath('rates'),
      { date: '2026-10-01', from: 'JPY', to: 'USD', rate: '0.0067' },
      { rate: '0.0068' },
      'rate',
      'rate.conflict',
    ],
  ])('%s may be told again, but not differently', async (_what, path, body, change, field, code) => {
    const app = await aShop();
    const first = await app.call('POST', path, { body });
    const second = await app.call('POST', path, { body });
    expect([first.status, second.status, second.json]).toEqual([201, 201, first.json]);
    const other = await app.call('POST', path, { body: { ...body, ...change } });
    expect(other.status, other.text).toBe(409);
    expect(other.json.code).toBe(code);
    expect(other.json.errors).toMatchObject([{ field }]);
  });

  it('gives a coupon code one owner at a time, however it is spelt', async () => {
    const app = await aShop();
    await post(app, programPath('coupons'), { code: 'SAVE10', partnerId: 'ptn_1', validTo: '2026-11-01T00:00:00Z' });
    const body = { code: 'ｓａｖｅ 10', partnerId: 'ptn_2', validFrom: '2026-10-31T00:00:00Z' };
    const taken = await app.call('POST', programPath('coupons'), { body });
    expect([taken.status, taken.json.code]).toEqual([409, 'coupon.taken']);
    const later = { ...body, validFrom: '2026-11-01T00:00:00Z' };
    expect((await post(app, programPath('coupons'), later)).code).toBe('SAVE10');
  });

  it('takes rules negotiated with a partner, which pay before the plan and never reach back', async () => {
    const app = await aShop();
    const path = programPath('enrollments/ptn_1/terms');
    const own = (rate: string) => [{ id: 'own', when: {}, pay: { rate } }];
    const first = { from: '2026-09-01T00:00:00Z', status: 'active', rules: own('0.20') };
    expect(await post(app, path, first)).toMatchObject({ partnerId: 'ptn_1', rules: own('0.20') });
    expect(await post(app, path, first)).toMatchObject({ rules: own('0.20') });
    const answer = await post(app, conversions, aConversion({ partnerId: 'ptn_1' }));
    expect(answer.lines).toMatchObject([{ ruleId: 'negotiated/own', commission: usd('20.00') }]);

    const dearer = { from: '2026-09-02T00:00:00Z', status: 'active', rules: own('0.30') };
    const backdated = await app.call('POST', path, { body: dearer });
    expect([backdated.status, backdated.json.code]).toEqual([422, 'terms.backdated']);
    const later = { ...dearer, from: '2027-01-01T00:00:00Z' };
    expect(await post(app, path, later)).toMatchObject({ rules: own('0.30') });
  });

  it('names what is wrong with negotiated rules', async () => {
    const app = await aShop();
    const rules = [{ id: 'own', when: { partner: ['ptn_9'] }, pay: { rate: '5' } }];
    const body = { from: '2026-09-01T00:00:00Z', status: 'active', rules };
    const reply = await app.call('POST', programPath('enrollments/ptn_1/terms'), { body });
    expect([reply.status, reply.json.code]).toEqual([422, 'plan.invalid']);
    expect(reasonFor(reply, 'rules[0].pay.rate')).toMatch(/at most 1/);
    expect(reasonFor(reply, 'rules[0].when.partner[0]')).toMatch(/no partner "ptn_9"/);
  });

  it('changes the terms of an enrolled partner only', async () => {
    const app = await aShop();
    const body = { from: '2026-10-02T00:00:00Z', status: 'suspended' };
    const reply = await app.call('POST', programPath('enrollments/ptn_9/terms'), { body });
    expect([reply.status, reply.json.code]).toEqual([404, 'enrollment.not-found']);
  });

  it('does not tell a merchant about the link of another', async () => {
    const app = await aShop();
    const token = await app.token({ role: 'admin', merchantId: 'mer_2' });
    await app.call('POST', '/v1/programs', { token, body: aProgram() });
    await app.call('POST', '/v1/partners', { token, body: { partnerId: 'ptn_1', name: 'X', kind: 'creator' } });
    const enrollment = { partnerId: 'ptn_1', status: 'active', joinedAt: '2026-01-01T00:00:00Z' };
    await app.call('POST', programPath('enrollments'), { token, body: enrollment });
    const body = { linkId: 'lnk_1', partnerId: 'ptn_1', destination: 'https://shop.example.com/' };
    const reply = await app.call('POST', programPath('links'), { token, body });
    expect([reply.status, reply.json.code]).toEqual([409, 'link.conflict']);
    expect(reply.text).not.toContain('sale');
  });
});
