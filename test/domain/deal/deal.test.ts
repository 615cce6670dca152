import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Deal } from '../../../domain/deal/deal.ts';
import { historyOf } from '../../../domain/deal/deal-history.ts';
import { isEscalated, isProtected, standingOf } from '../../../domain/deal/deal-state.ts';
import { DEAL_TERMS } from '../../../domain/deal/deal-terms.ts';
import { decideDeal } from '../../../domain/deal/decide-deal.ts';
import { creditsOfParts, partFaults } from '../../../domain/deal/parts.ts';
import { likenessOf, rivalsOf } from '../../../domain/deal/rivals.ts';
import { conversionOfDeal } from '../../../domain/deal/won-conversion.ts';
import { DomainError } from '../../../domain/errors.ts';
import { allocate } from '../../../domain/money/allocate.ts';
import { APPROVE, aDeal, aDealContent, aRegistration, aWonDeal, DAY, HOUR, REGISTERED, stepped } from './build.ts';

const approved = stepped(aDeal(), APPROVE, REGISTERED + DAY);
const protectedUntil = REGISTERED + 91 * DAY;
const extend = { kind: 'extend', rivals: [], reason: '決裁者の異動により検討が延びたため' } as const;
const win = (occurredAt: number) => ({ kind: 'win', won: aWonDeal({ occurredAt }), parts: null }) as const;
const code = (run: () => unknown): string | null => {
  try {
    run();
    return null;
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
};

describe('the decision about a registration', () => {
  it('is late 72 hours after it, which escalates and rejects nothing', () => {
    const deal = aDeal();
    expect(isEscalated(deal, REGISTERED + 72 * HOUR - 1)).toBe(false);
    expect(isEscalated(deal, REGISTERED + 72 * HOUR)).toBe(true);
    expect(standingOf(deal, REGISTERED + 1000 * DAY).status).toBe('submitted');
    const late = stepped(deal, { kind: 'date' }, REGISTERED + 200 * HOUR);
    expect(late).toMatchObject({ isEscalationTold: true, state: { status: 'submitted' } });
    expect(stepped(late, APPROVE, REGISTERED + 300 * HOUR).state.status).toBe('approved');
  });

  it('is told to be late once, dated at the deadline', () => {
    const context = { at: REGISTERED + 200 * HOUR, by: null, terms: DEAL_TERMS };
    const step = decideDeal(aDeal(), { kind: 'date' }, context);
    expect(step).toMatchObject({ kind: 'escalated', at: REGISTERED + 72 * HOUR, by: null });
    expect(decideDeal(stepped(aDeal(), { kind: 'date' }, context.at), { kind: 'date' }, context)).toBeNull();
  });

  it('says why it rejects, and the same rejection again changes nothing', () => {
    const reject = { kind: 'reject', reason: 'already-registered', text: null, inFavourOf: 'deal_0' } as const;
    const rejected = stepped(aDeal(), reject, REGISTERED + 1);
    expect(rejected.state).toMatchObject({ status: 'rejected', reason: 'already-registered', inFavourOf: 'deal_0' });
    expect(stepped(rejected, reject, REGISTERED + 2)).toBe(rejected);
    expect(code(() => stepped(rejected, APPROVE, REGISTERED + 3))).toBe('deal.wrong-status');
    expect(code(() => stepped(rejected, { ...reject, reason: 'other' }, REGISTERED + 3))).toBe('deal.wrong-status');
  });
});

describe('protection', () => {
  it('lasts 90 days from the approval and ends by its date, whether or not anybody writes it down', () => {
    expect(approved.approval?.protectedUntil).toBe(protectedUntil);
    expect(standingOf(approved, protectedUntil - 1).status).toBe('approved');
    expect(standingOf(approved, protectedUntil)).toEqual({ status: 'expired', at: protectedUntil });
    const written = stepped(approved, { kind: 'date' }, protectedUntil + 7 * DAY);
    expect(written.state).toEqual({ status: 'expired', at: protectedUntil });
  });

  it('is extended exactly once, with a reason, by 90 days', () => {
    const extended = stepped(approved, extend, REGISTERED + 60 * DAY);
    expect(extended.approval).toMatchObject({
      protectedUntil: protectedUntil + 90 * DAY,
      extension: { at: REGISTERED + 60 * DAY, by: 'manager@example.com', reason: extend.reason },
    });
    expect(stepped(extended, extend, REGISTERED + 61 * DAY)).toBe(extended);
    expect(code(() => stepped(extended, { ...extend, reason: 'once more' }, REGISTERED + 61 * DAY))).toBe(
      'deal.extended',
    );
  });

  it('is not extended before it is given nor after it has ended', () => {
    expect(code(() => stepped(aDeal(), extend, REGISTERED + 1))).toBe('deal.wrong-status');
    expect(code(() => stepped(approved, extend, protectedUntil))).toBe('deal.wrong-status');
  });

  it('is of the customer that was approved: amounts and notes change, the company does not', () => {
    const content = aDealContent({ notes: '来週デモ', expected: { amountMinor: 5n, currency: 'EUR' } });
    expect(stepped(approved, { kind: 'revise', content }, REGISTERED + 2 * DAY).content).toEqual(content);
    const other = aDealContent({ companyName: '株式会社別会社' });
    expect(code(() => stepped(approved, { kind: 'revise', content: other }, REGISTERED + 2 * DAY))).toBe('deal.locked');
    expect(stepped(aDeal(), { kind: 'revise', content: other }, REGISTERED + 1).content).toEqual(other);
  });
});

describe('a deal', () => {
  it('that was sold under protection is won, also when it is told after its end', () => {
    const told = protectedUntil + 3 * DAY;
    for (const before of [approved, stepped(approved, { kind: 'date' }, told)]) {
      expect(stepped(before, win(protectedUntil - 1), told).state.status).toBe('won');
    }
  });

  it.each([
    ['before the approval', REGISTERED],
    ['after the protection', protectedUntil],
  ])('that was sold %s is not won', (_when, occurredAt) => {
    expect(code(() => stepped(approved, win(occurredAt), protectedUntil))).toBe('deal.unprotected');
  });

  it('is won once: the same again changes nothing, other content is refused', () => {
    const wonDeal = stepped(approved, win(REGISTERED + 2 * DAY), REGISTERED + 3 * DAY);
    expect(stepped(wonDeal, win(REGISTERED + 2 * DAY), REGISTERED + 4 * DAY)).toBe(wonDeal);
    expect(code(() => stepped(wonDeal, win(REGISTERED + 2 * DAY + 1), REGISTERED + 4 * DAY))).toBe('deal.conflict');
  });

  it('is lost with a reason, and then no longer protected', () => {
    const lost = stepped(approved, { kind: 'lose', reason: 'competitor', text: '他社に決定' }, REGISTERED + 5 * DAY);
    expect(lost.state).toMatchObject({ status: 'lost', reason: 'competitor', text: '他社に決定' });
    expect(isProtected(lost, REGISTERED + 6 * DAY)).toBe(false);
    expect(code(() => stepped(aDeal(), { kind: 'lose', reason: 'price', text: null }, REGISTERED + 1))).toBe(
      'deal.wrong-status',
    );
  });

  it('is withdrawn by its partner while it waits or is protected, with a reason, and then no longer protected', () => {
    const withdraw = { kind: 'withdraw', reason: 'mistake', text: '別の会社でした' } as const;
    for (const before of [aDeal(), approved]) {
      const withdrawn = stepped(before, withdraw, REGISTERED + 2 * DAY);
      expect(withdrawn.state).toEqual({
        status: 'withdrawn',
        at: REGISTERED + 2 * DAY,
        reason: 'mistake',
        text: '別の会社でした',
      });
      expect(isProtected(withdrawn, REGISTERED + 2 * DAY)).toBe(false);
      expect(isEscalated(withdrawn, REGISTERED + 100 * DAY)).toBe(false);
      expect(stepped(withdrawn, withdraw, REGISTERED + 3 * DAY)).toBe(withdrawn);
      for (const other of [{ ...withdraw, reason: 'other' as const }, APPROVE, win(REGISTERED + DAY + 1)]) {
        expect(code(() => stepped(withdrawn, other, REGISTERED + 3 * DAY))).toBe('deal.wrong-status');
      }
    }
  });

  it('that has come to an end is not withdrawn', () => {
    const withdraw = { kind: 'withdraw', reason: 'mistake', text: null } as const;
    const now = REGISTERED + 5 * DAY;
    const ended = [
      stepped(approved, win(REGISTERED + 2 * DAY), now),
      stepped(approved, { kind: 'lose', reason: 'price', text: null }, now),
      stepped(aDeal(), { kind: 'reject', reason: 'other', text: null, inFavourOf: null }, now),
    ];
    for (const deal of ended) expect(code(() => stepped(deal, withdraw, now + 1))).toBe('deal.wrong-status');
    expect(code(() => stepped(approved, withdraw, protectedUntil))).toBe('deal.wrong-status');
  });

  it('moves through the stages of its program only', () => {
    const moved = stepped(aDeal(), { kind: 'move', stage: 'proposal', owner: '佐藤' }, REGISTERED + 1);
    expect(moved).toMatchObject({ stage: 'proposal', owner: '佐藤' });
    const unknown = { kind: 'move', stage: 'won', owner: null } as const;
    expect(code(() => stepped(moved, unknown, REGISTERED + 2))).toBe('deal.stage-unknown');
  });

  it('tells who changed what, before and after', () => {
    const first = aRegistration();
    const context = { at: REGISTERED + 1, by: '佐藤', terms: DEAL_TERMS };
    const content = { ...first.content, expected: { amountMinor: 150_000n, currency: 'USD' } };
    const second = decideDeal(aDeal(), { kind: 'revise', content }, context);
    if (second === null) throw new Error('no step');
    expect(historyOf([first, second])[1]).toEqual({
      sequence: 2,
      kind: 'revised',
      at: REGISTERED + 1,
      by: '佐藤',
      changes: [{ field: 'amount', before: '1200000 JPY', after: '1500.00 USD' }],
    });
    expect(historyOf([first])[0]?.changes).toContainEqual({
      field: 'companyName',
      before: null,
      after: '株式会社サンプル商事',
    });
  });
});

describe('a split deal', () => {
  const parts = [
    { partnerId: 'ptn_1', share: '0.6' },
    { partnerId: 'ptn_2', share: '0.4' },
  ];

  it('becomes one conversion with exact credits, a whole one a conversion of its partner', () => {
    const step = { ...aRegistration(), kind: 'won', won: aWonDeal(), parts } as const;
    expect(conversionOfDeal(step)).toMatchObject({
      conversionId: 'deal_1',
      kind: 'deal',
      partnerId: null,
      split: [
        { partnerId: 'ptn_1', creditWeight: 6n },
        { partnerId: 'ptn_2', creditWeight: 4n },
      ],
    });
    const whole = conversionOfDeal({ ...step, parts: [{ partnerId: 'ptn_1', share: '1' }] });
    expect(whole.partnerId).toBe('ptn_1');
    expect('split' in whole).toBe(false);
  });

  it.each([
    [['0.5', '0.4'], 'must sum to exactly 1, got 0.5 + 0.4'],
    [['0.333', '0.667', '0'], 'must be above 0, got 0'],
    [['0.5', '0.500000000000000001'], 'must sum to exactly 1, got 0.5 + 0.500000000000000001'],
  ])('is refused when %j is not the whole', (shares, reason) => {
    const wrong = shares.map((share, index) => ({ partnerId: `ptn_${index}`, share }));
    expect(partFaults(wrong).map((fault) => fault.reason.en)).toContain(reason);
  });

  it('conserves every yen', () => {
    const shares = fc.array(fc.integer({ min: 1, max: 999 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 12n }), shares, (whole, cuts) => {
        const sum = cuts.reduce((a, b) => a + b, 0);
        const last = 6000 - sum;
        const decimals = [...cuts, last].map((cut) => (cut / 6000).toFixed(18));
        // What the rounding of the text left over goes to the last, so that they sum to exactly 1.
        const scaled = decimals.slice(0, -1).map((text) => BigInt(text.replace('.', '')));
        const rest = 10n ** 18n - scaled.reduce((a, b) => a + b, 0n);
        const all = [...scaled, rest].map((part, index) => ({
          partnerId: `ptn_${index}`,
          share: `0.${part.toString().padStart(18, '0')}`,
        }));
        expect(partFaults(all)).toEqual([]);
        const paid = allocate(
          whole,
          creditsOfParts(all).map(({ creditWeight }) => creditWeight),
        );
        expect(paid.reduce((a, b) => a + b, 0n)).toBe(whole);
      }),
    );
  });
});

