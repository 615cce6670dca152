import { describe, expect, it } from 'vitest';
import type { AttributionKnowledge } from '../../../domain/attribution/attribute.ts';
import { attribute, eligibleTouches } from '../../../domain/attribution/attribute.ts';
import type { AttributionSettings, Model } from '../../../domain/partner/program.ts';
import type { Conversion } from '../../../domain/tracking/conversion.ts';
import {
  aClick,
  aConversion,
  aCoupon,
  aDirectory,
  anEnrollment,
  NOON,
  NOTHING_KNOWN,
  someAttribution,
  threePartners,
} from '../../support/build.ts';

const directory = aDirectory({ enrollments: threePartners(), coupons: [aCoupon({ partnerId: 'ptn_2' })] });

function attributed(
  conversion: Partial<Conversion>,
  settings: Partial<AttributionSettings> = {},
  knowledge: Partial<AttributionKnowledge> = {},
) {
  const known = { ...NOTHING_KNOWN, ...knowledge };
  return attribute(aConversion(conversion), [aClick()], someAttribution(settings), directory, known);
}

const click = { type: 'click', id: 'clk_1', occurredAt: NOON - 3_600_000, partnerId: 'ptn_1' };
const coupon = { type: 'coupon', id: 'SAVE10', occurredAt: NOON, partnerId: 'ptn_2' };
const without = { model: null, note: null, touchpoints: [], refused: [] };

describe('who comes before the model', () => {
  const credits = (partnerId: string) => [{ partnerId, creditWeight: 1n }];
  const split = [
    { partnerId: 'ptn_3', creditWeight: 2n },
    { partnerId: 'ptn_1', creditWeight: 1n },
  ];

  it('are first the parts of a split deal, then the named partner, whatever was clicked', () => {
    const named = { outcome: 'attributed', basis: 'named-partner', ...without };
    expect(attributed({ split, partnerId: 'ptn_2' })).toEqual({ ...named, credits: split });
    expect(attributed({ partnerId: 'ptn_2', kind: 'renewal' }, {}, { bound: credits('ptn_3') })).toEqual({
      ...named,
      credits: credits('ptn_2'),
    });
  });

  it('are then those to whom a renewing customer is bound, also against a coupon', () => {
    const bound = credits('ptn_3');
    const renewal = { kind: 'renewal', coupon: 'SAVE10' } as const;
    expect(attributed(renewal, { coupon: 'wins' }, { bound })).toEqual({
      outcome: 'attributed',
      basis: 'bound-customer',
      ...without,
      credits: bound,
    });
    expect(attributed({}, {}, { bound })).toMatchObject({ basis: 'model' });
    expect(attributed({ kind: 'renewal' }, {}, { bound: credits('stranger') })).toMatchObject({ basis: 'model' });
  });

  it('is then the owner of a coupon that wins', () => {
    expect(attributed({ coupon: 'SAVE10' }, { coupon: 'wins' })).toEqual({
      outcome: 'attributed',
      basis: 'coupon',
      ...without,
      credits: credits('ptn_2'),
      touchpoints: [coupon],
    });
  });

  it('is nobody otherwise', () => {
    expect(attributed({ coupon: 'SAVE10' })).toEqual({
      outcome: 'attributed',
      basis: 'model',
      model: 'last-touch',
      note: null,
      credits: credits('ptn_1'),
      touchpoints: [click],
      refused: [],
    });
  });

  it('a model that is not known is refused loudly', () => {
    const model = { name: 'magic' } as unknown as Model;
    expect(() => attributed({}, { model })).toThrow('unexpected value {"name":"magic"}');
  });
});

describe('the touches that may earn, whoever is credited', () => {
  const touches = (settings: Partial<AttributionSettings>, conversion: Partial<Conversion> = {}, of = directory) =>
    eligibleTouches(aConversion({ coupon: 'SAVE10', ...conversion }), [aClick()], someAttribution(settings), of);

  it('end with a coupon that may, unless coupons are ignored', () => {
    expect(touches({ coupon: 'touchpoint' })).toEqual([click, coupon]);
    expect(touches({ coupon: 'wins' })).toEqual([click, coupon]);
    expect(touches({ coupon: 'ignore' })).toEqual([click]);
  });

  it('do not ask whom the conversion names', () => {
    expect(touches({ coupon: 'touchpoint' }, { partnerId: 'ptn_3', coupon: null })).toEqual([click]);
  });

  it('leave a coupon out that may not', () => {
    const enrollments = [
      anEnrollment({ partnerId: 'ptn_1' }),
      anEnrollment({ partnerId: 'ptn_2', status: 'suspended' }),
    ];
    const suspended = aDirectory({ enrollments, coupons: [aCoupon({ partnerId: 'ptn_2' })] });
    expect(touches({ coupon: 'touchpoint' }, {}, suspended)).toEqual([click]);
  });

  it('know nothing of clicks that earned before', () => {
    const used = new Set(['clk_1']);
    expect(attributed({}, {}, { used })).toMatchObject({ outcome: 'unattributed', refused: [{ reason: 'used' }] });
    expect(attributed({}, {}, { used: new Set(['clk_2']) })).toMatchObject({ basis: 'model' });
    expect(touches({})).toEqual([click]);
  });
});
