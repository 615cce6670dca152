import { describe, expect, it } from 'vitest';
import { attribute } from '../../../domain/attribution/attribute.ts';
import type { Attribution, RefusalReason } from '../../../domain/attribution/attribution.ts';
import type { AttributionSettings } from '../../../domain/partner/program.ts';
import type { Instant } from '../../../domain/time.ts';
import { DAY_MS, SECOND_MS } from '../../../domain/time.ts';
import type { Click } from '../../../domain/tracking/click.ts';
import {
  aClick,
  aConversion,
  aDirectory,
  anEnrollment,
  JOINED,
  NOON,
  NOTHING_KNOWN,
  someAttribution,
  someEnrollmentTerms,
} from '../../support/build.ts';

const HOUR_MS = 3_600_000;

interface Case {
  readonly clicks: readonly Click[];
  readonly settings?: Partial<AttributionSettings>;
  readonly enrollment?: Parameters<typeof anEnrollment>[0];
  readonly customerId?: string;
}

function attributed({ clicks, settings, enrollment, customerId }: Case): Attribution {
  const conversion = aConversion({ customerId: customerId ?? null });
  const directory = aDirectory({ enrollments: [anEnrollment(enrollment), anEnrollment({ partnerId: 'ptn_2' })] });
  return attribute(conversion, clicks, someAttribution(settings), directory, NOTHING_KNOWN);
}

/** What became of each click: `eligible`, or why not. */
function fates(of: Case): ReadonlyMap<string, RefusalReason | 'eligible'> {
  const attribution = attributed(of);
  const fate = new Map<string, RefusalReason | 'eligible'>();
  for (const { id, reason } of attribution.refused) fate.set(id, reason);
  if (attribution.outcome === 'attributed') for (const { id } of attribution.touchpoints) fate.set(id, 'eligible');
  return fate;
}

const fateOf = (click: Partial<Click>, of: Omit<Case, 'clicks'> = {}) =>
  fates({ ...of, clicks: [aClick(click)] }).get('clk_1') ?? 'not seen';

describe('the lookback window', () => {
  it.each<[string, Instant, RefusalReason | 'eligible']>([
    ['a click exactly as old as the window counts', NOON - 30 * DAY_MS, 'eligible'],
    ['a click one second older does not', NOON - 30 * DAY_MS - SECOND_MS, 'outside-lookback'],
    ['a click one second younger counts', NOON - 30 * DAY_MS + SECOND_MS, 'eligible'],
  ])('%s', (_, occurredAt, fate) => {
    expect(fateOf({ occurredAt })).toBe(fate);
  });

  it('counts days of exactly 24 hours', () => {
    expect(fateOf({ occurredAt: NOON - DAY_MS }, { settings: { lookbackDays: 1 } })).toBe('eligible');
    expect(fateOf({ occurredAt: NOON - DAY_MS - 1 }, { settings: { lookbackDays: 1 } })).toBe('outside-lookback');
  });

  it('shows of the clicks before it the last of each visitor, however many were looked at', () => {
    const old = (days: number, visitorId: string) =>
      aClick({ clickId: `clk_${days}_${visitorId}`, visitorId, occurredAt: NOON - days * DAY_MS });
    const shown = [...fates({ clicks: [old(90, 'v1'), old(40, 'v1'), old(60, 'v2'), old(2, 'v1')] })];
    expect(shown).toEqual([
      ['clk_60_v2', 'outside-lookback'],
      ['clk_40_v1', 'outside-lookback'],
      ['clk_2_v1', 'eligible'],
    ]);
  });

  it('of zero days leaves only the instant of the conversion', () => {
    expect(fateOf({ occurredAt: NOON }, { settings: { lookbackDays: 0 } })).toBe('eligible');
    expect(fateOf({ occurredAt: NOON - 1 }, { settings: { lookbackDays: 0 } })).toBe('outside-lookback');
  });
});

