import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitWindow } from '../../../domain/attribution/fit-window.ts';
import { fitModel } from '../../../domain/attribution/fitted-model.ts';
import { countedPaths } from '../../../domain/attribution/journey-path.ts';
import { creditsIn } from '../../../domain/settlement/book-conversion.ts';
import { bookPeriod } from '../../../domain/settlement/book-period.ts';
import { EMPTY_CARRY } from '../../../domain/settlement/carry.ts';
import { programJourneys, seenIn } from '../../../domain/settlement/program-journeys.ts';
import { sha256 } from '../../../functions/runtime/ids.ts';
import { aClick, aConversion, aProgram, NOON, someFacts, someTerms, threePartners } from '../../support/build.ts';

const MARKOV = { name: 'markov', order: 2 } as const;
const HOUR = 3_600_000;
const program = aProgram({ attribution: { ...aProgram().attribution, model: MARKOV } });
const terms = someTerms({ program, enrollments: threePartners() });
const partnerIds = threePartners().map(({ partner }) => partner.partnerId);
const window = fitWindow(program.attribution, NOON + HOUR);

/** Clicks of five visitors, and conversions of some of them, with or without a customer. */
const facts = fc.record({
  clicks: fc.array(
    fc.record({ visitor: fc.nat(4), partner: fc.constantFrom(...partnerIds), hours: fc.integer({ min: 1, max: 900 }) }),
    { maxLength: 25 },
  ),
  conversions: fc.array(
    fc.record({ visitor: fc.nat(4), customer: fc.option(fc.nat(2)), hours: fc.integer({ min: 0, max: 900 }) }),
    { maxLength: 8 },
  ),
});

type Drawn = typeof facts extends fc.Arbitrary<infer T> ? T : never;

const made = ({ clicks, conversions }: Drawn) => ({
  clicks: clicks.map(({ visitor, partner, hours }, index) =>
    aClick({ clickId: `k${index}`, visitorId: `v${visitor}`, partnerId: partner, occurredAt: NOON - hours * HOUR }),
  ),
  conversions: conversions.map(({ visitor, customer, hours }, index) =>
    aConversion({
      conversionId: `c${index}`,
      visitorId: `v${visitor}`,
      customerId: customer === null ? null : `u${customer}`,
      occurredAt: NOON - hours * HOUR,
    }),
  ),
});

function pathsOf(given: ReturnType<typeof made>) {
  const { conversions, clicks } = someFacts(given);
  return programJourneys({ conversions, clicks, seen: seenIn(conversions) }, window, terms);
}

const fitOf = (given: ReturnType<typeof made>) =>
  fitModel(MARKOV, pathsOf(given), { programId: program.programId, window }, sha256);

