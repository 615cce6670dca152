import { routes } from '../../contract/routes.ts';
import { awsHost } from '../../runtime/aws-host.ts';
import { settlementStep } from './settlement-step.ts';

/** Fits the program's data-driven model on the journeys up to the end of a period. */
export const fitModel = settlementStep(routes.fitModel, 'fit');

export const handler = fitModel.handlerOn(awsHost);
