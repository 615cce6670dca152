import { describe, expect, it } from 'vitest';
import { attribute } from '../../../domain/attribution/attribute.ts';
import type { Coupon, Enrollment } from '../../../domain/partner/enrollment.ts';
import type { AttributionSettings } from '../../../domain/partner/program.ts';
import type { Click } from '../../../domain/tracking/click.ts';
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

interface Case {
  readonly coupon?: Partial<Coupon>;
  readonly coupons?: readonly Coupon[];
  readonly clicks?: readonly Click[];
  readonly settings?: Partial<AttributionSettings>;
  readonly conversion?: Partial<Conversion>;
  readonly enrollments?: readonly Enrollment[];
}

/** A conversion with the coupon SAVE10 of ptn_2, after a click of ptn_1. */
function attributed(of: Case) {
  return attribute(
    aConversion({ coupon: 'SAVE10', ...of.conversion }),
    of.clicks ?? [aClick()],
    someAttribution({ coupon: 'wins', ...of.settings }),
    aDirectory({
      enrollments: of.enrollments ?? threePartners(),
      coupons: of.coupons ?? [aCoupon({ partnerId: 'ptn_2', ...of.coupon })],
    }),
    NOTHING_KNOWN,
  );
}

const linear = { name: 'linear' } as const;

describe('a coupon that wins', () => {
  it("takes the whole credit from other partners' clicks", () => {
    expect(attributed({})).toMatchObject({
      outcome: 'attributed',
      basis: 'coupon',
      credits: [{ partnerId: 'ptn_2', creditWeight: 1n }],
    });
  });

  it('needs no click', () => {
    expect(attributed({ clicks: [] })).toMatchObject({ basis: 'coupon', credits: [{ partnerId: 'ptn_2' }] });
  });

  it('leaves the journey to the model when there is none', () => {
    const without = { conversion: { coupon: null } };
    expect(attributed(without)).toEqual(attributed({ ...without, settings: { coupon: 'ignore' } }));
  });

  it('leaves the journey to the model when nobody owns its code', () => {
    expect(attributed({ conversion: { coupon: 'OTHER' } })).toMatchObject({
      basis: 'model',
      credits: [{ partnerId: 'ptn_1' }],
      refused: [],
    });
  });

  it('leaves the journey to the model when its partner is not active, and says so', () => {
    const enrollments = [anEnrollment(), anEnrollment({ partnerId: 'ptn_2', status: 'suspended' })];
    expect(attributed({ enrollments })).toMatchObject({
      basis: 'model',
      credits: [{ partnerId: 'ptn_1' }],
      refused: [{ type: 'coupon', id: 'SAVE10', reason: 'not-enrolled-at-touch' }],
    });
  });

  it('leaves the journey to the model when its own partner used it', () => {
    const enrollments = [anEnrollment(), anEnrollment({ partnerId: 'ptn_2', customerIds: ['cus_own'] })];
    expect(attributed({ enrollments, conversion: { customerId: 'cus_own' } })).toMatchObject({
      basis: 'model',
      credits: [{ partnerId: 'ptn_1' }],
      refused: [{ type: 'coupon', reason: 'self-referral' }],
    });
  });

  it('is not asked for the least time to convert: it is used at the conversion', () => {
    expect(attributed({ settings: { minSecondsToConvert: 60 } })).toMatchObject({ basis: 'coupon' });
  });
});

describe('a coupon that is one more touchpoint', () => {
  it('comes last, at the time of the conversion', () => {
    const settings = { coupon: 'touchpoint', model: linear } as const;
    expect(attributed({ settings })).toMatchObject({
      basis: 'model',
      credits: [
        { partnerId: 'ptn_1', creditWeight: 1n },
        { partnerId: 'ptn_2', creditWeight: 1n },
      ],
      touchpoints: [{ type: 'click' }, { type: 'coupon', id: 'SAVE10', occurredAt: NOON, partnerId: 'ptn_2' }],
    });
  });

  it('stands after a click at the same instant', () => {
    const settings = { coupon: 'touchpoint', model: { name: 'last-touch' } } as const;
    const clicks = [aClick({ clickId: 'zzz', occurredAt: NOON })];
    expect(attributed({ settings, clicks })).toMatchObject({ credits: [{ partnerId: 'ptn_2' }] });
  });

  it('is a journey of its own without clicks', () => {
    expect(attributed({ settings: { coupon: 'touchpoint' }, clicks: [] })).toMatchObject({
      basis: 'model',
      credits: [{ partnerId: 'ptn_2' }],
    });
  });

  it('is not asked for the least time to convert', () => {
    const settings = { coupon: 'touchpoint', minSecondsToConvert: 60 } as const;
    expect(attributed({ settings, clicks: [] })).toMatchObject({ credits: [{ partnerId: 'ptn_2' }] });
  });

  it('is refused with the reason when its partner may not earn', () => {
    const enrollments = [anEnrollment(), anEnrollment({ partnerId: 'ptn_2', endedAt: NOON })];
    expect(attributed({ settings: { coupon: 'touchpoint' }, enrollments })).toMatchObject({
      credits: [{ partnerId: 'ptn_1' }],
      refused: [{ type: 'coupon', reason: 'not-enrolled-at-touch' }],
    });
  });
});

