import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layReversals } from '../../../domain/commission/lay-reversals.ts';
import type { Reversal } from '../../../domain/tracking/reversal.ts';
import { aConversion, aLine, aReversal } from '../../support/build.ts';

const conversion = aConversion({
  lines: [
    aLine({ lineId: '1', quantity: 3 }),
    aLine({ lineId: '2', amountMinor: 500n }),
    aLine({ lineId: '3', amountMinor: 0n }),
  ],
});

const lineId = fc.constantFrom('1', '2', '3', '9', null);
const amountMinor = fc.bigInt({ min: 0n, max: 12_000n });
const quantity = fc.option(fc.integer({ min: 1, max: 5 }));

const taken = fc
  .array(fc.record({ lineId, amountMinor, quantity }), { maxLength: 6 })
  .map((all) => all.map((each, index): Reversal => aReversal({ ...each, reversalId: `r${index}` })));
const undone = fc
  .array(fc.record({ lineId, amountMinor, quantity, of: fc.nat(7) }), { maxLength: 6 })
  .map((all) => all.map(({ of, ...each }, index) => aReversal({ ...each, reversalId: `u${index}`, undoes: `r${of}` })));
const mixed = fc.tuple(taken, undone).chain(([some, others]) => {
  const all = [...some, ...others];
  return fc.shuffledSubarray(all, { minLength: all.length });
});

describe('reversals laid on lines', () => {
  it('never take more than a line has, nor give back more than was taken', () => {
    fc.assert(
      fc.property(mixed, (reversals) => {
        const { laid, excesses } = layReversals(conversion, reversals);
        for (const [index, { reversedMinor, returned }] of laid.entries()) {
          const { amountMinor: whole = 0n, quantity: items = 0 } = conversion.lines[index] ?? {};
          expect(reversedMinor >= 0n && reversedMinor <= whole).toBe(true);
          expect(returned >= 0 && returned <= items).toBe(true);
        }
        for (const { reversalId, excessMinor } of excesses) {
          const own = reversals.find((reversal) => reversal.reversalId === reversalId);
          expect(excessMinor > 0n && excessMinor <= (own?.amountMinor ?? 0n)).toBe(true);
        }
      }),
    );
  });

  it('leave no trace once all of them are undone in full, whichever is dated first', () => {
    fc.assert(
      fc.property(taken, fc.boolean(), (reversals, isBefore) => {
        const undos = reversals.map(({ reversalId }) =>
          aReversal({ reversalId: `u-${reversalId}`, lineId: null, amountMinor: 99_999n, undoes: reversalId }),
        );
        const { laid } = layReversals(conversion, isBefore ? [...undos, ...reversals] : [...reversals, ...undos]);
        expect(laid).toEqual(conversion.lines.map(() => ({ reversedMinor: 0n, returned: 0, isNamed: false })));
      }),
    );
  });

  it('are told as excess where they undo nothing that is known', () => {
    const won = aReversal({ reversalId: 'won', undoes: 'rev_1', amountMinor: 300n });
    expect(layReversals(conversion, [won]).excesses).toEqual([{ reversalId: 'won', excessMinor: 300n }]);
    const lost = aReversal({ reversalId: 'lost', undoes: 'won', amountMinor: 300n });
    const { laid, excesses } = layReversals(conversion, [aReversal(), won, lost]);
    expect(laid[0]?.reversedMinor).toBe(700n);
    expect(excesses).toEqual([{ reversalId: 'lost', excessMinor: 300n }]);
  });
});
