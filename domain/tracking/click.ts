import type { ClickId, LinkId, PartnerId, VisitorId } from '../ids.ts';
import type { Instant } from '../time.ts';

/** One recorded visit through a tracking link. */
export interface Click {
  readonly clickId: ClickId;
  readonly occurredAt: Instant;
  readonly visitorId: VisitorId;
  readonly partnerId: PartnerId;
  readonly linkId: LinkId | null;
  readonly isBot: boolean;
  /** Address and user agent, hashed with a salt that is destroyed after their day; absent: no consent, or not known. */
  readonly source?: string | undefined;
}
