import type { ClickId, PartnerId } from '../ids.ts';
import type { Instant } from '../time.ts';

/** Any attributable interaction in one normal form. A coupon's id is its code. */
export interface Touchpoint {
  readonly type: 'click' | 'coupon';
  readonly id: ClickId;
  readonly occurredAt: Instant;
  readonly partnerId: PartnerId;
}

/** Why a touchpoint does not count. */
export type RefusalReason =
  | 'after-conversion'
  | 'outside-lookback'
  | 'too-soon'
  | 'not-enrolled-at-touch'
  | 'not-enrolled-at-conversion'
  | 'unknown-partner'
  | 'bot'
  | 'self-referral'
  | 'repeat'
  | 'used'
  | 'beyond-limit';

/** A touchpoint that does not count. */
export interface RefusedTouchpoint extends Touchpoint {
  readonly reason: RefusalReason;
}

/** A partner's exact share of a conversion: its weight over the sum of all weights. The shares sum to 1 by construction. */
export interface Credit {
  readonly partnerId: PartnerId;
  readonly creditWeight: bigint;
}

/** Why a conversion's credits are linear though its program's model is another; the model's own rule or what it lacks. */
export type ModelNote = 'milestones.too-few' | 'snapshot.missing' | 'snapshot.no-share';

/** Whether nothing was there before a conversion, or nothing that may earn. */
export type UnattributedReason = 'no-touchpoint' | 'no-eligible-touchpoint';

/** What decided the credits: the model, or what comes before it. */
export type AttributionBasis = 'model' | 'coupon' | 'named-partner' | 'bound-customer';

/** Who is credited with a conversion and why; the partners stand in the order of their first eligible touch. */
export type Attribution =
  | {
      readonly outcome: 'attributed';
      readonly basis: AttributionBasis;
      readonly model: string | null;
      readonly note: ModelNote | null;
      /** The fit whose shares a data-driven model was asked for; absent for other models, and where there was none. */
      readonly snapshotId?: string | undefined;
      readonly credits: readonly Credit[];
      readonly touchpoints: readonly Touchpoint[];
      readonly refused: readonly RefusedTouchpoint[];
    }
  | {
      readonly outcome: 'unattributed';
      readonly reason: UnattributedReason;
      readonly refused: readonly RefusedTouchpoint[];
    };
