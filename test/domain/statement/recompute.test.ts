import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical } from '../../../domain/integrity/canonical.ts';
import { EMPTY_CARRY } from '../../../domain/settlement/carry.ts';
import { closePeriod } from '../../../domain/settlement/close-period.ts';
import type { Explanation } from '../../../domain/statement/explanation.ts';
import { recomputed } from '../../../domain/statement/recompute.ts';
import type { Statement, StatementLine } from '../../../domain/statement/statement.ts';
import { statementsOf } from '../../../domain/statement/statement.ts';
import {
  aClick,
  aConversion,
  aLine,
  aPlan,
  aProgram,
  aRule,
  NOON,
  someAttribution,
  someFacts,
  someTerms,
} from '../../support/build.ts';
import { closeMonths, scenario } from '../settlement/scenario.ts';

const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 100);

const ALL_TRAITS = [
  'base marginal',
  'base retroactive',
  'bonus',
  'cap per conversion',
  'cap per customer',
  'cap per partner-period',
  'cap per program-period',
  'conversions marginal',
  'conversions retroactive',
  'cut',
  'exchange',
  'items marginal',
  'items retroactive',
  'override',
  'reversed',
  'several credits',
  'step with a flat amount',
];

function traitsOf({ base, caps = [], pay }: Explanation): readonly string[] {
  return [
    ...(base.exchange ? ['exchange'] : []),
    ...(base.reversed ? ['reversed'] : []),
    ...caps.flatMap(({ per, cut }) => [`cap per ${per}`, ...(cut === '0' ? [] : ['cut'])]),
    ...(pay.type === 'volume' ? [`${pay.metric} ${pay.mode}`] : []),
    ...(pay.type === 'volume' && pay.stretches.some(({ flat }) => flat !== undefined)
      ? ['step with a flat amount']
      : []),
  ];
}

const shareOf = (weight: string, index: number) => ({ partner: `ptn_${index + 1}`, weight });

describe('every line of a statement', () => {
  it('is recomputed from the statement alone, with pencil and paper', () => {
    const kinds = new Map<string, number>();
    const seen = new Set<string>();
    let lines = 0;
    fc.assert(
      fc.property(scenario, (given) => {
        for (const { result, terms } of closeMonths(given)) {
          for (const statement of statementsOf(result, terms)) {
            expect(recomputed(JSON.parse(JSON.stringify(statement)))).toEqual([]);
            lines += statement.lines.length;
            for (const { explanation } of statement.lines) {
              kinds.set(explanation.pay.type, (kinds.get(explanation.pay.type) ?? 0) + 1);
              for (const trait of traitsOf(explanation)) seen.add(trait);
            }
            if (statement.bonuses.length > 0) seen.add('bonus');
            if (statement.overrides.length > 0) seen.add('override');
            if (statement.conversions.some(({ credits }) => credits !== undefined)) seen.add('several credits');
          }
        }
      }),
      { numRuns: RUNS },
    );
    // All kinds of pay came up, so that none was left out of the sum.
    expect([...kinds.keys()].sort()).toEqual(['flat', 'frozen', 'none', 'rate', 'share', 'volume']);
    expect([...seen].sort()).toEqual(ALL_TRAITS);
    expect(lines).toBeGreaterThan(RUNS * 10);
  });

  it('shows a partner’s part of what a conversion’s partners share, to the left-over unit', () => {
    const rule = aRule({ pay: { rate: '0.3' }, cap: { amount: '100', per: 'conversion' } });
    const shares = [{ id: 'label', rate: '0.1', among: ['2', '1', '1'].map(shareOf), when: {} }];
    const terms = someTerms({
      program: aProgram({ attribution: someAttribution({ model: { name: 'linear' } }) }),
      plan: aPlan({ rules: [rule], shares }),
    });
    const clicks = ['ptn_1', 'ptn_2', 'ptn_3'].map((partnerId, index) =>
      aClick({ clickId: `clk_${index}`, partnerId, occurredAt: NOON - 5000 + index }),
    );
    const conversions = [aConversion({ lines: [aLine({ amountMinor: 1_001n })] })];
    const period = terms.calendar.period('2026-10');
    const result = closePeriod(period, someFacts({ conversions, clicks }), EMPTY_CARRY, terms);
    const statements = [...statementsOf(result, terms)];
    const shown = statements.map(({ conversions: [conversion], lines }) => [
      conversion?.place,
      ...lines.map(({ explanation: { caps: [cap] = [], netBase }, commission }) => [netBase, cap?.limit, commission]),
    ]);
    expect(shown).toEqual([
      [1, ['334', '34', '34'], ['1001', undefined, '50']],
      [2, ['334', '33', '33'], ['1001', undefined, '25']],
      [3, ['333', '33', '33'], ['1001', undefined, '25']],
    ]);
    expect(statements.flatMap((statement) => recomputed(JSON.parse(JSON.stringify(statement))))).toEqual([]);
  });

  it('does not come out when an amount of it was changed', () => {
    const [month] = fc.sample(scenario, { numRuns: 50, seed: 4 }).flatMap((given) => {
      const [closed] = closeMonths(given);
      const paid = closed?.result.lines.some(({ targetMinor }) => targetMinor > 0n) ?? false;
      return closed !== undefined && paid ? [closed] : [];
    });
    if (month === undefined) throw new Error('the sample pays nothing');
    for (const statement of statementsOf(month.result, month.terms)) {
      for (const [index, line] of statement.lines.entries()) {
        const dearer = (changed: Partial<StatementLine>): Statement => ({
          ...statement,
          lines: statement.lines.with(index, { ...line, ...changed }),
        });
        const forged = dearer({ commission: String(Number(line.commission) + 1) });
        expect(recomputed(JSON.parse(canonical(forged)))).toHaveLength(1);
        const rounded = String(Number(line.explanation.rounded) + 2);
        expect(
          recomputed(JSON.parse(canonical(dearer({ explanation: { ...line.explanation, rounded } })))),
        ).not.toEqual([]);
      }
    }
  });
});