describe('the least time from click to conversion', () => {
  const settings = { minSecondsToConvert: 60 };

  it.each<[string, Instant, RefusalReason | 'eligible']>([
    ['a click exactly that old counts', NOON - 60 * SECOND_MS, 'eligible'],
    ['a click one second younger is too soon', NOON - 59 * SECOND_MS, 'too-soon'],
    ['a click at the conversion is too soon', NOON, 'too-soon'],
  ])('%s', (_, occurredAt, fate) => {
    expect(fateOf({ occurredAt }, { settings })).toBe(fate);
  });

  it('of zero lets a click at the instant of the conversion count', () => {
    expect(fateOf({ occurredAt: NOON })).toBe('eligible');
  });
});

describe('a click after the conversion', () => {
  it('is not a touchpoint of it at all', () => {
    expect(fateOf({ occurredAt: NOON + 1 })).toBe('not seen');
  });
});

describe('enrollment', () => {
  const touch = NOON - HOUR_MS;

  it.each<[string, Parameters<typeof anEnrollment>[0], RefusalReason | 'eligible']>([
    ['a partner that joined at the very touch counts', { joinedAt: touch }, 'eligible'],
    ['a partner that joined a moment after the touch does not', { joinedAt: touch + 1 }, 'not-enrolled-at-touch'],
    ['a partner whose enrollment ends at the touch does not', { endedAt: touch }, 'not-enrolled-at-touch'],
    ['a partner whose enrollment ends at the conversion does not', { endedAt: NOON }, 'not-enrolled-at-conversion'],
    ['a partner whose enrollment ends just after the conversion counts', { endedAt: NOON + 1 }, 'eligible'],
    ['a partner that only applied does not', { status: 'applied' }, 'not-enrolled-at-touch'],
    ['a suspended partner does not', { status: 'suspended' }, 'not-enrolled-at-touch'],
    ['a partner whose status is ended does not', { status: 'ended' }, 'not-enrolled-at-touch'],
  ])('%s', (_, enrollment, fate) => {
    expect(fateOf({ occurredAt: touch }, { enrollment })).toBe(fate);
  });

  const history = (...rows: (readonly [Instant, 'active' | 'suspended'])[]) => ({
    terms: rows.map(([from, status]) => ({ from, value: someEnrollmentTerms({ status }) })),
  });

  it.each<[string, Parameters<typeof anEnrollment>[0], RefusalReason | 'eligible']>([
    [
      'suspended from the very touch: not active then',
      history([JOINED, 'active'], [touch, 'suspended']),
      'not-enrolled-at-touch',
    ],
    [
      'suspended until the touch: active from that instant',
      history([JOINED, 'suspended'], [touch, 'active']),
      'eligible',
    ],
    [
      'suspended from the very conversion: not active then',
      history([JOINED, 'active'], [NOON, 'suspended']),
      'not-enrolled-at-conversion',
    ],
    [
      'suspended between touch and conversion only: active at both',
      history([JOINED, 'active'], [touch + 1, 'suspended'], [NOON, 'active']),
      'eligible',
    ],
    [
      'suspended after the conversion: what comes later changes nothing',
      history([JOINED, 'active'], [NOON + 1, 'suspended']),
      'eligible',
    ],
  ])('%s', (_, enrollment, fate) => {
    expect(fateOf({ occurredAt: touch }, { enrollment })).toBe(fate);
  });

  it('does not credit a partner that the program does not know', () => {
    expect(fateOf({ partnerId: 'ptn_nobody' })).toBe('unknown-partner');
  });
});

describe('bots', () => {
  it('never earn', () => {
    expect(fateOf({ isBot: true })).toBe('bot');
  });
});

describe('self-referral', () => {
  const enrollment = { customerIds: ['cus_own', 'cus_other'] };

  it("is a purchase under one of the partner's own customer ids", () => {
    expect(fateOf({}, { enrollment, customerId: 'cus_own' })).toBe('self-referral');
    expect(fateOf({}, { enrollment, customerId: 'cus_other' })).toBe('self-referral');
  });

  it('is not a purchase by somebody else, or by somebody unnamed', () => {
    expect(fateOf({}, { enrollment, customerId: 'cus_1' })).toBe('eligible');
    expect(fateOf({}, { enrollment })).toBe('eligible');
  });

  it("does not take another partner's credit away", () => {
    const clicks = [aClick({ clickId: 'clk_own' }), aClick({ clickId: 'clk_other', partnerId: 'ptn_2' })];
    const attribution = attributed({ clicks, enrollment, customerId: 'cus_own' });
    expect(attribution).toMatchObject({ outcome: 'attributed', credits: [{ partnerId: 'ptn_2' }] });
  });
});

