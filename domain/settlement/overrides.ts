import type { CompiledOverride } from '../commission/compile-plan.ts';
import type { PartnerId } from '../ids.ts';
import type { RoundingMode } from '../money/round.ts';
import { roundProduct } from '../money/round.ts';
import { isEnrolledAt, termsAt } from '../partner/enrollment.ts';
import { byText } from '../text-order.ts';
import type { Instant } from '../time.ts';
import type { Period } from './calendar.ts';
import type { PartnerSum } from './partner-sum.ts';
import type { ProgramTerms } from './terms.ts';
import { termsPlanAt } from './terms.ts';

/** What a partner earns on the released commission of one it recruited. */
export interface OverrideResult {
  readonly recruitedPartnerId: PartnerId;
  readonly level: number;
  readonly rate: string;
  /** The source is of what was sold within so many months of the recruited partner's joining; absent: of all. */
  readonly months?: number | undefined;
  readonly rounding: RoundingMode;
  readonly planVersion: number;
  readonly sourceMinor: bigint;
  readonly amountMinor: bigint;
}

/** What a partner has released: the source of overrides. */
export type Released = Pick<PartnerSum, 'releasedMinor' | 'releasedWithin'>;

/**
 * Overrides on what each recruited partner has released in this close, by who earns them. Level 1 pays its recruiter, level 2 the
 * recruiter's recruiter, each only when active just before the cutoff. Nobody is paid for recruiting alone.
 */
export function overridesOf(
  released: ReadonlyMap<PartnerId, Released>,
  period: Period,
  terms: ProgramTerms,
): ReadonlyMap<PartnerId, readonly OverrideResult[]> {
  const before = period.end - 1;
  const { plan, overrides } = termsPlanAt(terms, before);
  const { rounding, version: planVersion } = plan;
  const results = new Map<PartnerId, OverrideResult[]>();
  const sources = [...released].sort(([a], [b]) => byText(a, b));
  for (const [recruitedPartnerId, { releasedMinor, releasedWithin }] of sources) {
    for (const { partnerId, override } of uplinesOf(recruitedPartnerId, overrides, before, terms)) {
      const { level, rate, text, months } = override;
      const sourceMinor = months === null ? releasedMinor : (releasedWithin.get(months) ?? 0n);
      const amountMinor = roundProduct(rate, sourceMinor, rounding);
      if (amountMinor === 0n) continue;
      const within = months === null ? {} : { months };
      const result = {
        recruitedPartnerId,
        level,
        rate: text,
        ...within,
        rounding,
        planVersion,
        sourceMinor,
        amountMinor,
      };
      results.set(partnerId, [...(results.get(partnerId) ?? []), result]);
    }
  }
  return results;
}

/** The recruiter, its recruiter, and so on, as far as they are active; a circle ends the chain. */
function uplinesOf(
  recruited: PartnerId,
  overrides: readonly CompiledOverride[],
  at: Instant,
  { directory: { enrollments } }: ProgramTerms,
): readonly { readonly partnerId: PartnerId; readonly override: CompiledOverride }[] {
  const uplines: { readonly partnerId: PartnerId; readonly override: CompiledOverride }[] = [];
  const met = new Set([recruited]);
  let current = enrollments.get(recruited);
  for (const override of overrides) {
    const partnerId = current === undefined ? null : termsAt(current, at).recruitedBy;
    if (partnerId === null || met.has(partnerId)) break;
    met.add(partnerId);
    current = enrollments.get(partnerId);
    if (current !== undefined && isEnrolledAt(current, at)) uplines.push({ partnerId, override });
  }
  return uplines;
}
