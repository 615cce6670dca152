import { describe, expect, it } from 'vitest';
import type { Mapped } from '../../../domain/connector/vendor-fact.ts';
import { keptOfShopify } from '../../../functions/connector/keep.ts';
import { isShopifyTest, mapShopify } from '../../../functions/connector/shopify/map-shopify.ts';
import { conversionSchema, reversalSchema } from '../../../functions/contract/schemas/conversion.ts';
import type { Json } from '../../support/app.ts';
import { aPayload } from './fixture.ts';

const mapped = (topic: string, name: string, changes: Json = {}): Mapped =>
  mapShopify(topic, keptOfShopify(aPayload(`shopify/${name}`, changes), 'bpid'));

function wires(topic: string, name: string, changes: Json = {}): Json[] {
  const found = mapped(topic, name, changes);
  if (found.outcome !== 'facts') throw new Error(found.reason.en);
  return found.facts.map((fact) => ('wire' in fact ? fact.wire : fact));
}

const orderOf = (changes: Json = {}) => conversionSchema.parse(wires('orders/paid', 'orders-paid', changes)[0]);
const refundOf = (changes: Json = {}) =>
  wires('refunds/create', 'refunds-create', changes).map((wire) => reversalSchema.parse(wire));

/** An amount of the shop and what its customer saw. */
function inBoth(yen: number, dollars?: string): Json {
  const shop = { amount: `${yen}`, currency_code: 'JPY' };
  const presentment = dollars === undefined ? shop : { amount: dollars, currency_code: 'USD' };
  return { shop_money: shop, presentment_money: presentment };
}

const gaveBack = (amount: string, currency = 'JPY'): Json[] => {
  const [transaction] = aPayload('shopify/refunds-create').transactions;
  return [{ ...transaction, amount, currency }];
};

/** What an order says of items that were taken off it before it was paid: a refund of no money. */
const takenOff = (lineId: number, quantity: number, subtotal: number, tax: number): Json => {
  const item = { id: 78, line_item_id: lineId, quantity, restock_type: 'cancel', subtotal, total_tax: tax };
  return { ...aPayload('shopify/refunds-create'), refund_line_items: [item], order_adjustments: [], transactions: [] };
};

