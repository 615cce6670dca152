import { describe, expect, it } from 'vitest';
import { decide } from '../../../domain/settlement/decide.ts';
import type { Click } from '../../../domain/tracking/click.ts';
import type { Reversal } from '../../../domain/tracking/reversal.ts';
import { aClick, aConversion, aLine, aPlan, aReversal, NOON, someTerms } from '../../support/build.ts';

const around = (clicks: readonly Click[], reversals: readonly Reversal[] = []) => ({
  clicks,
  reversals,
  customers: () => null,
});

describe('the provisional decision on a conversion', () => {
  it('says who is credited, by which rule, for how much, and until when it would be held', () => {
    const decision = decide(aConversion(), around([aClick()]), someTerms());
    expect(decision).toMatchObject({
      conversionId: 'cnv_1',
      planVersion: 1,
      holdUntil: NOON + 30 * 86_400_000,
      waitsFor: null,
      attribution: { outcome: 'attributed', credits: [{ partnerId: 'ptn_1' }] },
      lines: [{ lineId: '1', partnerId: 'ptn_1', ruleId: 'base', netBaseMinor: 10_000n, amountMinor: 500n }],
    });
  });

  it('counts what is reversed already', () => {
    const { lines } = decide(aConversion(), around([aClick()], [aReversal()]), someTerms());
    expect(lines).toMatchObject([{ netBaseMinor: 9_000n, amountMinor: 450n }]);
  });

  it('takes a volume rule at its first step, as if nothing else had been sold', () => {
    const steps = [
      { from: '0', rate: '0.01' },
      { from: '20000', rate: '0.5' },
    ];
    const pay = { volume: { metric: 'base', window: 'month', mode: 'retroactive', steps } } as const;
    const terms = someTerms({ plan: aPlan({ rules: [{ id: 'volume', when: {}, pay }] }) });
    expect(decide(aConversion(), around([aClick()]), terms).lines).toMatchObject([{ amountMinor: 100n }]);
  });

  it('has no lines while it waits for an exchange rate', () => {
    const decision = decide(aConversion({ currency: 'USD' }), around([aClick()]), someTerms());
    expect(decision).toMatchObject({ waitsFor: 'rate.missing', lines: [] });
  });

  it('is kept for a conversion that nobody brought', () => {
    const decision = decide(aConversion(), around([]), someTerms());
    expect(decision).toMatchObject({ attribution: { outcome: 'unattributed', reason: 'no-touchpoint' }, lines: [] });
  });

  it('knows a returning customer by what was seen before', () => {
    const rules = [
      { id: 'base', when: {}, pay: { rate: '0.01' } },
      { id: 'again', when: { customer: ['returning' as const] }, pay: { rate: '0.10' } },
    ];
    const terms = someTerms({ plan: aPlan({ rules }) });
    const known = () => ({ firstSeenAt: NOON - 1, visitors: new Map(), firstCredited: new Map(), milestones: [] });
    const first = () => ({ firstSeenAt: NOON, visitors: new Map(), firstCredited: new Map(), milestones: [] });
    const of = (memory: typeof known) =>
      decide(aConversion({ customerId: 'u1' }), { ...around([aClick()]), customers: memory }, terms).lines;
    expect(of(known)).toMatchObject([{ ruleId: 'again' }]);
    expect(of(first)).toMatchObject([{ ruleId: 'base' }]);
  });

  it('shows lines that no rule pays with nothing', () => {
    const terms = someTerms({
      plan: aPlan({ rules: [{ id: 'tea', when: { category: ['tea'] }, pay: { rate: '0.1' } }] }),
    });
    const conversion = aConversion({ lines: [aLine({ category: 'tea' }), aLine({ lineId: '2', category: 'ware' })] });
    expect(decide(conversion, around([aClick()]), terms).lines).toMatchObject([
      { lineId: '1', ruleId: 'tea', amountMinor: 1_000n },
      { lineId: '2', ruleId: null, netBaseMinor: 10_000n, amountMinor: 0n },
    ]);
  });
});
