import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Adjustment, OpeningBalance } from '../../../domain/ledger/adjustment.ts';
import { decisionsByPartner } from '../../../domain/ledger/adjustment.ts';
import { checkBooks, checkEntry } from '../../../domain/ledger/invariants.ts';
import type { Carry } from '../../../domain/settlement/carry.ts';
import { EMPTY_CARRY, EMPTY_PARTNER } from '../../../domain/settlement/carry.ts';
import { readCarry, writeCarry } from '../../../domain/settlement/carry-text.ts';
import type { PeriodResult } from '../../../domain/settlement/close-period.ts';
import { closePeriod } from '../../../domain/settlement/close-period.ts';
import { movementsFor } from '../../../domain/settlement/movements.ts';
import type { ProgramTerms } from '../../../domain/settlement/terms.ts';
import { recomputed } from '../../../domain/statement/recompute.ts';
import { statementsOf } from '../../../domain/statement/statement.ts';
import { statementText } from '../../../domain/statement/text/statement-text.ts';
import { statementSchema } from '../../../functions/contract/schemas/statement.ts';
import { statementCsv } from '../../../functions/usecases/statement/statement-csv.ts';
import { movementsOf } from '../../support/balances.ts';
import { aConversion, aLine, anEnrollment, aPlan, at, someFacts, someTerms } from '../../support/build.ts';

const PARTNER = 'ptn_1';

function anAdjustment(change: Partial<Adjustment> = {}): Adjustment {
  return {
    adjustmentId: 'adj_1',
    partnerId: PARTNER,
    amountMinor: 700n,
    effectiveAt: at('2026-09-20T00:00:00Z'),
    reason: 'correction',
    text: 'A campaign was missed',
    reference: null,
    draftedBy: 'usr_aoi',
    approvedBy: 'usr_ren',
    ...change,
  };
}

const opening: OpeningBalance = {
  importId: 'imp_1',
  partnerId: PARTNER,
  heldMinor: 4000n,
  heldUntil: at('2026-11-15T00:00:00Z'),
  payableMinor: 1500n,
};

interface Month {
  readonly adjustments?: readonly Adjustment[];
  readonly openings?: readonly OpeningBalance[];
  /** Base of a sale without a hold at a rate of a tenth. */
  readonly sold?: bigint;
}

/** Closes October, November, …; a sale of 10,000 earns 1,000. */
function closes(months: readonly Month[], change: (terms: ProgramTerms) => ProgramTerms = (terms) => terms) {
  const base = someTerms({
    plan: aPlan({ holdDays: 0, rules: [{ id: 'base', when: {}, pay: { rate: '0.1' } }] }),
    enrollments: [anEnrollment({ partnerId: PARTNER })],
  });
  const decisions = new Map(
    months.map(({ adjustments = [], openings = [] }, index) => [
      `2026-${10 + index}`,
      decisionsByPartner(adjustments, openings),
    ]),
  );
  const terms = change({ ...base, decisions });
  let carry: Carry = EMPTY_CARRY;
  const results = months.map(({ sold = 0n }, index) => {
    const occurredAt = at(`2026-${10 + index}-05T00:00:00Z`);
    const lines = [aLine({ amountMinor: sold, taxMinor: 0n, shippingMinor: 0n })];
    const sale = aConversion({ conversionId: `c${index}`, occurredAt, partnerId: PARTNER, lines });
    const result = closePeriod(
      terms.calendar.period(`2026-${10 + index}`),
      someFacts({ conversions: sold === 0n ? [] : [sale] }),
      carry,
      terms,
    );
    carry = readCarry(writeCarry(result.carry));
    return result;
  });
  return { results, terms };
}

const own = (result: PeriodResult | undefined) => {
  const found = result?.partners.find(({ partnerId }) => partnerId === PARTNER);
  if (found === undefined) throw new Error('the partner has figures');
  return found;
};

const faultsOf = (result: PeriodResult): readonly string[] => [
  ...result.entries.flatMap(checkEntry),
  ...result.partners.flatMap((partner) => checkBooks(partner, movementsOf(result.entries))),
];

const figures = (result: PeriodResult | undefined) => {
  const { heldMinor, payableMinor, payoutMinor, reserveMinor } = own(result);
  return [heldMinor, payableMinor, payoutMinor, reserveMinor];
};

const shown = (result: PeriodResult | undefined) =>
  (result?.entries ?? [])
    .filter(({ cause }) => cause.type !== 'conversion')
    .map(({ entryId, postings }) =>
      [entryId, ...postings.map((p) => `${p.from} > ${p.to} ${p.amountMinor}`)].join(' '),
    );

