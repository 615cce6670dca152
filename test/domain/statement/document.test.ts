import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical } from '../../../domain/integrity/canonical.ts';
import { movementsOf } from '../../../domain/ledger/balances.ts';
import type { Entry } from '../../../domain/ledger/entry.ts';
import { formatAmount, parseAmount } from '../../../domain/money/amount.ts';
import { payoutEntry } from '../../../domain/settlement/settlement-entries.ts';
import { issued } from '../../../domain/statement/document.ts';
import { documentAmounts } from '../../../domain/statement/document-amounts.ts';
import { statementsOf } from '../../../domain/statement/statement.ts';
import { aDocument } from '../../functions/documents/an-issued-statement.ts';
import { closeMonths, scenario } from '../settlement/scenario.ts';

const RUNS = 100;
const yen = (text: string): bigint => parseAmount(text, 'JPY');

describe('the amounts of a document', () => {
  it('equal its entries and the transfer, to the yen, in any month', () => {
    const tax = fc.bigInt({ min: -500n, max: 5000n });
    fc.assert(
      fc.property(
        scenario,
        tax,
        tax,
        fc.bigInt({ min: 0n, max: 900n }),
        (given, taxMinor, taxCarriedMinor, withheld) => {
          for (const { result, terms } of closeMonths(given)) {
            for (const statement of statementsOf(result, terms)) {
              const { id } = statement.partner;
              const entries = result.entries.filter(({ partnerId }) => partnerId === id);
              const payoutMinor = yen(statement.payout);
              const paid = payoutEntry(
                { partnerId: id, payoutMinor, statementId: 's', bookedOn: '2026-12-31' },
                result.period,
                terms,
              );
              const moved = movementsOf(paid === null ? entries : [...entries, paid]);
              const payable = moved.get(`partner/${id}/payable`) ?? 0n;
              const supplied = yen(statement.released) + yen(statement.bonus) + yen(statement.override);
              // Its entries: what came into payable is what was supplied, what is left is what it closes with.
              expect(payable).toBe(yen(statement.closing) - yen(statement.opening));
              expect(payable).toBe(supplied - payoutMinor);
              const amounts = documentAmounts({
                currency: 'JPY',
                suppliedMinor: supplied,
                payoutMinor,
                taxMinor,
                taxCarriedMinor,
                withholdingMinor: withheld,
              });
              // The transfer: what a payout leaves in payout when its tax and what is withheld are posted too.
              const inPayout = movementsOf([...(paid === null ? [] : [paid, ...taxEntries(paid, amounts)])]);
              expect(formatAmount(inPayout.get(`partner/${id}/in-payout`) ?? 0n, 'JPY')).toBe(amounts.transfer);
              expect(yen(amounts.carriedIn) + yen(amounts.tax) - yen(amounts.paid)).toBe(yen(amounts.carriedOn));
            }
          }
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('carry tax and withhold nothing where nothing is paid out', () => {
    const figures = { currency: 'JPY', suppliedMinor: 500n, taxMinor: 50n, taxCarriedMinor: 7n, withholdingMinor: 0n };
    expect(documentAmounts({ ...figures, payoutMinor: 0n, withholdingMinor: 51n })).toEqual({
      total: '550',
      transfer: '0',
      tax: '50',
      carriedIn: '7',
      paid: '0',
      carriedOn: '57',
      withholding: '0',
    });
  });

  it('are written with their members in order, so that the document is canonical as it stands', () => {
    fc.assert(
      fc.property(scenario, (given) => {
        for (const { result, terms } of closeMonths(given)) {
          for (const statement of statementsOf(result, terms)) {
            const text = JSON.stringify(issued(statement, aDocument()));
            expect(text).toBe(canonical(JSON.parse(text)));
          }
        }
      }),
      { numRuns: 20 },
    );
  });
});

function taxEntries(paid: Entry, { paid: tax, withholding }: { readonly paid: string; readonly withholding: string }) {
  const { partnerId } = paid;
  const inPayout = `partner/${partnerId}/in-payout` as const;
  const taxAccount = `partner/${partnerId}/tax` as const;
  const withheld = 'withholding' as const;
  return [
    { ...paid, postings: [{ from: taxAccount, to: inPayout, amountMinor: yen(tax) }] },
    { ...paid, postings: [{ from: inPayout, to: withheld, amountMinor: yen(withholding) }] },
  ];
}
