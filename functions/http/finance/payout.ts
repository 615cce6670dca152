import { settlementRoutes } from '../../contract/routes/settlement.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { settlementStep } from './settlement-step.ts';

/** Makes the payouts of a closed period. */
export const runPayouts = settlementStep(settlementRoutes.runPayouts, 'payout');

export const handler = runPayouts.handlerOn(awsHost);
