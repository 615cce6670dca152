import { settlementRoutes } from '../../contract/routes/settlement.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { settlementStep } from './settlement-step.ts';

/** Closes the period and issues its statements. */
export const closePeriod = settlementStep(settlementRoutes.closePeriod, 'close');

export const handler = closePeriod.handlerOn(awsHost);
