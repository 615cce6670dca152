import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Statement } from '../../../domain/statement/statement.ts';
import { statementsOf } from '../../../domain/statement/statement.ts';
import { statementJsonSchema, statementSchema } from '../../../functions/contract/schemas/statement.ts';
import { closeMonths, scenario } from '../../domain/settlement/scenario.ts';

const RUNS = 60;

describe('the schema of a statement', () => {
  it('is published, up to date (else: node functions/contract/generate-statement-schema.ts)', () => {
    expect(readFileSync('functions/contract/statement.schema.json', 'utf8')).toBe(statementJsonSchema());
  });

  it('names every member of every statement and line, and nothing that is not so', () => {
    fc.assert(
      fc.property(scenario, (given) => {
        for (const { result, terms } of closeMonths(given)) {
          for (const statement of statementsOf({ ...result }, { ...terms, manifestHash: 'a1' })) {
            const written: unknown = JSON.parse(JSON.stringify(statement));
            // A member that the schema does not name would be left out by it.
            const read: Statement = statementSchema.parse(written);
            expect(read).toEqual(written);
          }
        }
      }),
      { numRuns: RUNS },
    );
  });
});
