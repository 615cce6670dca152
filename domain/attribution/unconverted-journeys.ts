import type { PartnerId } from '../ids.ts';
import type { Directory } from '../partner/directory.ts';
import { isEnrolledAt } from '../partner/enrollment.ts';
import type { AttributionSettings } from '../partner/program.ts';
import type { Instant } from '../time.ts';
import { DAY_MS } from '../time.ts';
import type { Click } from '../tracking/click.ts';
import type { FitWindow } from './fit-window.ts';
import { inOrder, isRepeat, TOUCHPOINTS_MAX } from './journey.ts';

/**
 * The journeys of a visitor in a window that no conversion came of, as partners in the order of their touches. A touch belongs to one when
 * it might have earned and no conversion of the visitor came within the lookback after it; a journey lasts as long as the
 * lookback from its first touch, since no conversion could look back on more, and what comes later begins another. Like a
 * converting one, a journey is its latest 200 touches. `convertedAt` are the conversions of the visitor before the cutoff.
 */
export function unconvertedJourneys(
  clicks: readonly Click[],
  convertedAt: readonly Instant[],
  { from, to }: FitWindow,
  { settings, directory }: { readonly settings: AttributionSettings; readonly directory: Directory },
): readonly (readonly PartnerId[])[] {
  const lookbackMs = settings.lookbackDays * DAY_MS;
  const kept = new Map<string, Instant>();
  const journeys: PartnerId[][] = [];
  let current: PartnerId[] = [];
  let began = Number.NEGATIVE_INFINITY;
  for (const click of inOrder(clicks)) {
    const { occurredAt, partnerId, isBot } = click;
    if (isBot || isRepeat(click, settings.clickDedupeSeconds, kept)) continue;
    const enrollment = directory.enrollments.get(partnerId);
    const isIn = occurredAt >= from && occurredAt < to;
    if (!isIn || enrollment === undefined || !isEnrolledAt(enrollment, occurredAt)) continue;
    if (convertedAt.some((at) => at >= occurredAt && at - occurredAt <= lookbackMs)) continue;
    if (occurredAt - began > lookbackMs) {
      current = [];
      journeys.push(current);
      began = occurredAt;
    }
    current.push(partnerId);
  }
  return journeys.map((touches) => touches.slice(-TOUCHPOINTS_MAX));
}
