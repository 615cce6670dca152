import { routes } from '../../contract/routes.ts';
import { awsHost } from '../../runtime/aws-host.ts';
import { settlementStep } from './settlement-step.ts';

/** Calculates a draft run. */
export const calculatePeriod = settlementStep(routes.calculatePeriod, 'calculate');

export const handler = calculatePeriod.handlerOn(awsHost);
