import { Metrics } from '@aws-lambda-powertools/metrics';

/** Numbers that alarms watch. Counted on faults only: a metric of every request would cost more than the request. */
export const metrics = new Metrics({ namespace: 'bunpai', serviceName: 'bunpai' });
