import type { Random } from '../../cli/sample/random.ts';
import type { Click } from '../../domain/tracking/click.ts';
import type { Conversion } from '../../domain/tracking/conversion.ts';
import type { Reversal } from '../../domain/tracking/reversal.ts';
import { aClick, aConversion, aLine, aReversal, at } from '../support/build.ts';

export const DAY = 86_400_000;
const HOUR = 3_600_000;
const YEAR_START = at('2026-01-01T00:00:00+09:00');
const YEAR_DAYS = 365;

export const PARTNERS = ['ptn_1', 'ptn_2', 'ptn_3', 'ptn_4'] as const;

/** What reaches us when: most facts at once, some late, some twice, some before the fact that they speak of. */
export type Arrival = { readonly arrivesAt: number } & (
  | { readonly type: 'click'; readonly click: Click }
  | { readonly type: 'conversion'; readonly conversion: Conversion }
  | { readonly type: 'reversal'; readonly reversal: Reversal }
);

/** The year's facts in the order of their arrival. */
export function arrivalsOf(random: Random, salesPerMonth: number): readonly Arrival[] {
  const arrivals: Arrival[] = [];
  const visitors = Array.from({ length: salesPerMonth * 6 }, (_, index) => `vis_${index}`);
  const instant = (): number => YEAR_START + random.whole(0, YEAR_DAYS * 24 - 1) * HOUR + random.whole(0, 3_599_000);
  const arrive = (occurredAt: number): number => occurredAt + delay(random);
  for (let index = 0; index < salesPerMonth * 18; index += 1) {
    const click = aClick({
      clickId: `clk_${index}`,
      occurredAt: instant(),
      visitorId: random.pick(visitors),
      partnerId: random.pick(PARTNERS),
      isBot: random.isTrue(0.05),
    });
    arrivals.push({ type: 'click', click, arrivesAt: arrive(click.occurredAt) });
  }
  for (let index = 0; index < salesPerMonth * 12; index += 1) {
    const conversion = aSale(random, `ord_${index}`, instant(), visitors);
    arrivals.push({ type: 'conversion', conversion, arrivesAt: arrive(conversion.occurredAt) });
    if (random.isTrue(0.35)) arrivals.push(...refundsOf(random, conversion));
  }
  const again = arrivals
    .filter(() => random.isTrue(0.1))
    .map((arrival) => ({ ...arrival, arrivesAt: arrival.arrivesAt + random.whole(0, 40) * DAY }));
  return [...arrivals, ...again].sort((a, b) => a.arrivesAt - b.arrivesAt);
}

function delay(random: Random): number {
  return random.weighted([
    [80, 0],
    [12, random.whole(1, 48) * HOUR],
    [8, random.whole(3, 45) * DAY],
  ]);
}

function aSale(random: Random, conversionId: string, occurredAt: number, visitors: readonly string[]): Conversion {
  const lines = Array.from({ length: random.whole(1, 3) }, (_, index) =>
    aLine({
      lineId: `${index + 1}`,
      productId: random.pick(['tea', 'cup', 'set']),
      amountMinor: BigInt(random.whole(1, 60_000)),
    }),
  );
  const isDeal = random.isTrue(0.1);
  return aConversion({
    conversionId,
    occurredAt,
    kind: isDeal ? 'deal' : 'sale',
    visitorId: isDeal ? null : random.pick(visitors),
    partnerId: isDeal ? random.pick(PARTNERS) : null,
    clickId: random.isTrue(0.1) ? `clk_${random.whole(0, 20)}` : null,
    lines,
  });
}

/** Partial and whole ones, several of one line, more than there is, and some that reach us before their sale. */
function refundsOf(random: Random, { conversionId, occurredAt, lines }: Conversion): Arrival[] {
  return Array.from({ length: random.whole(1, 3) }, (_, index): Arrival => {
    const { lineId, amountMinor } = random.pick(lines);
    const soldMinor = Number(amountMinor);
    const reversal = aReversal({
      reversalId: `rev_${conversionId}_${index}`,
      conversionId,
      lineId,
      occurredAt: occurredAt + random.whole(1, 70 * 24) * HOUR,
      amountMinor: BigInt(
        random.weighted([
          [2, soldMinor],
          [5, random.whole(1, soldMinor)],
          [1, soldMinor + 1_000],
        ]),
      ),
    });
    return { type: 'reversal', reversal, arrivesAt: reversal.occurredAt + delay(random) };
  });
}
