import { describe, expect, it } from 'vitest';
import { EMPTY_CARRY } from '../../../domain/settlement/carry.ts';
import { closePeriod } from '../../../domain/settlement/close-period.ts';
import { customerBooks } from '../../../domain/settlement/customer-books.ts';
import { journeyVisitors } from '../../../domain/settlement/facts.ts';
import type { Conversion } from '../../../domain/tracking/conversion.ts';
import { aClick, aConversion, NOON, someFacts, someTerms } from '../../support/build.ts';

const DAY_MS = 86_400_000;

const visitorsOf = (
  conversion: Conversion,
  others: readonly Conversion[] = [],
  clickVisitorId: string | null = null,
) => {
  const sealed = { conversion, clickVisitorId };
  const known = [sealed, ...others.map((other) => ({ conversion: other, clickVisitorId: null }))];
  const books = customerBooks(new Map(), known);
  return [...journeyVisitors(sealed, (customerId) => books.find(customerId)?.visitors ?? null)].sort();
};

const ofCustomer = (change: Partial<Conversion>) => aConversion({ customerId: 'cus_1', ...change });

describe('the visitors of a journey', () => {
  it('are the one that converted', () => {
    expect(visitorsOf(aConversion({ visitorId: 'vis_1' }))).toEqual(['vis_1']);
  });

  it('are the one of the click that the conversion names, since a cookie of ours is invisible to the shop', () => {
    expect(visitorsOf(aConversion({ visitorId: null }), [], 'vis_clicked')).toEqual(['vis_clicked']);
    expect(visitorsOf(aConversion({ visitorId: 'vis_1' }), [], 'vis_clicked')).toEqual(['vis_1', 'vis_clicked']);
  });

  it('are all seen with the customer before, on a lead as on a sale', () => {
    const lead = ofCustomer({ conversionId: 'cnv_0', kind: 'lead', visitorId: 'vis_phone', occurredAt: NOON - DAY_MS });
    expect(visitorsOf(ofCustomer({}), [lead])).toEqual(['vis_1', 'vis_phone']);
  });

  it('are also one seen with the customer at the very instant, but none seen only later', () => {
    const same = ofCustomer({ conversionId: 'cnv_0', visitorId: 'vis_same', occurredAt: NOON });
    const later = ofCustomer({ conversionId: 'cnv_2', visitorId: 'vis_later', occurredAt: NOON + 1 });
    expect(visitorsOf(ofCustomer({}), [same, later])).toEqual(['vis_1', 'vis_same']);
  });

  it('count a visitor from the first time it was seen with the customer', () => {
    const later = ofCustomer({ conversionId: 'cnv_2', visitorId: 'vis_phone', occurredAt: NOON + 1 });
    const earlier = ofCustomer({ conversionId: 'cnv_0', visitorId: 'vis_phone', occurredAt: NOON - 1 });
    expect(visitorsOf(ofCustomer({}), [later, earlier])).toEqual(['vis_1', 'vis_phone']);
  });

  it("are not another customer's, nor anybody's when the customer is not told", () => {
    const other = aConversion({ conversionId: 'cnv_0', customerId: 'cus_2', visitorId: 'vis_2', occurredAt: NOON - 1 });
    const nobody = aConversion({ conversionId: 'cnv_3', customerId: null, visitorId: 'vis_3', occurredAt: NOON - 1 });
    expect(visitorsOf(ofCustomer({}), [other, nobody])).toEqual(['vis_1']);
    expect(visitorsOf(aConversion(), [nobody])).toEqual(['vis_1']);
  });
});

describe('a journey over several devices', () => {
  const terms = someTerms();
  const october = terms.calendar.period('2026-10');
  const lead = ofCustomer({
    conversionId: 'cnv_lead',
    kind: 'lead',
    visitorId: 'vis_phone',
    occurredAt: NOON - DAY_MS,
  });
  const sale = ofCustomer({ conversionId: 'cnv_sale', visitorId: 'vis_desk' });
  const onPhone = aClick({ visitorId: 'vis_phone', occurredAt: NOON - 2 * DAY_MS });

  it('credits the click on the telephone for the sale at the desk', () => {
    const { carry } = closePeriod(
      october,
      someFacts({ conversions: [sale, lead], clicks: [onPhone] }),
      EMPTY_CARRY,
      terms,
    );
    expect(carry.booked.get('cnv_sale')?.attribution).toMatchObject({ credits: [{ partnerId: 'ptn_1' }] });
  });

  it('remembers the telephone in later periods', () => {
    const first = closePeriod(october, someFacts({ conversions: [lead], clicks: [onPhone] }), EMPTY_CARRY, terms);
    const november = { ...sale, occurredAt: october.end + DAY_MS };
    const touch = { ...onPhone, clickId: 'clk_2', occurredAt: october.end };
    const facts = someFacts({ conversions: [november], clicks: [touch] });
    const second = closePeriod(terms.calendar.period('2026-11'), facts, first.carry, terms);
    expect(second.carry.booked.get('cnv_sale')?.attribution).toMatchObject({ credits: [{ partnerId: 'ptn_1' }] });
  });

  it('credits nobody for a device that is never seen with the customer', () => {
    const { carry } = closePeriod(october, someFacts({ conversions: [sale], clicks: [onPhone] }), EMPTY_CARRY, terms);
    expect(carry.booked.get('cnv_sale')?.attribution).toMatchObject({ reason: 'no-touchpoint' });
  });
});
