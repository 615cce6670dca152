import { settlementRoutes } from '../../contract/routes/settlement.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { settlementStep } from './settlement-step.ts';

/** Freezes the facts of a period. */
export const sealPeriod = settlementStep(settlementRoutes.sealPeriod, 'seal');

export const handler = sealPeriod.handlerOn(awsHost);
