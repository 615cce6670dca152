import { formatAmount } from '../money/amount.ts';
import type { PeriodResult } from './close-period.ts';
import type { Outcomes } from './outcomes.ts';
import type { PartnerResult } from './partner-result.ts';
import type { ProgramTerms } from './terms.ts';

/** A period in figures, as `calculate` prints it and the API answers it. Amounts are decimal strings in the major unit. */
export interface Summary {
  readonly program: string;
  readonly period: string;
  readonly currency: string;
  readonly conversions: Outcomes;
  readonly unmatchedReversals: number;
  readonly totals: Figures;
  readonly partners: readonly ({ readonly partnerId: string } & Figures)[];
}

/** One partner's, or all together. */
export interface Figures {
  /** Credited net base, lines without a paying rule included. */
  readonly base: string;
  readonly commission: string;
  readonly bonus: string;
  readonly override: string;
  /** Balance at the cutoff. */
  readonly held: string;
  readonly released: string;
  readonly payable: string;
  readonly payout: string;
}

/** A partner's figures, minor units. */
export type PartnerFigures = Pick<
  PartnerResult,
  | 'partnerId'
  | 'baseMinor'
  | 'commissionMinor'
  | 'bonusMinor'
  | 'overrideMinor'
  | 'heldMinor'
  | 'releasedMinor'
  | 'payableMinor'
  | 'payoutMinor'
>;

/** What a summary is made of. */
export type Summarised = Pick<PeriodResult, 'period' | 'outcomes' | 'unmatchedReversals'> & {
  readonly partners: readonly PartnerFigures[];
};

/** The figures of a calculated period, partners in their order. */
export function summaryOf(result: Summarised, { program }: Pick<ProgramTerms, 'program'>): Summary {
  const total = { base: 0n, commission: 0n, bonus: 0n, override: 0n, held: 0n, released: 0n, payable: 0n, payout: 0n };
  for (const partner of result.partners) {
    const figures = minorFigures(partner);
    for (const name of Object.keys(total) as (keyof Figures)[]) total[name] += figures[name];
  }
  return {
    program: program.programId,
    period: result.period.periodId,
    currency: program.currency,
    conversions: result.outcomes,
    unmatchedReversals: result.unmatchedReversals,
    totals: textFigures(total, program.currency),
    partners: result.partners.map((partner) => ({
      partnerId: partner.partnerId,
      ...textFigures(minorFigures(partner), program.currency),
    })),
  };
}

function minorFigures(partner: PartnerFigures): Record<keyof Figures, bigint> {
  return {
    base: partner.baseMinor,
    commission: partner.commissionMinor,
    bonus: partner.bonusMinor,
    override: partner.overrideMinor,
    held: partner.heldMinor,
    released: partner.releasedMinor,
    payable: partner.payableMinor,
    payout: partner.payoutMinor,
  };
}

function textFigures(figures: Record<keyof Figures, bigint>, currency: string): Figures {
  const text = (minor: bigint): string => formatAmount(minor, currency);
  return {
    base: text(figures.base),
    commission: text(figures.commission),
    bonus: text(figures.bonus),
    override: text(figures.override),
    held: text(figures.held),
    released: text(figures.released),
    payable: text(figures.payable),
    payout: text(figures.payout),
  };
}
