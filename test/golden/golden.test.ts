import { describe, expect, it } from 'vitest';
import { recomputed } from '../../domain/statement/recompute.ts';
import { statementsOf } from '../../domain/statement/statement.ts';
import { faultsOfChain } from '../domain/settlement/faults.ts';
import { closeCase } from './close-case.ts';
import { compare, isDifferent } from './compare.ts';
import { goldenCases } from './golden-case.ts';

const cases = goldenCases();

describe('golden cases', () => {
  it('are many, and each says what it is for', () => {
    expect(cases.length).toBeGreaterThanOrEqual(90);
    expect(cases.filter(({ purpose }) => !purpose.endsWith('.')).map(({ name }) => name)).toEqual([]);
    expect(new Set(cases.map(({ purpose }) => purpose)).size).toBe(cases.length);
  });

  for (const golden of cases) {
    it(`${golden.name}: ${golden.purpose}`, () => {
      const closed = closeCase(golden);
      for (const [index, each] of closed.entries()) {
        const { periodId, expected } = golden.closes[index] ?? { periodId: '', expected: {} };
        expect(each.summary.period).toBe(periodId);
        expect(compare(expected, each).filter(isDifferent), periodId).toEqual([]);
      }
      expect(faultsOfChain(closed)).toEqual([]);
      for (const { result, terms } of closed) {
        for (const statement of statementsOf(result, terms)) {
          expect(recomputed(JSON.parse(JSON.stringify(statement))), statement.statementId).toEqual([]);
        }
      }
    });
  }
});
