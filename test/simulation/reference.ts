import type { Click } from '../../domain/tracking/click.ts';
import type { Conversion } from '../../domain/tracking/conversion.ts';
import type { Reversal } from '../../domain/tracking/reversal.ts';

/**
 * The rules of the simulated program once more, as a bookkeeper would do them on paper: last touch, a rate by product and tier,
 * rounded down; held for some days; a monthly bonus; a share for the recruiter. It shares no code with the engine.
 */
export interface ReferenceRules {
  readonly lookbackMs: number;
  readonly holdMs: number;
  readonly thresholdMinor: bigint;
  readonly bonus: { readonly reachesMinor: bigint; readonly paysMinor: bigint };
  /** Of what the recruited partner is released, in percent. */
  readonly overridePercent: bigint;
  readonly recruiterOf: ReadonlyMap<string, string>;
  /** Percent of the net base of a line. */
  readonly percentOf: (conversion: Conversion, line: Conversion['lines'][number], partnerId: string) => bigint;
  readonly isActive: (partnerId: string, at: number) => boolean;
  /** The month of an instant in the program's zone. */
  readonly monthOf: (at: number) => string;
}

/** What is sealed for one close. */
export interface SealedFacts {
  readonly cutoff: number;
  readonly conversions: readonly Conversion[];
  readonly reversals: readonly Reversal[];
  /** All clicks known when it was sealed. */
  readonly clicks: readonly Click[];
  /** What people have decided to add or take, by partner. */
  readonly adjustments: readonly { readonly partnerId: string; readonly amountMinor: bigint }[];
}

/** What a partner must have after a close and its payouts. */
export interface Owed {
  heldMinor: bigint;
  payableMinor: bigint;
  payoutMinor: bigint;
  /** Payable less the payout: opening of the next close. */
  carriedMinor: bigint;
}

interface Sale {
  readonly conversion: Conversion;
  readonly partnerId: string | null;
  readonly percents: readonly bigint[];
}

export class Reference {
  readonly #rules: ReferenceRules;
  readonly #sales = new Map<string, Sale>();
  readonly #reversals = new Map<string, Reversal[]>();
  /** Per partner: what was released so far, what of bonuses was posted, what is carried. */
  readonly #released = new Map<string, bigint>();
  readonly #bonuses = new Map<string, bigint>();
  readonly #carried = new Map<string, bigint>();

  constructor(rules: ReferenceRules) {
    this.#rules = rules;
  }