describe('the journeys of a program', () => {
  const click = (clickId: string, visitorId: string, partnerId: string, hours: number) =>
    aClick({ clickId, visitorId, partnerId, occurredAt: NOON - hours * HOUR });

  it('are those before each conversion, and those of visitors that did not convert', () => {
    const clicks = [
      click('k1', 'v1', 'ptn_1', 5),
      click('k2', 'v1', 'ptn_2', 4),
      click('k3', 'v2', 'ptn_1', 3),
      click('k4', 'v3', 'ptn_1', 3),
      click('k5', 'v3', 'ptn_2', 2),
    ];
    const conversions = [
      aConversion({ conversionId: 'c1', visitorId: 'v1', occurredAt: NOON - 3 * HOUR }),
      aConversion({ conversionId: 'c2', visitorId: 'v3', occurredAt: NOON - HOUR }),
      aConversion({ conversionId: 'nobody', visitorId: 'v9', occurredAt: NOON - HOUR }),
    ];
    expect(pathsOf({ clicks, conversions })).toEqual([
      { touches: ['ptn_1', 'ptn_2'], conversions: 2, value: 0n, nulls: 0 },
      { touches: ['ptn_1'], conversions: 0, value: 0n, nulls: 1 },
    ]);
  });

  it('of a customer are of all visitors seen with it by then', () => {
    const clicks = [click('k1', 'v1', 'ptn_1', 9), click('k2', 'v2', 'ptn_2', 8), click('k3', 'v3', 'ptn_3', 7)];
    const conversions = [
      aConversion({ conversionId: 'c1', visitorId: 'v1', customerId: 'u1', occurredAt: NOON - 6 * HOUR }),
      aConversion({ conversionId: 'c2', visitorId: 'v2', customerId: 'u1', occurredAt: NOON - 5 * HOUR }),
      aConversion({ conversionId: 'c3', visitorId: null, customerId: 'u1', occurredAt: NOON - 4 * HOUR }),
      aConversion({ conversionId: 'c4', visitorId: 'v3', customerId: null, occurredAt: NOON - 4 * HOUR }),
    ];
    expect(pathsOf({ clicks, conversions })).toEqual([
      { touches: ['ptn_1', 'ptn_2'], conversions: 2, value: 0n, nulls: 0 },
      { touches: ['ptn_1'], conversions: 1, value: 0n, nulls: 0 },
      { touches: ['ptn_3'], conversions: 1, value: 0n, nulls: 0 },
    ]);
  });

  it('begin with the window and end before its end', () => {
    const at = (occurredAt: number, id: string) => ({
      clicks: [aClick({ clickId: id, visitorId: id, occurredAt: occurredAt - 1 })],
      conversions: [aConversion({ conversionId: id, visitorId: id, occurredAt })],
    });
    const counted = (occurredAt: number) => pathsOf(at(occurredAt, 'v')).map(({ conversions }) => conversions);
    expect([window.from - 1, window.from, window.to - 1].map(counted)).toEqual([[], [1], [1]]);
    expect(pathsOf(at(window.to, 'v')).map(({ conversions, nulls }) => [conversions, nulls])).toEqual([[0, 1]]);
  });

  it('know a customer and a visitor together from their earliest conversion on', () => {
    const conversions = [
      aConversion({ conversionId: 'c2', visitorId: 'v1', customerId: 'u1', occurredAt: NOON }),
      aConversion({ conversionId: 'c1', visitorId: 'v1', customerId: 'u1', occurredAt: NOON - HOUR }),
      aConversion({ conversionId: 'c3', visitorId: 'v2', customerId: 'u1', occurredAt: NOON + HOUR }),
      aConversion({ conversionId: 'c4', visitorId: 'v3', customerId: null }),
      aConversion({ conversionId: 'c5', visitorId: null, customerId: 'u1' }),
    ].map((conversion) => ({ conversion, clickVisitorId: null }));
    expect(seenIn(conversions)).toEqual(
      new Map([
        [
          'u1',
          new Map([
            ['v1', NOON - HOUR],
            ['v2', NOON + HOUR],
          ]),
        ],
      ]),
    );
  });

  it('are the same whatever order the facts came in, and so is the snapshot with its id', () => {
    fc.assert(
      fc.property(facts, (drawn) => {
        const given = made(drawn);
        const turned = { clicks: given.clicks.toReversed(), conversions: given.conversions.toReversed() };
        expect(fitOf(turned)).toEqual(fitOf(given));
      }),
    );
  });

  it('do not know what happens after the window', () => {
    fc.assert(
      fc.property(facts, (drawn) => {
        const given = made(drawn);
        const after = aConversion({ conversionId: 'later', visitorId: 'v0', occurredAt: window.to });
        const click = aClick({ clickId: 'later', visitorId: 'v0', occurredAt: window.to });
        const more = { clicks: [...given.clicks, click], conversions: [...given.conversions, after] };
        expect(pathsOf(more)).toEqual(pathsOf(given));
      }),
    );
  });

  it('are counted the same in any division', () => {
    fc.assert(
      fc.property(facts, fc.nat(20), (drawn, cut) => {
        const paths = pathsOf(made(drawn));
        const divided = [...countedPaths(paths.slice(cut)), ...countedPaths(paths.slice(0, cut))];
        expect(countedPaths([...divided, ...paths])).toEqual(
          paths.map((path) => ({ ...path, conversions: path.conversions * 2, nulls: path.nulls * 2 })),
        );
      }),
    );
  });

  it('make credits that sum to one for every conversion, each partner once', () => {
    fc.assert(
      fc.property(facts, (drawn) => {
        const given = made(drawn);
        const fit = fitOf(given);
        for (const { booked } of bookPeriod(someFacts(given), EMPTY_CARRY, { ...terms, fit }).active) {
          const credits = creditsIn(booked.attribution);
          expect(new Set(credits.map(({ partnerId }) => partnerId)).size).toBe(credits.length);
          for (const { creditWeight } of credits) expect(creditWeight).toBeGreaterThan(0n);
        }
      }),
    );
  });
});