describe('repeated clicks', () => {
  const settings = { clickDedupeSeconds: 60, model: { name: 'linear' } } as const;
  const first = NOON - HOUR_MS;
  const second = (after: number, change: Partial<Click> = {}) =>
    fates({
      settings,
      clicks: [
        aClick({ clickId: 'clk_1', occurredAt: first }),
        aClick({ clickId: 'clk_2', occurredAt: first + after, ...change }),
      ],
    }).get('clk_2');

  it('of a visitor on a link count once: the first is kept', () => {
    const clicks = [
      aClick({ clickId: 'clk_2', occurredAt: first + 1 }),
      aClick({ clickId: 'clk_1', occurredAt: first }),
    ];
    expect(Object.fromEntries(fates({ settings, clicks }))).toEqual({ clk_1: 'eligible', clk_2: 'repeat' });
  });

  it.each([
    ['a millisecond before the time is up', 59_999, 'repeat'],
    ['when the time is up', 60_000, 'eligible'],
    ['at the same instant', 0, 'repeat'],
  ] as const)('%s', (_, after, fate) => {
    expect(second(after)).toBe(fate);
  });

  it('are measured from the last one kept, not from the last one seen', () => {
    const clicks = [0, 40, 80, 120].map((seconds, index) =>
      aClick({ clickId: `clk_${index}`, occurredAt: first + seconds * SECOND_MS }),
    );
    expect([...fates({ settings, clicks }).entries()].sort()).toEqual([
      ['clk_0', 'eligible'],
      ['clk_1', 'repeat'],
      ['clk_2', 'eligible'],
      ['clk_3', 'repeat'],
    ]);
  });

  it.each<[string, Partial<Click>]>([
    ['another link', { linkId: 'lnk_2' }],
    ['another visitor', { visitorId: 'vis_2' }],
    ["another partner's click without a link", { linkId: null, partnerId: 'ptn_2' }],
  ])('are not: %s', (_, change) => {
    expect(second(1, change)).toBe('eligible');
  });

  it('without a link are repeats of the same partner', () => {
    const clicks = ['clk_1', 'clk_2'].map((clickId, index) =>
      aClick({ clickId, linkId: null, occurredAt: first + index }),
    );
    expect(fates({ settings, clicks }).get('clk_2')).toBe('repeat');
  });

  it('never lose to a bot that clicked first', () => {
    const clicks = [
      aClick({ clickId: 'clk_1', occurredAt: first, isBot: true }),
      aClick({ clickId: 'clk_2', occurredAt: first + 1 }),
    ];
    expect(fates({ settings, clicks }).get('clk_2')).toBe('eligible');
  });

  it('all count when the program sets no time', () => {
    const clicks = [aClick({ clickId: 'clk_1' }), aClick({ clickId: 'clk_2' })];
    expect([...fates({ clicks }).values()]).toEqual(['eligible', 'eligible']);
  });
});