describe('an order of a shop', () => {
  it('becomes a sale of its lines, less discounts, with shipping as a line of its own', () => {
    const { lines, ...sale } = orderOf();
    expect(sale).toMatchObject({
      conversionId: 'shopify:order:5678901234567',
      kind: 'sale',
      currency: 'JPY',
      country: 'JP',
      customerId: '7001',
    });
    expect(lines).toMatchObject([
      { lineId: '901', productId: '11', quantity: 2, amountMinor: 2700n, taxMinor: 200n, shippingMinor: 0n },
      { lineId: '902', productId: '12', quantity: 1, amountMinor: 1620n, taxMinor: 147n, shippingMinor: 0n },
      { lineId: 'shipping', category: 'shipping', amountMinor: 500n, taxMinor: 45n, shippingMinor: 455n },
    ]);
  });

  it('has its tax on top where the prices do not hold it', () => {
    expect(orderOf({ taxes_included: false }).lines).toMatchObject([
      { amountMinor: 2900n, taxMinor: 200n },
      { amountMinor: 1767n, taxMinor: 147n },
      { amountMinor: 545n, taxMinor: 45n, shippingMinor: 500n },
    ]);
  });

  it('is credited by the click of its landing page, the notes on it and its discount code', () => {
    expect(orderOf()).toMatchObject({ clickId: 'clk_1', visitorId: 'vis_1' });
    expect(mapped('orders/paid', 'orders-paid')).toMatchObject({ facts: [{ coupons: ['SAVE10'] }] });
    const notes = [{ name: 'bpid', value: 'clk_2' }];
    expect(orderOf({ note_attributes: notes })).toMatchObject({ clickId: 'clk_2', visitorId: null });
  });

  it('names its click by the parameter that the links of the program append', () => {
    const order = aPayload('shopify/orders-paid', { landing_site: '/products/tea?ref=clk_3&bpid=clk_1#details' });
    expect(mapShopify('orders/paid', keptOfShopify(order, 'ref'))).toMatchObject({
      facts: [{ wire: { clickId: 'clk_3' } }],
    });
  });

  it('is the same sale when it is created paid, and none before it is paid', () => {
    expect(wires('orders/create', 'orders-paid')).toEqual(wires('orders/paid', 'orders-paid'));
    expect(mapped('orders/create', 'orders-paid', { financial_status: 'pending' }).outcome).toBe('ignored');
  });

  it('does not sell what was taken off it before it was paid', () => {
    const { lines } = orderOf({ refunds: [takenOff(901, 1, 1350, 100), takenOff(902, 1, 1620, 147)] });
    expect(lines).toMatchObject([
      { lineId: '901', quantity: 1, amountMinor: 1350n, taxMinor: 100n },
      { lineId: 'shipping', amountMinor: 500n },
    ]);
    const onTop = orderOf({ taxes_included: false, refunds: [takenOff(901, 1, 1350, 100)] });
    expect(onTop.lines[0]).toMatchObject({ quantity: 1, amountMinor: 1450n, taxMinor: 100n });
  });

  it('leaves out gift cards, which earn when they are spent, and says so', () => {
    const [tea, pot] = aPayload('shopify/orders-paid').line_items;
    const card = { ...pot, gift_card: true };
    expect(orderOf({ line_items: [tea, card] }).lines.map(({ lineId }) => lineId)).toEqual(['901', 'shipping']);
    expect(mapped('orders/paid', 'orders-paid', { line_items: [tea, card] })).toMatchObject({
      outcome: 'facts',
      note: { en: 'gift cards were left out: they earn when they are spent' },
    });
    expect(mapped('orders/paid', 'orders-paid', { line_items: [card], shipping_lines: [] })).toMatchObject({
      outcome: 'ignored',
      reason: { en: 'gift cards alone were bought: they earn when they are spent' },
    });
    expect(mapped('orders/paid', 'orders-paid')).toMatchObject({ note: null });
  });

  it('is the same sale when it comes after money went back: its refund tells that', () => {
    const paid = wires('orders/paid', 'orders-paid');
    expect(wires('orders/paid', 'orders-paid', { refunds: [aPayload('shopify/refunds-create')] })).toEqual(paid);
    for (const status of ['partially_refunded', 'refunded']) {
      expect(wires('orders/paid', 'orders-paid', { financial_status: status })).toEqual(paid);
    }
  });
});

describe('a refund of a shop', () => {
  it('is one reversal for each line, summing to the money that went back', () => {
    const order = 'shopify:order:5678901234567';
    expect(refundOf()).toMatchObject([
      { reversalId: 'shopify:refund:40010:77', conversionId: order, lineId: '901', quantity: 1, amountMinor: 1350n },
      { reversalId: 'shopify:refund:40010:shipping', lineId: 'shipping', quantity: null, amountMinor: 500n },
    ]);
  });

  it('adds the tax where the prices do not hold it', () => {
    expect(refundOf({ transactions: gaveBack('1995') }).map(({ amountMinor }) => amountMinor)).toEqual([1450n, 545n]);
  });

  it('divides what was agreed on by the lines when it is less than they cost', () => {
    let sum = 0n;
    for (const { amountMinor } of refundOf({ transactions: gaveBack('1000') })) sum += amountMinor;
    expect(sum).toBe(1000n);
  });

  it('of an amount alone is of the whole order', () => {
    expect(refundOf({ refund_line_items: [], order_adjustments: [] })).toMatchObject([
      { reversalId: 'shopify:refund:40010:amount', lineId: null, amountMinor: 1850n },
    ]);
  });

  it('tells its shipping by lines of their own since version 2024-10 of the API', () => {
    const shipping = {
      subtotal_amount_set: inBoth(500),
      shipping_line: { price: '500', tax_lines: [{ price: '45' }] },
    };
    const lines = { refund_shipping_lines: [shipping], order_adjustments: [] };
    const amounts = (changes: Json) => refundOf(changes).map(({ lineId, amountMinor }) => [lineId, amountMinor]);
    const within = [
      ['901', 1350n],
      ['shipping', 500n],
    ];
    expect(amounts(lines)).toEqual(within);
    // Some shops send both forms.
    expect(amounts({ refund_shipping_lines: [shipping] })).toEqual(within);
    expect(amounts({ ...lines, transactions: gaveBack('1995') })).toEqual([
      ['901', 1450n],
      ['shipping', 545n],
    ]);
  });

  it('counts while its money is still under way, for it is told once', () => {
    const [transaction] = gaveBack('1850');
    expect(refundOf({ transactions: [{ ...transaction, status: 'pending' }] })).toEqual(refundOf());
    expect(
      mapped('refunds/create', 'refunds-create', { transactions: [{ ...transaction, status: 'failure' }] }),
    ).toMatchObject({
      outcome: 'ignored',
      reason: { en: 'no money went back' },
    });
  });

  it('takes back nothing for gift cards, which were not sold', () => {
    const [item] = aPayload('shopify/refunds-create').refund_line_items;
    const card = { ...item, line_item: { ...item.line_item, gift_card: true } };
    expect(refundOf({ refund_line_items: [card] })).toMatchObject([{ lineId: 'shipping', amountMinor: 500n }]);
    const alone = { refund_line_items: [card], order_adjustments: [], transactions: gaveBack('1350') };
    expect(mapped('refunds/create', 'refunds-create', alone)).toMatchObject({
      outcome: 'ignored',
      reason: { en: 'gift cards alone were given back' },
    });
  });

  it('that gives no money back is none', () => {
    expect(mapped('refunds/create', 'refunds-create', { transactions: [] }).outcome).toBe('ignored');
  });
});