describe('an adjustment', () => {
  it('is paid with the period that takes it up, and keeps its own date', () => {
    const { results } = closes([{ adjustments: [anAdjustment()], sold: 10_000n }]);
    expect(figures(results[0])).toEqual([0n, 1700n, 1700n, 0n]);
    const entry = results[0]?.entries.find(({ kind }) => kind === 'adjustment');
    expect(entry).toMatchObject({
      entryId: '2026-10/adjustment/adj_1/ptn_1',
      bookedOn: '2026-10-31',
      effectiveAt: at('2026-09-20T00:00:00Z'),
      cause: { type: 'adjustment', adjustmentId: 'adj_1', reason: 'correction' },
      postings: [{ from: 'expense/commission', to: 'partner/ptn_1/payable', amountMinor: 700n }],
    });
  });

  it('that takes back more than is due leaves a debt, which later earnings pay', () => {
    const { results } = closes([{ adjustments: [anAdjustment({ amountMinor: -700n })] }, { sold: 10_000n }]);
    expect(results.map(figures)).toEqual([
      [0n, -700n, 0n, 0n],
      [0n, 300n, 300n, 0n],
    ]);
  });

  it.each([
    { debt: -700n, asked: 700n, letGo: 700n },
    { debt: -700n, asked: 200n, letGo: 200n },
    { debt: -700n, asked: 900n, letGo: 700n },
    { debt: 100n, asked: 900n, letGo: 0n },
  ])('lets go of $letGo of a debt of $debt when $asked is asked for', ({ debt, asked, letGo }) => {
    const writeOff = anAdjustment({ adjustmentId: 'adj_0', reason: 'debt-write-off', amountMinor: asked });
    const { results } = closes([{ adjustments: [writeOff, anAdjustment({ amountMinor: debt })] }]);
    expect(own(results[0]).payableMinor).toBe(debt + letGo);
    expect(results.flatMap(faultsOf)).toEqual([]);
  });

  it('counts the same in whatever order adjustments were approved', () => {
    const adjustment = fc.record({
      adjustmentId: fc.uuid(),
      amountMinor: fc.bigInt({ min: -5000n, max: 5000n }).filter((minor) => minor !== 0n),
      reason: fc.constantFrom('correction' as const, 'debt-write-off' as const),
      effectiveAt: fc.integer({ min: 0, max: 5 }),
    });
    const drawn = fc
      .uniqueArray(adjustment, { selector: ({ adjustmentId }) => adjustmentId, maxLength: 6 })
      .map((list) =>
        list.map(({ amountMinor, ...rest }) =>
          anAdjustment({
            ...rest,
            amountMinor: rest.reason === 'debt-write-off' && amountMinor < 0n ? 1n : amountMinor,
          }),
        ),
      );
    const orders = drawn.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    );
    fc.assert(
      fc.property(orders, ([list, shuffled]) => {
        const [one, other] = [list, shuffled].map((adjustments) => closes([{ adjustments, sold: 8000n }]).results);
        expect(own(one?.[0])).toEqual(own(other?.[0]));
        expect(one?.[0]?.entries).toEqual(other?.[0]?.entries);
        expect((one ?? []).flatMap(faultsOf)).toEqual([]);
      }),
    );
  });
});

describe('a balance that was taken over', () => {
  it('is due at once as far as it was due, and held until its day otherwise', () => {
    const { results } = closes([{ openings: [opening] }, {}, {}]);
    expect(results.map(figures)).toEqual([
      [4000n, 1500n, 1500n, 0n],
      [0n, 4000n, 4000n, 0n],
      [0n, 0n, 0n, 0n],
    ]);
    expect(results.flatMap(shown)).toEqual([
      '2026-10/opening/imp_1/ptn_1 equity/opening > partner/ptn_1/held 4000 equity/opening > partner/ptn_1/payable 1500',
      '2026-11/release/opening/imp_1/ptn_1 partner/ptn_1/held > partner/ptn_1/payable 4000',
    ]);
    expect(results.flatMap(faultsOf)).toEqual([]);
  });

  it('is held no longer by the close at whose cutoff its time ends', () => {
    const heldUntil = at('2026-10-31T15:00:00Z');
    const { results } = closes([{ openings: [{ ...opening, heldUntil }] }, {}]);
    expect(results.map(figures)).toEqual([
      [0n, 5500n, 5500n, 0n],
      [0n, 0n, 0n, 0n],
    ]);
    expect(own(results[0]).heldOpenings).toEqual([]);
  });

  it.each([null, opening.heldUntil])(
    'of which nothing is held waits for nothing, whatever its day: %s',
    (heldUntil) => {
      const { results } = closes([{ openings: [{ ...opening, heldMinor: 0n, heldUntil }] }]);
      expect(own(results[0]).heldOpenings).toEqual([]);
      expect(results[0]?.carry.partners.get(PARTNER)).not.toHaveProperty('heldOpenings');
      expect(results[0]?.carry.partners.get(PARTNER)).not.toHaveProperty('reserves');
    },
  );

  it('may be a debt', () => {
    const { results } = closes([{ openings: [{ ...opening, heldMinor: 0n, heldUntil: null, payableMinor: -900n }] }]);
    expect(shown(results[0])).toEqual(['2026-10/opening/imp_1/ptn_1 partner/ptn_1/payable > equity/opening 900']);
  });
});

