import { Logger } from '@aws-lambda-powertools/logger';

/** Logs names and ids, no personal data: no addresses, no user agents, no bodies. */
export const logger = new Logger({ serviceName: 'bunpai' });