describe('the first registered', () => {
  const names = ['株式会社サンプル', '㈱サンプル', 'サンプル', '株式会社サンプル ', '有限会社サンプル', 'Other Inc.'];
  const registration = fc.record({
    partner: fc.integer({ min: 1, max: 4 }),
    minute: fc.integer({ min: 0, max: 3 }),
    name: fc.constantFrom(...names),
    domain: fc.constantFrom(null, 'a.jp', 'b.jp'),
  });
  const dealsOf = (all: readonly { partner: number; minute: number; name: string; domain: string | null }[]): Deal[] =>
    all.map(({ partner, minute, name, domain }, index) =>
      aDeal({
        dealId: `deal_${index}`,
        partnerId: `ptn_${partner}`,
        at: REGISTERED + minute * 60_000,
        content: { companyName: name, domain },
      }),
    );

  it('wins in any order of arrival', () => {
    const many = fc.array(registration, { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(many, fc.infiniteStream(fc.nat()), (all, random) => {
        const deals = dealsOf(all);
        const shuffled = deals
          .map((deal) => ({ deal, at: random.next().value }))
          .sort((a, b) => a.at - b.at)
          .map(({ deal }) => deal);
        for (const deal of deals) expect(rivalsOf(deal, shuffled)).toEqual(rivalsOf(deal, deals));
      }),
    );
  });

  it('alone is approved, whoever is tried first, and no two protections of one customer overlap', () => {
    const many = fc.array(registration, { minLength: 2, maxLength: 8 });
    const tries = fc.array(
      fc.record({
        pick: fc.nat(),
        day: fc.integer({ min: 1, max: 200 }),
        what: fc.constantFrom('approve', 'extend', 'lose'),
      }),
      {
        maxLength: 40,
      },
    );
    fc.assert(
      fc.property(many, tries, (all, commands) => {
        const deals = dealsOf(all);
        for (const { pick, day, what } of [...commands].sort((a, b) => a.day - b.day)) {
          const index = pick % deals.length;
          const deal = deals[index] as Deal;
          const now = REGISTERED + day * DAY;
          const rivals = rivalsOf(deal, deals);
          try {
            if (what === 'approve') deals[index] = stepped(deal, { kind: 'approve', rivals, judgements: [] }, now);
            else if (what === 'extend') deals[index] = stepped(deal, { kind: 'extend', rivals, reason: 'r' }, now);
            else deals[index] = stepped(deal, { kind: 'lose', reason: 'other', text: null }, now);
          } catch (error) {
            if (!(error instanceof DomainError)) throw error;
          }
          expectNoOverlap(deals, now);
        }
      }),
    );
  });

  function expectNoOverlap(deals: readonly Deal[], now: number): void {
    const held = deals.filter((deal) => isProtected(deal, now));
    for (const [index, a] of held.entries()) {
      for (const b of held.slice(index + 1)) {
        if (a.partnerId !== b.partnerId) expect(likenessOf(a.content, b.content)).toBeNull();
      }
    }
  }
});
