import type { ClickId } from '../ids.ts';
import type { Directory } from '../partner/directory.ts';
import { couponOwnerAt } from '../partner/directory.ts';
import type { AttributionSettings } from '../partner/program.ts';
import { isDataDriven } from '../partner/program.ts';
import type { Click } from '../tracking/click.ts';
import type { Conversion } from '../tracking/conversion.ts';
import type { Attribution, AttributionBasis, Credit, RefusedTouchpoint, Touchpoint } from './attribution.ts';
import type { Fit } from './fitted-model.ts';
import { assembleJourney, partnerReason } from './journey.ts';
import type { JourneyKnowledge } from './models.ts';
import { creditsOf } from './models.ts';

/** What is known besides the conversion and its clicks. */
export interface AttributionKnowledge extends Pick<JourneyKnowledge, 'milestones'> {
  /** The fit of the program's data-driven model that is in force, or null. */
  readonly fit: Fit | null;
  /** Whoever was credited with the customer's first credited conversion, where renewals belong to them. */
  readonly bound?: readonly Credit[] | undefined;
  /** Clicks that counted for an earlier conversion, where they do so only once. */
  readonly used?: ReadonlySet<ClickId> | undefined;
}

/**
 * Who is credited with a conversion. The partners that the conversion names come first, then the partners that a renewing
 * customer is bound to, then a winning coupon, then the model over the eligible touchpoints. `clicks` are those of all visitors of the journey.
 */
export function attribute(
  conversion: Conversion,
  clicks: readonly Click[],
  settings: AttributionSettings,
  directory: Directory,
  knowledge: AttributionKnowledge,
): Attribution {
  if (conversion.split !== undefined) return attributed('named-partner', conversion.split, [], []);
  if (conversion.partnerId !== null) {
    return attributed('named-partner', [{ partnerId: conversion.partnerId, creditWeight: 1n }], [], []);
  }
  const bound = boundCredits(conversion, knowledge, directory);
  if (bound.length > 0) return attributed('bound-customer', bound, [], []);
  const coupon = settings.coupon === 'ignore' ? null : couponTouchpoint(conversion, directory);
  if (coupon !== null && coupon.reason === null && settings.coupon === 'wins') {
    const credits = [{ partnerId: coupon.touchpoint.partnerId, creditWeight: 1n }];
    return attributed('coupon', credits, [coupon.touchpoint], []);
  }
  const lastTouchpoint = coupon?.reason === null ? coupon.touchpoint : null;
  const journey = assembleJourney(conversion, clicks, lastTouchpoint, settings, directory, knowledge.used ?? NONE);
  const { eligible } = journey;
  const refused =
    coupon === null || coupon.reason === null
      ? journey.refused
      : [...journey.refused, { ...coupon.touchpoint, reason: coupon.reason }];

  if (eligible.length > 0) {
    const { model } = settings;
    const { fit, milestones } = knowledge;
    const known = { milestones, snapshot: fit?.snapshot ?? null };
    const { credits, note } = creditsOf(model, eligible, conversion.occurredAt, known);
    const decided = { ...attributed('model', credits, eligible, refused), model: model.name, note };
    return fit !== null && isDataDriven(model) ? { ...decided, snapshotId: fit.snapshotId } : decided;
  }
  const wasTouched = journey.refused.length > 0;
  return { outcome: 'unattributed', reason: wasTouched ? 'no-eligible-touchpoint' : 'no-touchpoint', refused };
}

const NONE: ReadonlySet<ClickId> = new Set();

/** The touchpoints before a conversion that may earn, oldest first, whoever is credited with it; a coupon that may stands last. */
export function eligibleTouches(
  conversion: Conversion,
  clicks: readonly Click[],
  settings: AttributionSettings,
  directory: Directory,
): readonly Touchpoint[] {
  const coupon = settings.coupon === 'ignore' ? null : couponTouchpoint(conversion, directory);
  const last = coupon?.reason === null ? coupon.touchpoint : null;
  return assembleJourney(conversion, clicks, last, settings, directory, NONE).eligible;
}

/** Those of them that may still earn; the binding ends with the membership. */
function boundCredits(
  conversion: Conversion,
  { bound = [] }: AttributionKnowledge,
  directory: Directory,
): readonly Credit[] {
  if (conversion.kind !== 'renewal') return [];
  const { occurredAt } = conversion;
  return bound.filter(({ partnerId }) => partnerReason({ partnerId, occurredAt }, conversion, directory) === null);
}

/** The coupon as a touchpoint at the moment of the conversion, with the reason against it; null when nobody owns the code. */
function couponTouchpoint(
  conversion: Conversion,
  directory: Directory,
): { readonly touchpoint: Touchpoint; readonly reason: RefusedTouchpoint['reason'] | null } | null {
  if (conversion.coupon === null) return null;
  const partnerId = couponOwnerAt(directory, conversion.coupon, conversion.occurredAt);
  if (partnerId === null) return null;
  const touchpoint: Touchpoint = {
    type: 'coupon',
    id: conversion.coupon,
    occurredAt: conversion.occurredAt,
    partnerId,
  };
  return { touchpoint, reason: partnerReason(touchpoint, conversion, directory) };
}

function attributed(
  basis: AttributionBasis,
  credits: readonly Credit[],
  touchpoints: readonly Touchpoint[],
  refused: readonly RefusedTouchpoint[],
): Attribution & { readonly outcome: 'attributed' } {
  return { outcome: 'attributed', basis, model: null, note: null, credits, touchpoints, refused };
}
