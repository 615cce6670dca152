import { describe, expect, it } from 'vitest';
import { DEFAULT_NAMES } from '../../../domain/ledger/accounting-names.ts';
import { accountingRows, TAX_UNKNOWN, taxOfEntries } from '../../../domain/ledger/accounting-rows.ts';
import type { Entry } from '../../../domain/ledger/entry.ts';
import type { TaxCode, TaxedRate } from '../../../domain/tax/consumption-tax.ts';
import type { TaxNoteCode } from '../../../domain/tax/tax-note.ts';
import { taxNotes } from '../../../domain/tax/tax-note.ts';

function aRate(rate: string, taxMinor: bigint, code: TaxCode, creditShare: string): TaxedRate {
  const sums = { netMinor: 1_000n, taxMinor, grossMinor: 1_000n + taxMinor, creditableMinor: 0n };
  return { mode: 'exclusive', rate, ...sums, parts: [{ code, creditShare, amountMinor: 1_000n, ruleRows: [] }] };
}

describe('the day of a row for an accounting program', () => {
  const entry: Entry = {
    entryId: 'e',
    merchantId: 'mer_1',
    programId: 'prg_1',
    partnerId: 'ptn_1',
    kind: 'tax',
    periodId: '2028-09',
    bookedOn: '2028-10-01',
    effectiveAt: 0,
    currency: 'JPY',
    cause: { type: 'statement', statementId: 's' },
    postings: [{ from: 'input-tax', to: 'partner/ptn_1/tax', amountMinor: 100n }],
  };
  const dayOf = (kind: Entry['kind']) => {
    const [row] = accountingRows({ ...entry, kind }, { names: DEFAULT_NAMES, ...TAX_UNKNOWN });
    return row?.date;
  };

  it('is that of the supplies for their tax, since a program files it and takes its share by that day', () => {
    expect(dayOf('tax')).toBe('2028-09-30');
  });

  it('is the day of the booking for everything else', () => {
    expect(dayOf('payout')).toBe('2028-10-01');
  });
});

describe('what a statement says of its input tax', () => {
  const qualified = aRate('0.1', 100n, 'JP_QUALIFIED', '1');

  it('is the one way in which all of it came about; what bears no tax does not blur that', () => {
    const untaxed = aRate('0', 0n, 'JP_OUT_OF_SCOPE', '0');
    expect(taxOfEntries({ rates: [untaxed, qualified], notes: [] }).inputTax).toEqual({
      code: 'JP_QUALIFIED',
      rate: '0.1',
      creditShare: '1',
    });
  });

  it.each([
    ['rate', aRate('0.08', 80n, 'JP_QUALIFIED', '1')],
    ['code', aRate('0.1', 100n, 'JP_TRANSITIONAL', '1')],
    ['share', aRate('0.1', 100n, 'JP_QUALIFIED', '0.8')],
  ])('is not known where it came about with another %s too, so that nobody guesses', (_, other) => {
    expect(taxOfEntries({ rates: [qualified, other], notes: [] }).inputTax).toBeNull();
  });

  it('marks reverse charge only where the payer accounts for it', () => {
    const isMarked = (...codes: readonly TaxNoteCode[]) =>
      taxOfEntries({ rates: [], notes: taxNotes(codes) }).isReverseCharge;
    expect(isMarked()).toBe(false);
    expect(isMarked('jp.reverse-charge')).toBe(true);
    expect(isMarked('jp.reverse-charge', 'jp.reverse-charge-dormant')).toBe(false);
  });
});
