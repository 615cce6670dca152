import { routes } from '../../contract/routes.ts';
import { awsHost } from '../../runtime/aws-host.ts';
import { settlementStep } from './settlement-step.ts';

/** Makes the payouts of a closed period. */
export const runPayouts = settlementStep(routes.runPayouts, 'payout');

export const handler = runPayouts.handlerOn(awsHost);
