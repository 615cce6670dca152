import { describe, expect, it } from 'vitest';
import type { RuleChoice } from '../../../domain/commission/choose-rule.ts';
import type { Rule } from '../../../domain/commission/plan.ts';
import { afterNegotiated, negotiatedAt, negotiatedIn, negotiatedRule } from '../../../domain/settlement/negotiated.ts';
import { aDirectory, anEnrollment, aRule, JOINED, NOON, someEnrollmentTerms, someTerms } from '../../support/build.ts';

const since = (from: number, ...rules: readonly Rule[]) => ({ from, value: someEnrollmentTerms({ rules }) });

const directory = aDirectory({
  enrollments: [
    anEnrollment({ partnerId: 'ptn_1' }),
    anEnrollment({
      partnerId: 'ptn_2',
      terms: [
        since(JOINED, aRule({ id: 'old' })),
        { from: NOON, value: someEnrollmentTerms() },
        since(NOON + 10, aRule({ id: 'new' })),
      ],
    }),
  ],
});
const negotiated = () => negotiatedIn(directory, 'JPY');
const idsAt = (partnerId: string, at: number) => negotiatedAt(negotiated(), partnerId, at).map(({ id }) => id);

describe('rules negotiated with a partner', () => {
  it('are known of those alone that have any', () => {
    expect([...negotiated().keys()]).toEqual(['ptn_2']);
    expect(idsAt('ptn_1', NOON)).toEqual([]);
  });

  it('are in force from their day until the next terms, and the first of them from the beginning', () => {
    expect([JOINED - 1, JOINED, NOON - 1].map((at) => idsAt('ptn_2', at))).toEqual(
      Array.from({ length: 3 }, () => ['negotiated/old']),
    );
    expect([NOON, NOON + 9, NOON + 10].map((at) => idsAt('ptn_2', at))).toEqual([[], [], ['negotiated/new']]);
  });

  it('pay a line that they began to pay also when they are not in force any more', () => {
    const found = (payId: string, partnerId: string, at: number) =>
      negotiatedRule(negotiated(), { payId, partnerId }, at)?.id ?? null;
    expect(found('negotiated/old', 'ptn_2', JOINED)).toBe('negotiated/old');
    expect(found('negotiated/old', 'ptn_2', NOON + 10)).toBe('negotiated/old');
    expect(found('negotiated/gone', 'ptn_2', NOON)).toBeNull();
    expect(found('negotiated/old', 'ptn_1', NOON)).toBeNull();
    expect(found('old', 'ptn_2', JOINED)).toBeNull();
  });

  it('that share an id over time are each taken as of their time', () => {
    const rates = (at: number) => {
      const enrollment = anEnrollment({
        partnerId: 'ptn_2',
        terms: [since(JOINED, aRule({ pay: { rate: '0.1' } })), since(NOON, aRule({ pay: { rate: '0.2' } }))],
      });
      const known = negotiatedIn(aDirectory({ enrollments: [enrollment] }), 'JPY');
      return negotiatedRule(known, { payId: 'negotiated/base', partnerId: 'ptn_2' }, at)?.pay;
    };
    expect(rates(NOON - 1)).toMatchObject({ text: '0.1' });
    expect(rates(NOON)).toMatchObject({ text: '0.2' });
  });
});

describe('a choice after the negotiated rules were tried', () => {
  const [planRule] = someTerms().plans[0]?.rules ?? [];
  const [ownRule] = negotiatedAt(negotiated(), 'ptn_2', JOINED);
  if (planRule === undefined || ownRule === undefined) throw new Error('there are rules');
  const planChoice: RuleChoice = {
    rule: planRule,
    trials: [{ ruleId: 'base', outcome: 'chosen', by: null }],
  };

  it('is theirs, and every rule of the plan lost against it', () => {
    const own: RuleChoice = { rule: ownRule, trials: [{ ruleId: 'negotiated/old', outcome: 'chosen', by: null }] };
    expect(afterNegotiated(own, [planRule], () => planChoice)).toEqual({
      rule: ownRule,
      trials: [...own.trials, { ruleId: 'base', outcome: 'negotiated-first', by: 'negotiated/old' }],
    });
  });

  it("is the plan's where none of them matches, and shows all that were tried", () => {
    const own: RuleChoice = {
      rule: null,
      trials: [{ ruleId: 'negotiated/old', outcome: 'not-matched', by: 'tier' }],
    };
    expect(afterNegotiated(own, [planRule], () => planChoice)).toEqual({
      rule: planRule,
      trials: [...own.trials, ...planChoice.trials],
    });
  });
});