describe('the reserve', () => {
  const keeping = (rate: string, days: number) => (terms: ProgramTerms) => ({
    ...terms,
    program: { ...terms.program, settlement: { ...terms.program.settlement, reserve: { rate, days } } },
  });

  it('keeps a share of what is released and gives it back when its time ends', () => {
    const { results } = closes([{ sold: 10_040n }, {}, {}], keeping('0.2', 60));
    expect(results.map(figures)).toEqual([
      [0n, 804n, 804n, 200n],
      [0n, 0n, 0n, 200n],
      [0n, 200n, 200n, 0n],
    ]);
    expect(results.flatMap(shown)).toEqual([
      '2026-10/reserve/2026-10/ptn_1 partner/ptn_1/payable > partner/ptn_1/reserve 200',
      '2026-12/reserve/2026-10/ptn_1 partner/ptn_1/reserve > partner/ptn_1/payable 200',
    ]);
    // Kept at the cutoff of October, and given back as of the day on which its sixty days are over.
    const reserves = results.flatMap(({ entries }) => entries.filter(({ kind }) => kind === 'reserve'));
    expect(reserves.map(({ effectiveAt }) => effectiveAt)).toEqual(
      ['2026-11-01T00:00:00+09:00', '2026-12-31T00:00:00+09:00'].map(at),
    );
    expect(results.flatMap(faultsOf)).toEqual([]);
  });

  it('is given back once, by the close at whose cutoff its time ends', () => {
    const { results } = closes([{ sold: 10_040n }, {}, {}], keeping('0.2', 30));
    expect(results.map(figures)).toEqual([
      [0n, 804n, 804n, 200n],
      [0n, 200n, 200n, 0n],
      [0n, 0n, 0n, 0n],
    ]);
    expect(results.map((result) => own(result).reserves.length)).toEqual([1, 0, 0]);
  });

  it.each([
    { released: 1000n, payable: 5000n, kept: 200n, why: 'a fifth of what was released' },
    { released: 1000n, payable: 150n, kept: 150n, why: 'no more than is payable' },
    { released: 1000n, payable: -5n, kept: 0n, why: 'nothing of a debt' },
    { released: -1000n, payable: 5000n, kept: 0n, why: 'nothing where more was taken back than released' },
    { released: 4n, payable: 5000n, kept: 0n, why: 'nothing of less than a yen' },
  ])('keeps $kept of $released with $payable payable: $why', ({ released, payable, kept }) => {
    const terms = keeping('0.2', 60)(someTerms());
    const before = { partnerId: PARTNER, book: EMPTY_PARTNER, payableMinor: payable, releasedMinor: released };
    const { movements, reserves } = movementsFor(before, terms.calendar.period('2026-10'), terms);
    expect(movements.map(({ type, reserveMinor }) => [type, reserveMinor])).toEqual(
      kept === 0n ? [] : [['reserve', kept]],
    );
    expect(reserves).toHaveLength(movements.length);
  });

  it('never makes a debt', () => {
    const { results } = closes(
      [{ adjustments: [anAdjustment({ amountMinor: -950n })], sold: 10_000n }],
      keeping('0.2', 60),
    );
    expect(figures(results[0])).toEqual([0n, 0n, 0n, 50n]);
  });

  it("goes by a partner's own terms where there are any", () => {
    const [enrollment] = [anEnrollment({ partnerId: PARTNER })];
    const { results } = closes([{ sold: 10_000n }], (terms) => {
      const { end } = terms.calendar.period('2026-10');
      const own = enrollment.terms.flatMap(({ from, value }) => [
        { from, value: { ...value, reserve: { rate: '0.5', days: 1 } } },
        { from: end - 1, value: { ...value, reserve: { rate: '0', days: 1 } } },
        { from: end, value: { ...value, reserve: { rate: '0.5', days: 1 } } },
      ]);
      const enrollments = new Map([[PARTNER, { ...enrollment, terms: own }]]);
      return { ...keeping('0.2', 60)(terms), directory: { ...terms.directory, enrollments } };
    });
    expect(figures(results[0])).toEqual([0n, 1000n, 1000n, 0n]);
  });
});

