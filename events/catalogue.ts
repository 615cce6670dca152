import { adjustmentEvents } from './adjustment.ts';
import { claimEvents } from './claim.ts';
import { clickEvents } from './click.ts';
import { conversionEvents } from './conversion.ts';
import { dealEvents } from './deal.ts';
import { decisionEvents } from './decision.ts';
import { documentEvents } from './document.ts';
import { entryEvents, ledgerEvents } from './entry.ts';
import type { EventDefinition } from './event.ts';
import { partnerEvents } from './partner.ts';
import { payeeEvents } from './payee.ts';
import { payoutEvents } from './payout.ts';
import { programEvents } from './program.ts';
import { reviewEvents } from './review.ts';
import { settlementEvents } from './settlement.ts';
import { snapshotEvents } from './snapshot.ts';
import { statementEvents } from './statement.ts';
import { taxProfileEvents } from './tax-profile.ts';

/** The one table of what we tell others: event type → version, the fact it comes from, schema, and who of ours listens. */
export const catalogue = {
  ...clickEvents,
  ...conversionEvents,
  ...reviewEvents,
  ...programEvents,
  ...partnerEvents,
  ...decisionEvents,
  ...snapshotEvents,
  ...settlementEvents,
  ...adjustmentEvents,
  ...taxProfileEvents,
  ...entryEvents,
  ...statementEvents,
  ...documentEvents,
  ...payeeEvents,
  ...payoutEvents,
  ...dealEvents,
  ...claimEvents,
  ...ledgerEvents,
} as const satisfies Record<string, EventDefinition>;

/** The name of an event, in the past tense: `accrual.posted`. */
export type EventType = keyof typeof catalogue;

/** The row of an event of any type. */
export function definitionOf(type: EventType): EventDefinition {
  return catalogue[type];
}
