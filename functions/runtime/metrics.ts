import { Metrics } from '@aws-lambda-powertools/metrics';

const metrics = new Metrics({ namespace: 'bunpai', serviceName: 'bunpai' });

/** Only there does somebody read numbers out of the log. */
const IS_IN_LAMBDA = process.env['AWS_LAMBDA_FUNCTION_NAME'] !== undefined;

/**
 * One more of what an alarm watches. Faults only are counted: a metric of every request would cost more than the request.
 */
export function countFault(metric: 'fault' | 'clickQueued' | 'clickLost', operation: string): void {
  if (!IS_IN_LAMBDA) return;
  metrics.addDimension('operation', operation);
  metrics.addMetric(metric, 'Count', 1);
  metrics.publishStoredMetrics();
}