  /** Closes on what is sealed and says what everybody must have. */
  close({ cutoff, conversions, reversals, clicks, adjustments }: SealedFacts): ReadonlyMap<string, Owed> {
    for (const conversion of conversions) this.#sales.set(conversion.conversionId, this.#saleOf(conversion, clicks));
    for (const reversal of reversals) {
      const own = this.#reversals.get(reversal.conversionId) ?? [];
      this.#reversals.set(reversal.conversionId, [...own, reversal]);
    }
    const held = new Map<string, bigint>();
    const released = new Map<string, bigint>();
    const sold = new Map<string, bigint>();
    for (const sale of this.#sales.values()) {
      const { partnerId, conversion } = sale;
      if (partnerId === null) continue;
      const isHeld = conversion.occurredAt + this.#rules.holdMs > cutoff;
      for (const { netMinor, dueMinor } of this.#linesOf(sale)) {
        add(isHeld ? held : released, partnerId, dueMinor);
        add(sold, JSON.stringify([partnerId, this.#rules.monthOf(conversion.occurredAt)]), netMinor);
      }
    }
    const gains = new Map<string, bigint>();
    for (const { partnerId, amountMinor } of adjustments) add(gains, partnerId, amountMinor);
    for (const partnerId of new Set([...released.keys(), ...this.#released.keys()])) {
      const gain = (released.get(partnerId) ?? 0n) - (this.#released.get(partnerId) ?? 0n);
      this.#released.set(partnerId, released.get(partnerId) ?? 0n);
      add(gains, partnerId, gain);
      const recruiter = this.#rules.recruiterOf.get(partnerId);
      // BigInt division drops the fraction on both sides of zero, as the plan's rounding does.
      if (recruiter !== undefined) add(gains, recruiter, (gain * this.#rules.overridePercent) / 100n);
    }
    for (const [key, soldMinor] of sold) {
      const [partnerId = ''] = JSON.parse(key) as string[];
      const { reachesMinor, paysMinor } = this.#rules.bonus;
      const bonusMinor = soldMinor >= reachesMinor ? paysMinor : 0n;
      add(gains, partnerId, bonusMinor - (this.#bonuses.get(key) ?? 0n));
      this.#bonuses.set(key, bonusMinor);
    }
    return this.#paid(held, gains);
  }

  /** What a conversion has earned for its partner by the facts so far. */
  earnedBy(conversionId: string): bigint {
    const sale = this.#sales.get(conversionId);
    if (sale === undefined || sale.partnerId === null) return 0n;
    return this.#linesOf(sale).reduce((sum, { dueMinor }) => sum + dueMinor, 0n);
  }

  #paid(held: ReadonlyMap<string, bigint>, gains: ReadonlyMap<string, bigint>): ReadonlyMap<string, Owed> {
    const owed = new Map<string, Owed>();
    for (const partnerId of new Set([...held.keys(), ...gains.keys(), ...this.#carried.keys()])) {
      const payableMinor = (this.#carried.get(partnerId) ?? 0n) + (gains.get(partnerId) ?? 0n);
      const payoutMinor = payableMinor > 0n && payableMinor >= this.#rules.thresholdMinor ? payableMinor : 0n;
      const carriedMinor = payableMinor - payoutMinor;
      this.#carried.set(partnerId, carriedMinor);
      owed.set(partnerId, { heldMinor: held.get(partnerId) ?? 0n, payableMinor, payoutMinor, carriedMinor });
    }
    return owed;
  }

  #saleOf(conversion: Conversion, clicks: readonly Click[]): Sale {
    const partnerId = this.#partnerOf(conversion, clicks);
    const percents = conversion.lines.map((line) => this.#rules.percentOf(conversion, line, partnerId ?? ''));
    return { conversion, partnerId, percents };
  }

  #partnerOf({ occurredAt, partnerId, visitorId, clickId }: Conversion, clicks: readonly Click[]): string | null {
    if (partnerId !== null) return this.#rules.isActive(partnerId, occurredAt) ? partnerId : null;
    const named = clicks.find((click) => click.clickId === clickId);
    const visitors = [visitorId, named?.visitorId ?? null];
    const eligible = clicks.filter(
      (click) =>
        visitors.includes(click.visitorId) &&
        click.occurredAt <= occurredAt &&
        occurredAt - click.occurredAt <= this.#rules.lookbackMs &&
        !click.isBot &&
        this.#rules.isActive(click.partnerId, click.occurredAt) &&
        this.#rules.isActive(click.partnerId, occurredAt),
    );
    eligible.sort((a, b) => a.occurredAt - b.occurredAt || (a.clickId < b.clickId ? -1 : 1));
    return eligible.at(-1)?.partnerId ?? null;
  }

  #linesOf({ conversion, percents }: Sale): readonly { readonly netMinor: bigint; readonly dueMinor: bigint }[] {
    const reversals = this.#reversals.get(conversion.conversionId) ?? [];
    return conversion.lines.map(({ lineId, amountMinor }, at) => {
      let left = amountMinor;
      for (const reversal of reversals) if (reversal.lineId === lineId) left -= reversal.amountMinor;
      const netMinor = left > 0n ? left : 0n;
      return { netMinor, dueMinor: (netMinor * (percents[at] ?? 0n)) / 100n };
    });
  }
}

function add(sums: Map<string, bigint>, key: string, minor: bigint): void {
  sums.set(key, (sums.get(key) ?? 0n) + minor);
}
