import type { Fit } from '../../domain/attribution/fitted-model.ts';
import type { PartnerId, PeriodId } from '../../domain/ids.ts';
import type { Period } from '../../domain/settlement/calendar.ts';
import type { ProgramTerms } from '../../domain/settlement/terms.ts';
import { reviewsIn } from '../folder/facts-by-period.ts';
import { folderDecisions } from '../folder/folder-decisions.ts';
import { folderTerms } from '../folder/folder-terms.ts';
import type { PartitionedFolder } from '../partitions/partition.ts';
import type { MonthToBook } from './book-partition.ts';

/** A close of a folder as plain data, so that every thread that works on it can be told all of it. */
export interface CloseJob {
  readonly folder: Omit<PartitionedFolder, 'read'>;
  /** From the first fact on; the last is the one asked for. At least one. */
  readonly months: readonly PeriodId[];
  /** By month: the fit that decides its credits, or null. */
  readonly fits: readonly (Fit | null)[];
  readonly buckets: number;
  /** How many lines and touchpoints of a bucket stand in memory at once. */
  readonly sliceSize: number;
  /** A folder for what is only needed on the way. */
  readonly scratch: string;
  /** The folder of the results. */
  readonly out: string;
}

/** Program-wide caps are shared by all partners, so that those are settled in one place and all at once. */
export function isSettledAtOnce({ plans }: Pick<PartitionedFolder, 'plans'>): boolean {
  return plans.some(({ rules }) => rules.some(({ cap }) => cap?.per === 'program-period'));
}

/** What a job means, worked out once in every thread. */
export interface ClosePlan {
  readonly terms: ProgramTerms;
  readonly periods: readonly Period[];
  readonly toBook: readonly MonthToBook[];
  /** The last of them, which is written. */
  readonly asked: Period;
  /** Every partner, sorted. */
  readonly partnerIds: readonly PartnerId[];
  /** How many clicks each partner has in the folder. */
  readonly clicks: ReadonlyMap<PartnerId, number>;
  /** Partners with an upline or a downline, where the plans pay overrides: their figures wait for others'. */
  readonly recruited: ReadonlySet<PartnerId>;
  readonly recruiters: ReadonlySet<PartnerId>;
}

export function closePlan({ folder, months, fits }: Pick<CloseJob, 'folder' | 'months' | 'fits'>): ClosePlan {
  const asked = months.at(-1) ?? '';
  const terms = { ...folderTerms(folder), decisions: folderDecisions(folder, months[0] ?? asked) };
  const recruited = new Set<PartnerId>();
  const recruiters = new Set<PartnerId>();
  const paysOverrides = terms.plans.some(({ overrides }) => overrides.length > 0);
  for (const enrollment of paysOverrides ? terms.directory.enrollments.values() : []) {
    for (const { value } of enrollment.terms) {
      if (value.recruitedBy === null) continue;
      recruited.add(enrollment.partner.partnerId);
      recruiters.add(value.recruitedBy);
    }
  }
  const periods = months.map(terms.calendar.period);
  return {
    terms,
    periods,
    toBook: periods.map((period, month) => ({
      period,
      terms: { ...terms, fit: fits[month] ?? null },
      ...reviewsIn(folder.reviews, period),
    })),
    asked: terms.calendar.period(asked),
    partnerIds: folder.partners.map(({ partnerId }) => partnerId).sort(),
    clicks: new Map(folder.partners.map(({ partnerId }, place) => [partnerId, folder.clicksByPartner[place] ?? 0])),
    recruited,
    recruiters,
  };
}

/**
 * The bucket of each partner: neighbours in their order stay together, so that buckets one after the other are in order too. Of a
 * partner with many clicks there is much to settle, so that it may have a bucket for itself, and those beside it stay empty.
 */
export function bucketsOf(
  partnerIds: readonly PartnerId[],
  clicks: ReadonlyMap<PartnerId, number>,
  buckets: number,
): ReadonlyMap<PartnerId, number> {
  const weightOf = (partnerId: PartnerId): number => 1 + (clicks.get(partnerId) ?? 0);
  const total = partnerIds.reduce((sum, partnerId) => sum + weightOf(partnerId), 0);
  let before = 0;
  return new Map(
    partnerIds.map((partnerId) => {
      const middle = before + weightOf(partnerId) / 2;
      before += weightOf(partnerId);
      return [partnerId, Math.floor((middle * buckets) / total)];
    }),
  );
}
