import { settlementRoutes } from '../../contract/routes/settlement.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { settlementStep } from './settlement-step.ts';

/** Calculates a draft run. */
export const calculatePeriod = settlementStep(settlementRoutes.calculatePeriod, 'calculate');

export const handler = calculatePeriod.handlerOn(awsHost);
