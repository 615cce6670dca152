import { settlementRoutes } from '../../contract/routes/settlement.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { settlementStep } from './settlement-step.ts';

/** Approves the draft run; its entries are posted. */
export const approvePeriod = settlementStep(settlementRoutes.approvePeriod, 'approve');

export const handler = approvePeriod.handlerOn(awsHost);
