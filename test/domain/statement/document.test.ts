import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical } from '../../../domain/integrity/canonical.ts';
import type { Account } from '../../../domain/ledger/account.ts';
import { decisionsByPartner } from '../../../domain/ledger/adjustment.ts';
import type { Entry, Posting } from '../../../domain/ledger/entry.ts';
import { parseAmount } from '../../../domain/money/amount.ts';
import { payoutEntry } from '../../../domain/settlement/settlement-entries.ts';
import { issued } from '../../../domain/statement/document.ts';
import { documentAmounts } from '../../../domain/statement/document-amounts.ts';
import { documentTax, taxFigures } from '../../../domain/statement/document-tax.ts';
import { recomputed } from '../../../domain/statement/recompute.ts';
import type { Statement } from '../../../domain/statement/statement.ts';
import { statementsOf } from '../../../domain/statement/statement.ts';
import { fixedMovements, suppliedIn } from '../../../domain/tax/fixed-supplies.ts';
import type { StatementTax } from '../../../domain/tax/statement-tax.ts';
import { statementTax } from '../../../domain/tax/statement-tax.ts';
import { UNTAXED } from '../../../domain/tax/supply-basis.ts';
import { taxEntry } from '../../../domain/tax/tax-entry.ts';
import { aDocument } from '../../functions/documents/an-issued-statement.ts';
import { movementsOf } from '../../support/balances.ts';
import { at } from '../../support/build.ts';
import type { ClosedMonth } from '../settlement/faults.ts';
import { closeMonths, MONTHS, scenario } from '../settlement/scenario.ts';
import { aProfile, aStatement, NOT_REGISTERED } from '../tax/build.ts';

const RUNS = 100;
const yen = (text: string | undefined): bigint => parseAmount(text ?? '0', 'JPY');

const partnerId = fc.constantFrom('ptn_1', 'ptn_2', 'ptn_3');

/** Months in which people decided something, and something is kept back. */
const decided = fc
  .record({
    given: scenario,
    adjustments: fc.array(
      fc.record({ partnerId, month: fc.nat({ max: 2 }), amountMinor: fc.bigInt({ min: -900n, max: 900n }) }),
      { maxLength: 6 },
    ),
    openings: fc.uniqueArray(
      fc.record({
        partnerId,
        payableMinor: fc.bigInt({ min: -700n, max: 700n }),
        heldMinor: fc.bigInt({ min: 0n, max: 500n }),
      }),
      { selector: (opening) => opening.partnerId },
    ),
    reserve: fc.option(fc.record({ rate: fc.constantFrom('0.1', '0.5', '1'), days: fc.constantFrom(1, 30, 60) }), {
      nil: undefined,
    }),
  })
  .map(({ given, adjustments, openings, reserve }) => {
    const decisions = MONTHS.map((month, index) => {
      const own = adjustments.flatMap(({ month: of, ...adjustment }, place) =>
        of === index && adjustment.amountMinor !== 0n
          ? {
              ...{ ...adjustment, adjustmentId: `adj_${place}`, effectiveAt: at(`${month}-20T00:00:00+09:00`) },
              ...{ reason: 'correction' as const, text: '', reference: null, draftedBy: 'a', approvedBy: 'b' },
            }
          : [],
      );
      const taken = openings.map((opening) => {
        const heldUntil = opening.heldMinor === 0n ? null : at('2026-11-20T00:00:00+09:00');
        return { ...opening, heldUntil, importId: 'imp_1' };
      });
      return [month, decisionsByPartner(own, index === 0 ? taken : [])] as const;
    });
    const { program } = given.terms;
    const settlement = { ...program.settlement, reserve };
    return { ...given, terms: { ...given.terms, decisions: new Map(decisions), program: { ...program, settlement } } };
  });

const profile = fc.oneof(
  fc.constant(null),
  fc
    .record({
      taxMode: fc.constantFrom('exclusive', 'inclusive' as const),
      nature: fc.constantFrom('ad-performance', 'manuscript' as const),
      isNetOfWithholding: fc.boolean(),
      isRegistered: fc.boolean(),
    })
    .map(({ isRegistered, ...own }) => aProfile({ ...own, ...(isRegistered ? {} : NOT_REGISTERED) })),
);

