import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Attribution } from '../../../domain/attribution/attribution.ts';
import { EMPTY_CARRY } from '../../../domain/settlement/carry.ts';
import { closePeriod } from '../../../domain/settlement/close-period.ts';
import { english } from '../../../domain/statement/text/words-en.ts';
import { japanese } from '../../../domain/statement/text/words-ja.ts';
import type { UnearnedCase } from '../../../domain/statement/unearned.ts';
import { refusedFor, unearnedReasons } from '../../../domain/statement/unearned.ts';
import { aClick, aConversion, NOON, someFacts, someTerms } from '../../support/build.ts';

const touch = (partnerId: string, type: 'click' | 'coupon' = 'click') =>
  ({ type, id: `${partnerId} ${type}`, occurredAt: NOON, partnerId, reason: 'bot' }) as const;
const unattributed = (...refused: ReturnType<typeof touch>[]): Attribution => ({
  outcome: 'unattributed',
  reason: 'no-touchpoint',
  refused,
});
const credited = (partnerId: string, ...refused: ReturnType<typeof touch>[]): Attribution => ({
  ...{ outcome: 'attributed', basis: 'model', model: 'linear', note: null, touchpoints: [] },
  credits: [{ partnerId, creditWeight: 1n }],
  refused,
});
const of = (changes: Partial<UnearnedCase>) =>
  unearnedReasons({
    ...{ conversion: aConversion(), coupons: 'wins', attribution: unattributed(), waitsFor: null, lines: [] },
    ...{ partnerId: null, ...changes },
  });
const NAMELESS = { visitorId: null, clickId: null, customerId: null, coupon: null };

describe('why nothing is earned', () => {
  it.each<[why: string, changes: Partial<UnearnedCase>, reasons: readonly string[]]>([
    ['nobody was there', {}, ['no-touchpoint']],
    ['nothing is named to look by', { conversion: aConversion(NAMELESS) }, ['nothing-named']],
    ['a click that nobody knows', { conversion: aConversion({ clickId: 'bp_x' }) }, ['no-touchpoint', 'click-unknown']],
    [
      'a click that does not count, which is said of it',
      { conversion: aConversion({ clickId: touch('ptn_1').id }), attribution: unattributed(touch('ptn_1')) },
      ['no-eligible-touchpoint'],
    ],
    ['a coupon that nobody has', { conversion: aConversion({ coupon: 'X' }) }, ['no-touchpoint', 'coupon-unknown']],
    [
      'a coupon where the program looks at none',
      { conversion: aConversion({ coupon: 'X' }), coupons: 'ignore' },
      ['no-touchpoint'],
    ],
    [
      'a coupon whose owner may not earn, though no click was there',
      { conversion: aConversion({ coupon: 'X' }), attribution: unattributed(touch('ptn_1', 'coupon')) },
      ['no-eligible-touchpoint'],
    ],
    ['all were refused', { attribution: unattributed(touch('ptn_1')) }, ['no-eligible-touchpoint']],
    ['a rate is missing', { attribution: credited('ptn_1'), waitsFor: 'rate.missing' }, ['rate-missing']],
    [
      'a rate is missing, but nobody would earn by it either',
      { attribution: unattributed(), waitsFor: 'rate.missing' },
      ['no-touchpoint'],
    ],
    [
      'each reason of the lines, once',
      { lines: (['capped', 'no-rule', 'capped', null] as const).map((reason) => ({ isNothing: true, reason })) },
      ['capped', 'no-rule', 'comes-to-nothing'],
    ],
    [
      'none where a line pays',
      {
        lines: [
          { isNothing: true, reason: 'no-rule' },
          { isNothing: false, reason: null },
        ],
      },
      [],
    ],
  ])('%s', (_why, changes, reasons) => {
    expect(of(changes)).toEqual(reasons);
  });

  it('is told to a partner by its own touchpoints alone, whoever else was there or credited', () => {
    const others = fc.array(fc.constantFrom('ptn_2', 'ptn_3').map((partnerId) => touch(partnerId)));
    fc.assert(
      fc.property(others, fc.boolean(), (foreign, isCredited) => {
        const refused = [...foreign, touch('ptn_1')];
        const attribution = isCredited ? credited('ptn_2', ...refused) : unattributed(...refused);
        const told = [of({ attribution, partnerId: 'ptn_1' }), refusedFor(attribution, 'ptn_1')];
        expect(told).toEqual([['not-credited'], [touch('ptn_1')]]);
      }),
    );
  });

  it('has a phrase in both languages for every reason, and the same blanks in each', () => {
    const blanks = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([blank]) => blank).sort();
    for (const words of [english, japanese]) expect(Object.keys(words.unearned)).toHaveLength(13);
    for (const [reason, text] of Object.entries(english.unearned)) {
      expect(blanks(japanese.unearned[reason as keyof typeof japanese.unearned])).toEqual(blanks(text));
    }
  });
});

describe('a close keeps how it decided', () => {
  it('what nobody earns by, and what touchpoints of were refused; the rest is in statements', () => {
    const terms = someTerms();
    const clicks = [
      aClick(),
      aClick({ clickId: 'bot', visitorId: 'vis_2', isBot: true }),
      aClick({ clickId: 'own', visitorId: 'vis_2' }),
    ];
    const named = { plain: 'vis_1', mixed: 'vis_2', alone: 'vis_3' };
    const conversions = Object.entries(named).map(([conversionId, visitorId]) =>
      aConversion({ conversionId, visitorId }),
    );
    const waiting = aConversion({ conversionId: 'waiting', currency: 'USD' });
    const facts = someFacts({ conversions: [...conversions, waiting], clicks });
    const { uncounted } = closePeriod(terms.calendar.period('2026-10'), facts, EMPTY_CARRY, terms);
    expect(uncounted.map(({ conversion }) => conversion.conversionId)).toEqual(['mixed', 'alone', 'waiting']);
  });
});
