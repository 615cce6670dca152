import type { ClickId, VisitorId } from '../ids.ts';
import type { Directory } from '../partner/directory.ts';
import { isEnrolledAt } from '../partner/enrollment.ts';
import type { AttributionSettings } from '../partner/program.ts';
import { byText } from '../text-order.ts';
import type { Instant } from '../time.ts';
import { DAY_MS, SECOND_MS } from '../time.ts';
import type { Click } from '../tracking/click.ts';
import type { Conversion } from '../tracking/conversion.ts';
import type { RefusalReason, RefusedTouchpoint, Touchpoint } from './attribution.ts';

/** Only the latest touchpoints of a longer journey count; older ones are shown as refused. */
export const TOUCHPOINTS_MAX = 200;

/** The touchpoints of one conversion, oldest first: those that count, and those that do not with the reason. */
export interface Journey {
  readonly eligible: readonly Touchpoint[];
  readonly refused: readonly RefusedTouchpoint[];
}

/** Sorts a conversion's clicks into those that may earn credit and those that may not; a coupon that may stands last. */
export function assembleJourney(
  conversion: Conversion,
  clicks: readonly Click[],
  coupon: Touchpoint | null,
  settings: AttributionSettings,
  directory: Directory,
  used: ReadonlySet<ClickId>,
): Journey {
  const eligible: Touchpoint[] = [];
  const refused: RefusedTouchpoint[] = [];
  // Stryker disable next-line ConditionalExpression,EqualityOperator: nothing is within zero seconds; asking costs time.
  const kept = settings.clickDedupeSeconds > 0 ? new Map<string, Instant>() : null;
  // One of each visitor says enough, and however far back somebody looks, it is the same one.
  let tooOld: Map<VisitorId, RefusedTouchpoint> | null = null;
  for (const click of inOrder(clicks)) {
    if (click.occurredAt > conversion.occurredAt) continue;
    const reason =
      reasonAgainst(click, conversion, settings, directory, kept) ?? (used.has(click.clickId) ? 'used' : null);
    if (reason === null) eligible.push(touchpointOf(click));
    else if (reason === 'outside-lookback') {
      tooOld ??= new Map();
      tooOld.delete(click.visitorId);
      tooOld.set(click.visitorId, { ...touchpointOf(click), reason });
    } else refused.push({ ...touchpointOf(click), reason });
  }
  if (tooOld !== null) refused.unshift(...tooOld.values());
  if (coupon !== null) eligible.push(coupon);
  for (const touchpoint of eligible.slice(0, -TOUCHPOINTS_MAX)) refused.push({ ...touchpoint, reason: 'beyond-limit' });
  return { eligible: eligible.slice(-TOUCHPOINTS_MAX), refused: refused.slice(-TOUCHPOINTS_MAX) };
}

function reasonAgainst(
  click: Click,
  conversion: Conversion,
  settings: AttributionSettings,
  directory: Directory,
  kept: Map<string, Instant> | null,
): RefusalReason | null {
  const ageMs = conversion.occurredAt - click.occurredAt;
  const isAgain = kept !== null && !click.isBot && isRepeat(click, settings.clickDedupeSeconds, kept);
  if (ageMs > settings.lookbackDays * DAY_MS) return 'outside-lookback';
  if (click.isBot) return 'bot';
  if (isAgain) return 'repeat';
  if (ageMs < settings.minSecondsToConvert * SECOND_MS) return 'too-soon';
  return partnerReason(click, conversion, directory);
}

/** Why the partner of a touchpoint may not earn from this conversion, or null when it may. */
export function partnerReason(
  touch: Pick<Click, 'partnerId' | 'occurredAt'>,
  conversion: Conversion,
  directory: Directory,
): RefusalReason | null {
  const enrollment = directory.enrollments.get(touch.partnerId);
  if (!enrollment) return 'unknown-partner';
  const { customerId } = conversion;
  if (customerId !== null && enrollment.partner.customerIds.includes(customerId)) return 'self-referral';
  if (!isEnrolledAt(enrollment, touch.occurredAt)) return 'not-enrolled-at-touch';
  if (!isEnrolledAt(enrollment, conversion.occurredAt)) return 'not-enrolled-at-conversion';
  return null;
}

/** A second click of the same visitor on the same link counts only when the last kept one is long enough ago. */
export function isRepeat(click: Click, withinSeconds: number, kept: Map<string, Instant>): boolean {
  // The link alone tells, whoever's click it is; clicks without one are told apart by partner.
  const key = JSON.stringify(
    click.linkId === null ? [click.visitorId, null, click.partnerId] : [click.visitorId, click.linkId],
  );
  const before = kept.get(key) ?? Number.NEGATIVE_INFINITY;
  if (click.occurredAt - before < withinSeconds * SECOND_MS) return true;
  kept.set(key, click.occurredAt);
  return false;
}

/** (occurredAt, id) order, each click once though several visitors of the journey may bring it. */
export function inOrder(clicks: readonly Click[]): readonly Click[] {
  if (isInOrder(clicks)) return clicks;
  const sorted = [...clicks].sort(byOccurrence);
  return sorted.filter(({ clickId }, at) => clickId !== sorted[at - 1]?.clickId);
}

/** Most visitors' clicks come as they happened. */
function isInOrder(clicks: readonly Click[]): boolean {
  for (let at = 1; at < clicks.length; at += 1) {
    if (byOccurrence(clicks[at - 1] as Click, clicks[at] as Click) >= 0) return false;
  }
  return true;
}

function byOccurrence(a: Click, b: Click): number {
  return a.occurredAt - b.occurredAt || byText(a.clickId, b.clickId);
}

function touchpointOf(click: Click): Touchpoint {
  return { type: 'click', id: click.clickId, occurredAt: click.occurredAt, partnerId: click.partnerId };
}
