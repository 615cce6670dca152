import { attribute } from '../../domain/attribution/attribute.ts';
import { directoryOf } from '../../domain/partner/directory.ts';
import type { Enrollment } from '../../domain/partner/enrollment.ts';
import { bookConversion } from '../../domain/settlement/book-conversion.ts';
import type { BookedConversion } from '../../domain/settlement/booked.ts';
import { EMPTY_CARRY } from '../../domain/settlement/carry.ts';
import { closePeriod } from '../../domain/settlement/close-period.ts';
import type { PeriodFacts } from '../../domain/settlement/facts.ts';
import { payBook } from '../../domain/settlement/pay-book.ts';
import type { ProgramTerms } from '../../domain/settlement/terms.ts';
import { termsOf } from '../../domain/settlement/terms.ts';
import type { Click } from '../../domain/tracking/click.ts';
import { GENERATED_PERIOD, generateFolder } from './generate.ts';

/** What one size of a generated month took, in milliseconds; medians over the repeats. */
export interface Measured {
  readonly conversions: number;
  readonly lines: number;
  readonly attributionMs: number;
  readonly ratingMs: number;
  readonly closeMs: number;
  readonly peakMegabytes: number;
}

const CLICKS_PER_CONVERSION = 1;
const NO_CLICKS: ReadonlySet<string> = new Set();

/** Measures one size; run in a process of its own, so that sizes do not share a heap. Arguments: conversions, repeats. */
const [conversions = 10_000, repeats = 1] = process.argv.slice(2).map(Number);
process.stdout.write(JSON.stringify(measure(conversions, repeats)));

function measure(size: number, times: number): Measured {
  const { terms, facts } = generated(size);
  const attributions: number[] = [];
  const ratings: number[] = [];
  const closes: number[] = [];
  let lines = 0;
  for (let round = 0; round < times; round++) {
    attributions.push(timed(() => attributeAll(facts, terms)));
    ratings.push(timeRating(facts, terms));
    closes.push(
      timed(() => {
        const result = closePeriod(terms.calendar.period(GENERATED_PERIOD), facts, EMPTY_CARRY, terms);
        lines = result.lines.length;
      }),
    );
  }
  return {
    conversions: size,
    lines,
    attributionMs: median(attributions),
    ratingMs: median(ratings),
    closeMs: median(closes),
    peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
  };
}

function generated(size: number): { readonly terms: ProgramTerms; readonly facts: PeriodFacts } {
  const partners = Math.max(20, Math.round(size / 100));
  const folder = generateFolder({ conversions: size, clicksPerConversion: CLICKS_PER_CONVERSION, partners, seed: 1 });
  const byId = new Map(folder.partners.map((partner) => [partner.partnerId, partner]));
  const enrollments = folder.enrollments.flatMap(({ partnerId, joinedAt, endedAt, terms }): Enrollment[] => {
    const partner = byId.get(partnerId);
    return partner ? [{ partner, joinedAt, endedAt, terms: [{ from: joinedAt, value: terms }] }] : [];
  });
  const clicks = new Map<string, Click[]>();
  for (const click of folder.clicks) {
    const own = clicks.get(click.visitorId);
    if (own) own.push(click);
    else clicks.set(click.visitorId, [click]);
  }
  return {
    terms: termsOf(folder.program, folder.plans, directoryOf(enrollments, folder.coupons), folder.rates),
    facts: {
      conversions: folder.conversions.map((conversion) => ({ conversion, clickVisitorId: null })),
      reversals: folder.reversals,
      clicks,
    },
  };
}

/** In a function of its own, so that the booked conversions are gone before the close is measured. */
function timeRating(facts: PeriodFacts, terms: ProgramTerms): number {
  const booked = bookAll(facts, terms);
  return timed(() => payBook(booked, EMPTY_CARRY, terms));
}

function clicksOf(facts: PeriodFacts, visitorId: string | null): readonly Click[] {
  return visitorId === null ? [] : (facts.clicks.get(visitorId) ?? []);
}

function attributeAll(facts: PeriodFacts, { program, directory }: ProgramTerms): void {
  for (const { conversion } of facts.conversions) {
    attribute(conversion, clicksOf(facts, conversion.visitorId), program.attribution, directory, {
      milestones: [],
      fit: null,
    });
  }
}

function bookAll(facts: PeriodFacts, terms: ProgramTerms): BookedConversion[] {
  return facts.conversions.map((sealed) =>
    bookConversion(sealed, clicksOf(facts, sealed.conversion.visitorId), terms, () => null, NO_CLICKS),
  );
}

function timed(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