/** What the partner's statements leave behind from month to month. */
interface Books {
  readonly entries: readonly Entry[];
  readonly taxCarriedMinor: bigint;
  readonly tax: StatementTax | null;
}

describe('the amounts of a document', () => {
  it('equal its entries and the transfer, to the yen, in any month, whatever was adjusted, taken over or kept back', () => {
    fc.assert(
      fc.property(decided, profile, (given, own) => {
        const books = new Map<string, Books>();
        for (const closed of closeMonths(given)) {
          for (const statement of statementsOf(closed.result, closed.terms)) {
            const { id } = statement.partner;
            const before = books.get(id) ?? { entries: [], taxCarriedMinor: 0n, tax: null };
            books.set(id, checkedMonth(closed, statement, before, own));
          }
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('carry tax and withhold nothing where nothing is paid out', () => {
    const figures = { suppliedMinor: 500n, taxMinor: 50n, taxCarriedMinor: 7n, withheldMinor: 51n, grossUpMinor: 5n };
    expect(documentAmounts({ ...figures, isTaxDue: false, payoutMinor: 0n })).toEqual({
      totalMinor: 550n,
      transferMinor: 0n,
      taxPaidMinor: 0n,
      taxCarriedOnMinor: 57n,
      withheldMinor: 0n,
      grossUpMinor: 0n,
    });
  });

  it.each([
    [0n, 0n, { transferMinor: 0n, taxPaidMinor: -300n, taxCarriedOnMinor: -170n }],
    [30n, 0n, { transferMinor: 0n, taxPaidMinor: -270n, taxCarriedOnMinor: -200n }],
    [33n, 33n, { transferMinor: 0n, taxPaidMinor: -300n, taxCarriedOnMinor: -170n }],
  ])(
    'take of tax that the partner owes no more than a payout of 300 leaves, %s withheld and %s added',
    (withheldMinor, grossUpMinor, wanted) => {
      const figures = {
        suppliedMinor: 300n,
        payoutMinor: 300n,
        taxMinor: 30n,
        taxCarriedMinor: -500n,
        isTaxDue: false,
      };
      expect(documentAmounts({ ...figures, withheldMinor, grossUpMinor })).toMatchObject(wanted);
    },
  );

  it.each([
    [50n, { transferMinor: 50n, taxPaidMinor: 50n, taxCarriedOnMinor: 0n }],
    [-5n, { transferMinor: 0n, taxPaidMinor: 0n, taxCarriedOnMinor: -5n }],
  ])('pay tax of %s that was made good alone, where nothing is carried forward', (taxMinor, wanted) => {
    const nothing = { suppliedMinor: 0n, payoutMinor: 0n, taxCarriedMinor: 0n, withheldMinor: 0n, grossUpMinor: 0n };
    expect(documentAmounts({ ...nothing, isTaxDue: true, taxMinor })).toMatchObject(wanted);
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

/** One month of one partner: its document is held against its entries, and against what is in payout. */
function checkedMonth(
  { result, terms }: ClosedMonth,
  statement: Statement,
  { entries: earlier, taxCarriedMinor, tax: last }: Books,
  profile: ReturnType<typeof aProfile> | null,
): Books {
  const { id } = statement.partner;
  const run = result.entries.filter((entry) => entry.partnerId === id);
  const suppliedMinor = suppliedIn(run, id);
  const payoutMinor = yen(statement.payout);

  // The statement: what is supplied, what is not, and from opening to closing.
  let notSupplied = 0n;
  let adjusted = 0n;
  for (const { type, amount, reason } of statement.movements ?? []) {
    if (reason === 'debt-write-off') notSupplied += yen(amount);
    else if (type === 'adjustment' || type === 'opening-release') adjusted += yen(amount);
    else notSupplied += yen(amount);
  }
  expect(suppliedMinor).toBe(yen(statement.released) + yen(statement.bonus) + yen(statement.override) + adjusted);
  expect(yen(statement.opening) + suppliedMinor + notSupplied).toBe(yen(statement.payable));
  expect(yen(statement.payable) - payoutMinor).toBe(yen(statement.closing));

  const movements = fixedMovements(run, id).map(({ amountMinor }) => amountMinor);
  const sumOf = (amounts: readonly bigint[]) => amounts.reduce((sum, each) => sum + each, 0n);
  const back = sumOf(movements.filter((each) => each < 0n));
  const tax = statementTax(
    aStatement({
      document: { ...aStatement().document, partnerId: id, periodId: result.period.periodId },
      fixedMinor: sumOf(movements.filter((each) => each > 0n)),
      takenBack: back === 0n ? [] : [{ amountMinor: back, basis: last?.basis ?? UNTAXED }],
      payoutMinor,
      profile,
    }),
  );
  const payableMinor = yen(statement.payable);
  const amounts = documentAmounts({
    ...taxFigures(tax, { payableMinor }),
    suppliedMinor,
    payoutMinor,
    taxCarriedMinor,
  });
  const shown = documentTax({ currency: 'JPY', tax, payableMinor, payoutMinor, taxCarriedMinor });
  expect(amounts.totalMinor).toBe(tax.grossMinor);
  expect(amounts.transferMinor >= 0n, `transfer of ${amounts.transferMinor}`).toBe(true);
  if (profile?.taxMode === 'inclusive' && shown?.rates.every(({ isIncluded }) => isIncluded)) {
    expect([amounts.totalMinor, shown.tax]).toEqual([suppliedMinor, '0']);
  }
  const [total, transfer] = [String(amounts.totalMinor), String(amounts.transferMinor)];
  expect(recomputed(issued(statement, aDocument({ tax: shown, total, transfer })))).toEqual([]);
  expect(yen(shown?.carriedIn) + yen(shown?.tax) - yen(shown?.paid)).toBe(yen(shown?.carriedOn));
  expect(payoutMinor + yen(shown?.paid) + yen(shown?.grossUp) - yen(shown?.withholding)).toBe(amounts.transferMinor);

  // The ledger: what is left of payable and tax, and what is in payout, which is the transfer.
  const { merchantId } = terms.program;
  const taxed = taxEntry(tax, { merchantId, bookedOn: '2026-12-31', effectiveAt: result.period.end });
  const payout = payoutEntry(
    { partnerId: id, payoutMinor, statementId: 's', bookedOn: '2026-12-31' },
    result.period,
    terms,
  );
  const besides = payout === null ? null : { ...payout, postings: taxPostings(id, amounts) };
  const paid = [payout, besides].filter((entry) => entry !== null);
  expect(movementsOf(paid).get(`partner/${id}/in-payout`) ?? 0n).toBe(amounts.transferMinor);
  const entries = [...earlier, ...run, ...(taxed === null ? [] : [taxed]), ...paid];
  const balances = movementsOf(entries);
  expect(balances.get(`partner/${id}/payable`) ?? 0n).toBe(yen(statement.closing));
  expect(balances.get(`partner/${id}/tax`) ?? 0n).toBe(amounts.taxCarriedOnMinor);
  return { entries, taxCarriedMinor: amounts.taxCarriedOnMinor, tax };
}

/** What a payout moves besides the payable. */
function taxPostings(id: string, amounts: ReturnType<typeof documentAmounts>): readonly Posting[] {
  const inPayout: Account = `partner/${id}/in-payout`;
  const moved: readonly (readonly [from: Account, to: Account, amountMinor: bigint])[] = [
    [`partner/${id}/tax`, inPayout, amounts.taxPaidMinor],
    [inPayout, 'withholding', amounts.withheldMinor],
    ['expense/commission', inPayout, amounts.grossUpMinor],
  ];
  return moved.map(([from, to, amountMinor]) =>
    amountMinor < 0n ? { from: to, to: from, amountMinor: -amountMinor } : { from, to, amountMinor },
  );
}
