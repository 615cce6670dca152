import { webhookTypeNames } from '../../events/webhook.ts';
import { decideConversion } from './decide-conversion.ts';
import { deliverWebhooks } from './deliver-webhooks.ts';
import { noteActivity } from './note-activity.ts';
import { recordAcceptedClaim } from './record-accepted-claim.ts';
import { recordWonDeal } from './record-won-deal.ts';
import type { Subscription } from './subscription.ts';

/** The one table of our own subscriptions: rules, queues and functions in the cloud, and the laptop's bus, are made from it. */
export const subscriptions: readonly Subscription[] = [
  {
    name: 'decide-conversion',
    description: 'Decides a conversion again when a crash or a reversal may have left it undecided',
    types: ['conversion.recorded', 'reversal.recorded'],
    subscriber: decideConversion,
  },
  {
    name: 'record-won-deal',
    description: 'Records the conversion of a won deal when a crash may have left it out',
    types: ['deal.won'],
    subscriber: recordWonDeal,
  },
  {
    name: 'record-accepted-claim',
    description: 'Records the conversion of an accepted claim when a crash may have left it out',
    types: ['claim.accepted'],
    subscriber: recordAcceptedClaim,
  },
  {
    name: 'note-activity',
    description: 'Notes clicks and conversions of partners, for their statistics and lists',
    types: ['click.recorded', 'decision.made'],
    subscriber: noteActivity,
  },
  {
    name: 'deliver-webhooks',
    description: 'Starts the deliveries of an event to the endpoints that are to hear of it',
    types: webhookTypeNames,
    subscriber: deliverWebhooks,
  },
];
