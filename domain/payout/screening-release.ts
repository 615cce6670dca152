import { DomainError } from '../errors.ts';
import type { Instant } from '../time.ts';
import type { HoldReason, Payout } from './payout.ts';
import { holdingOf } from './payout-clearing.ts';
import type { ScreeningHold, ScreeningRelease } from './screening.ts';

/** Whether a payout is held by a sign of abuse. */
export function isScreening(reason: HoldReason): reason is ScreeningHold {
  return reason.code.startsWith('screening.');
}

/** What still holds a payout: signs whose time is not over and that nobody has released. */
export function holdsLeft(
  holds: readonly ScreeningHold[],
  payout: Pick<Payout, 'released'> | null,
  now: Instant,
): readonly ScreeningHold[] {
  const released = payout?.released?.signs ?? [];
  return holds.filter(({ code, until }) => until > now && !released.includes(code));
}

/** The payout without the signs that held it. The same release by the same person again changes nothing. */
export function releasedPayout(payout: Payout, given: Omit<ScreeningRelease, 'signs'>): Payout {
  const { reasons, released, payoutId } = payout;
  const held = reasons.filter(isScreening);
  if (held.length === 0) {
    const { by, reasonCode, note } = given;
    const isSame = released?.by === by && released.reasonCode === reasonCode && released.note === note;
    if (isSame) return payout;
    throw new DomainError('payout.not-screened', {
      en: `no sign of abuse holds ${payoutId}`,
      ja: `${payoutId}は不正の兆候では保留されていません`,
    });
  }
  const signs = [...new Set([...(released?.signs ?? []), ...held.map(({ code }) => code)])];
  const left = reasons.filter((reason) => !isScreening(reason));
  const { heldAt: _held, clearedAt: _cleared, ...others } = payout;
  return { ...others, released: { ...given, signs }, ...holdingOf(payout, left, given.at) };
}