describe('a long journey', () => {
  const long = (count: number) =>
    Array.from({ length: count }, (_, index) =>
      aClick({
        clickId: `clk_${String(index).padStart(4, '0')}`,
        occurredAt: NOON - HOUR_MS + index,
        partnerId: index === 0 ? 'ptn_2' : 'ptn_1',
      }),
    );
  const settings = { model: { name: 'first-touch' } } as const;

  it('of 200 touchpoints counts whole', () => {
    const attribution = attributed({ clicks: long(200), settings });
    expect(attribution).toMatchObject({ credits: [{ partnerId: 'ptn_2' }], refused: [] });
  });

  it('of 201 loses its first, with the reason', () => {
    const attribution = attributed({ clicks: long(201), settings });
    expect(attribution).toMatchObject({
      credits: [{ partnerId: 'ptn_1' }],
      refused: [{ id: 'clk_0000', reason: 'beyond-limit' }],
    });
    expect(attribution.outcome === 'attributed' && attribution.touchpoints).toHaveLength(200);
  });

  it('counts the coupon among its 200', () => {
    const directory = aDirectory({
      enrollments: [anEnrollment(), anEnrollment({ partnerId: 'ptn_2' })],
      coupons: [{ code: 'SAVE10', partnerId: 'ptn_1', validFrom: null, validTo: null }],
    });
    const conversion = aConversion({ coupon: 'SAVE10' });
    const attribution = attribute(
      conversion,
      long(200),
      someAttribution({ ...settings, coupon: 'touchpoint' }),
      directory,
      NOTHING_KNOWN,
    );
    expect(attribution).toMatchObject({
      credits: [{ partnerId: 'ptn_1' }],
      refused: [{ id: 'clk_0000', reason: 'beyond-limit' }],
    });
    expect(attribution.outcome === 'attributed' && attribution.touchpoints).toHaveLength(200);
  });

  it('does not spend its 200 on touchpoints that may not earn', () => {
    const bots = Array.from({ length: 300 }, (_, index) =>
      aClick({ clickId: `bot_${index}`, occurredAt: NOON - 60_000 + index, isBot: true }),
    );
    const attribution = attributed({ clicks: [...long(200), ...bots], settings });
    expect(attribution).toMatchObject({ credits: [{ partnerId: 'ptn_2' }] });
    // Of those that may not earn, too, the latest 200 are shown.
    expect(attribution.refused).toHaveLength(200);
    expect(attribution.refused.at(0)?.id).toBe('bot_100');
    expect(attribution.refused.at(-1)?.id).toBe('bot_299');
  });
});

describe('the order of a journey', () => {
  it('is by time, then by click id, whatever order the clicks arrived in', () => {
    const clicks = [
      aClick({ clickId: 'clk_b', occurredAt: NOON - 2 }),
      aClick({ clickId: 'clk_c', occurredAt: NOON - 3 }),
      aClick({ clickId: 'clk_a', occurredAt: NOON - 2 }),
    ];
    const orders = [clicks, [...clicks].reverse()].map((each) => {
      const attribution = attributed({ clicks: each });
      return attribution.outcome === 'attributed' ? attribution.touchpoints.map(({ id }) => id) : [];
    });
    expect(orders).toEqual([
      ['clk_c', 'clk_a', 'clk_b'],
      ['clk_c', 'clk_a', 'clk_b'],
    ]);
  });

  it('counts a click once that two visitors of the journey bring', () => {
    const click = aClick();
    const attribution = attributed({ clicks: [click, click], settings: { model: { name: 'linear' } } });
    expect(attribution).toMatchObject({ credits: [{ partnerId: 'ptn_1', creditWeight: 1n }] });
  });
});

describe('nobody to credit', () => {
  it('is no-touchpoint when the visitors never touched a link', () => {
    expect(attributed({ clicks: [] })).toEqual({ outcome: 'unattributed', reason: 'no-touchpoint', refused: [] });
  });

  it('is no-touchpoint when they touched one only afterwards', () => {
    const attribution = attributed({ clicks: [aClick({ occurredAt: NOON + 1 })] });
    expect(attribution).toEqual({ outcome: 'unattributed', reason: 'no-touchpoint', refused: [] });
  });

  it('is no-eligible-touchpoint when what there is may not earn, each with its reason', () => {
    const clicks = [
      aClick({ clickId: 'clk_old', occurredAt: NOON - 31 * DAY_MS }),
      aClick({ clickId: 'clk_bot', isBot: true }),
    ];
    expect(attributed({ clicks })).toMatchObject({
      outcome: 'unattributed',
      reason: 'no-eligible-touchpoint',
      refused: [
        { id: 'clk_old', reason: 'outside-lookback' },
        { id: 'clk_bot', reason: 'bot' },
      ],
    });
  });
});
