import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical } from '../../../domain/integrity/canonical.ts';
import type { Statement, StatementLine } from '../../../domain/statement/statement.ts';
import { statementsOf } from '../../../domain/statement/statement.ts';
import { closeMonths, scenario } from '../settlement/scenario.ts';
import { recomputed } from './pencil.ts';

const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 300);
const DIGITS = { JPY: 0, USD: 2, EUR: 2 };

describe('every line of a statement', () => {
  it('is recomputed from the statement alone, with pencil and paper', () => {
    const kinds = new Map<string, number>();
    fc.assert(
      fc.property(scenario, (given) => {
        for (const { result, terms } of closeMonths(given)) {
          for (const statement of statementsOf(result, terms)) {
            expect(recomputed(JSON.stringify(statement), DIGITS)).toEqual([]);
            for (const { explanation } of statement.lines) {
              kinds.set(explanation.pay.type, (kinds.get(explanation.pay.type) ?? 0) + 1);
            }
          }
        }
      }),
      { numRuns: RUNS },
    );
    // All kinds of pay came up, so that none was left out of the sum.
    expect([...kinds.keys()].sort()).toEqual(['flat', 'frozen', 'none', 'rate', 'share', 'volume']);
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
        expect(recomputed(canonical(forged), DIGITS)).toHaveLength(1);
        const rounded = String(Number(line.explanation.rounded) + 2);
        expect(recomputed(canonical(dearer({ explanation: { ...line.explanation, rounded } })), DIGITS)).not.toEqual(
          [],
        );
      }
    }
  });
});