describe('a coupon that may not earn, without any click', () => {
  it.each(['wins', 'touchpoint'] as const)('under "%s" leaves a visitor that never touched a link', (coupon) => {
    const enrollments = [anEnrollment({ partnerId: 'ptn_2', status: 'suspended' })];
    expect(attributed({ settings: { coupon }, enrollments, clicks: [] })).toMatchObject({
      outcome: 'unattributed',
      reason: 'no-touchpoint',
      refused: [{ type: 'coupon', id: 'SAVE10', reason: 'not-enrolled-at-touch' }],
    });
  });
});

describe('a coupon that is ignored', () => {
  it('changes nothing', () => {
    expect(attributed({ settings: { coupon: 'ignore' } })).toEqual(
      attributed({ settings: { coupon: 'ignore' }, conversion: { coupon: null } }),
    );
    expect(attributed({ settings: { coupon: 'ignore' }, clicks: [] })).toMatchObject({ reason: 'no-touchpoint' });
  });
});

describe('how a coupon is written', () => {
  it.each(['save10', 'Save10', ' SAVE10 ', 'SAVE 10', 'ＳＡＶＥ１０', 'ｓａｖｅ　１０', 'SAVE\t10', 'SAVE\u00A010'])(
    '"%s" is SAVE10',
    (coupon) => {
      expect(attributed({ conversion: { coupon } })).toMatchObject({ basis: 'coupon' });
    },
  );

  it.each(['SAVE-10', 'SAVE1', 'SAVE100', ''])('"%s" is not', (coupon) => {
    expect(attributed({ conversion: { coupon } })).toMatchObject({ basis: 'model' });
  });

  it('does not matter in the directory either', () => {
    expect(attributed({ coupon: { code: 'ｓａｖｅ 10' } })).toMatchObject({ basis: 'coupon' });
  });
});

describe('when a coupon is valid', () => {
  it.each<[string, Partial<Coupon>, 'coupon' | 'model']>([
    ['from the very instant it begins', { validFrom: NOON }, 'coupon'],
    ['not a moment earlier', { validFrom: NOON + 1 }, 'model'],
    ['until just before it ends', { validTo: NOON + 1 }, 'coupon'],
    ['not at the instant it ends', { validTo: NOON }, 'model'],
    ['for ever without dates', {}, 'coupon'],
  ])('%s', (_, coupon, basis) => {
    expect(attributed({ coupon })).toMatchObject({ basis });
  });

  it('belongs to whoever owned it when it was used', () => {
    const coupons = [aCoupon({ partnerId: 'ptn_2', validTo: NOON }), aCoupon({ partnerId: 'ptn_3', validFrom: NOON })];
    const ownerAt = (occurredAt: number) => {
      const attribution = attributed({ coupons, clicks: [], conversion: { occurredAt } });
      return attribution.outcome === 'attributed' ? attribution.credits[0]?.partnerId : null;
    };
    expect(ownerAt(NOON - 1)).toBe('ptn_2');
    expect(ownerAt(NOON)).toBe('ptn_3');
  });
});

describe('a conversion that names its partner', () => {
  const conversion = { partnerId: 'ptn_3' } as const;

  it('is credited to it; attribution is skipped and the record says so', () => {
    expect(attributed({ conversion })).toEqual({
      outcome: 'attributed',
      basis: 'named-partner',
      model: null,
      note: null,
      credits: [{ partnerId: 'ptn_3', creditWeight: 1n }],
      touchpoints: [],
      refused: [],
    });
  });

  it('is credited to it whatever its standing: the merchant has said so', () => {
    const enrollments = [anEnrollment({ partnerId: 'ptn_3', status: 'suspended', customerIds: ['cus_own'] })];
    expect(attributed({ enrollments, conversion: { ...conversion, customerId: 'cus_own' } })).toMatchObject({
      basis: 'named-partner',
    });
  });

  it('is credited to several by their weights, where it names several, whoever was clicked before', () => {
    const split = [
      { partnerId: 'ptn_3', creditWeight: 6n },
      { partnerId: 'ptn_1', creditWeight: 4n },
    ];
    const shared = attributed({ conversion: { partnerId: null, split } });
    expect(shared).toMatchObject({ basis: 'named-partner', credits: split, touchpoints: [] });
  });
});
