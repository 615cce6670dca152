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
}