describe('a refund to a customer who paid in another currency than the shop’s', () => {
  const [item] = aPayload('shopify/refunds-create').refund_line_items;
  const items = [{ ...item, subtotal_set: inBoth(1350, '9.00'), total_tax_set: inBoth(100, '0.67') }];
  const shipping = [{ subtotal_amount_set: inBoth(500, '3.33'), shipping_line: {} }];
  const lines = { refund_line_items: items, refund_shipping_lines: shipping, order_adjustments: [] };
  const amountsOf = (changes: Json) => refundOf(changes).map(({ amountMinor, currency }) => [amountMinor, currency]);

  it('is in the shop’s own, as the order is', () => {
    expect(amountsOf({ ...lines, transactions: gaveBack('12.33', 'USD') })).toEqual([
      [1350n, 'JPY'],
      [500n, 'JPY'],
    ]);
  });

  it('is at the rate of its own amounts where less was given back', () => {
    let sum = 0n;
    for (const { amountMinor } of refundOf({ ...lines, transactions: gaveBack('6.17', 'USD') })) sum += amountMinor;
    // 6.17 × (1350 + 100 + 500) ÷ (9.00 + 0.67 + 3.33) = 925.5
    expect(sum).toBe(926n);
  });

  it('of an amount alone is at the rate of what adjusts it', () => {
    const adjusted = [{ kind: 'refund_discrepancy', amount: '-750', amount_set: inBoth(-750, '-5.00') }];
    const alone = { refund_line_items: [], order_adjustments: adjusted, transactions: gaveBack('5.00', 'USD') };
    expect(amountsOf(alone)).toEqual([[750n, 'JPY']]);
  });

  it('is not guessed when nothing is told in both currencies', () => {
    const adjusted = [{ kind: 'refund_discrepancy', amount: '0', amount_set: inBoth(0, '0.00') }];
    const alone = { refund_line_items: [], order_adjustments: adjusted, transactions: gaveBack('5.00', 'USD') };
    expect(() => refundOf(alone)).toThrow("must tell its amounts in JPY, the shop's currency, too; got USD alone");
  });
});

describe('a test of a shop', () => {
  it('is told by the order, and by the money of a refund', () => {
    const order = aPayload('shopify/orders-paid');
    const refund = aPayload('shopify/refunds-create');
    expect([isShopifyTest('orders/paid', order), isShopifyTest('refunds/create', refund)]).toEqual([false, false]);
    expect(isShopifyTest('orders/paid', { ...order, test: true })).toBe(true);
    const transactions = [{ ...refund.transactions[0], test: true }];
    expect(isShopifyTest('refunds/create', { ...refund, transactions })).toBe(true);
  });
});

describe('what is kept of a message of a shop', () => {
  it('holds no name, address, mail or note of a person', () => {
    const kept = JSON.stringify(keptOfShopify(aPayload('shopify/orders-paid'), 'bpid'));
    expect(kept).not.toMatch(/花子|山田|hanako|千代田|0312345678|お誕生日|utm_source|192\.0/);
  });
});