describe('a statement', () => {
  const { results, terms } = closes(
    [
      {
        openings: [opening],
        adjustments: [
          anAdjustment({ text: '=cmd', reference: { type: 'conversion', conversionId: 'c0' } }),
          anAdjustment({ adjustmentId: 'adj_2', reason: 'debt-write-off', amountMinor: 50n }),
        ],
        sold: 10_000n,
      },
    ],
    (given) => ({
      ...given,
      program: { ...given.program, settlement: { ...given.program.settlement, reserve: { rate: '0.1', days: 90 } } },
    }),
  );
  const [result] = results;
  const statement = result && [...statementsOf(result, terms)].find(({ partner }) => partner.id === PARTNER);
  if (!statement) throw new Error('there is a statement');

  it('tells each movement, and keeps to its schema', () => {
    expect(statementSchema.parse(JSON.parse(JSON.stringify(statement)))).toMatchObject({
      moved: '2100',
      payable: '3100',
      reserve: '100',
      movements: [
        { type: 'opening', id: 'imp_1', amount: '1500', held: '4000', until: '2026-11-15T00:00:00Z' },
        { type: 'adjustment', id: 'adj_1', amount: '700', reason: 'correction', reference: { conversionId: 'c0' } },
        { type: 'adjustment', id: 'adj_2', amount: '0', asked: '50', reason: 'debt-write-off' },
        { type: 'reserve', id: '2026-10', amount: '-100', reserve: '100', rate: '0.1', source: '1000' },
      ],
    });
  });

  it('comes out when it is computed again', () =>
    expect(results.flatMap((result) => [...statementsOf(result, terms)].flatMap(recomputed))).toEqual([]));

  it.each([
    {
      what: 'more is kept back than was agreed',
      changed: { index: 3, amount: '-110', reserve: '110' },
      sums: { moved: '2090', payable: '3090', payout: '3090', reserve: '110' },
      wrong: [3, 3],
    },
    {
      what: 'a debt is let go that was not there',
      changed: { index: 2, amount: '50' },
      sums: { moved: '2150', payable: '3150', payout: '3150' },
      wrong: [2],
    },
  ])('does not come out when $what, though its sums do', ({ changed: { index, ...change }, sums, wrong }) => {
    const { movements = [] } = statement;
    const [movement] = movements.slice(index);
    if (movement === undefined) throw new Error('there is a movement');
    const forged = { ...statement, ...sums, movements: movements.with(index, { ...movement, ...change }) };
    expect(recomputed(forged).map((fault) => [fault.section, fault.index])).toEqual(
      wrong.map((place) => ['movements', place]),
    );
  });

  it('sums up as a table: what is released to the payable, what is posted less released to the held', () => {
    const rows = statementCsv(JSON.stringify(statement))
      .trim()
      .split('\r\n')
      .slice(1)
      .map((row) => row.split(','));
    const amounts = (column: number, wanted: (state: string) => boolean) =>
      rows.filter((row) => wanted(row[14] ?? '')).reduce((sum, row) => sum + BigInt(row[column] || '0'), 0n);
    const isMove = (state: string) => !/^(payable|payout|closing|reserve-opening|reserve-closing)$/.test(state);
    expect(amounts(13, isMove)).toBe(3100n);
    const isHeldMove = (state: string) => isMove(state) && state !== 'opening';
    expect(amounts(12, isHeldMove) - amounts(13, isHeldMove)).toBe(4000n);
    const [opening, kept, closing] = ['reserve-opening', 'reserve', 'reserve-closing'].map((state) =>
      amounts(13, (each) => each === state),
    );
    expect([opening, kept, closing]).toEqual([0n, -100n, 100n]);
    expect(rows.map((row) => row[14])).toEqual(
      expect.arrayContaining(['taken-over', 'adjustment', 'reserve', 'payable']),
    );
    expect(rows.find((row) => row[7] === 'adj_1')?.[16]).toBe('correction: =cmd');
  });

  it.each(['en', 'ja'] as const)('explains each movement in words: %s', async (language) => {
    await expect(statementText(statement, language)).toMatchFileSnapshot(`movements.${language}.txt`);
  });
});
