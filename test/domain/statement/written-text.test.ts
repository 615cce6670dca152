import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical } from '../../../domain/integrity/canonical.ts';
import { entryText } from '../../../domain/ledger/entry-text.ts';
import { lineRow, lineText } from '../../../domain/statement/line-text.ts';
import { linesByPartner, statementsOf } from '../../../domain/statement/statement.ts';
import { conversionText } from '../../../domain/statement/statement-conversion.ts';
import { closeMonths, scenario } from '../settlement/scenario.ts';

const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 200);

describe('what is written out by hand, for months with millions of lines', () => {
  it('is what JSON makes of it: lines and conversions of statements, entries', () => {
    fc.assert(
      fc.property(scenario, (given) => {
        for (const { result, terms } of closeMonths(given)) {
          const lines = linesByPartner(result.lines);
          for (const statement of statementsOf(result, terms)) {
            const own = lines.get(statement.partner.id) ?? [];
            expect(own.map((line) => lineText(line, lineRow(line, terms), terms))).toEqual(
              statement.lines.map((line) => JSON.stringify(line)),
            );
            expect(statement.conversions.map(conversionText)).toEqual(
              statement.conversions.map((conversion) => JSON.stringify(conversion)),
            );
          }
          expect(result.entries.map(entryText)).toEqual(result.entries.map(canonical));
        }
      }),
      { numRuns: RUNS },
    );
  });
});
