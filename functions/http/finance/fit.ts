import { settlementRoutes } from '../../contract/routes/settlement.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { settlementStep } from './settlement-step.ts';

/** Fits the program's data-driven model on the journeys up to the end of a period. */
export const fitModel = settlementStep(settlementRoutes.fitModel, 'fit');

export const handler = fitModel.handlerOn(awsHost);
