import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';

/** As long as a step may take in the cloud: here it runs inside the request that starts it. */
const TIMEOUT_MILLISECONDS = 15 * 60_000;

/** What Lambda tells a function of its call. */
export function localContext(name: string, event: APIGatewayProxyEventV2): Context {
  const endsAt = Date.now() + TIMEOUT_MILLISECONDS;
  return {
    awsRequestId: event.requestContext.requestId,
    callbackWaitsForEmptyEventLoop: false,
    functionName: name,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:local:000000000000:function:${name}`,
    memoryLimitInMB: '512',
    logGroupName: 'local',
    logStreamName: 'local',
    getRemainingTimeInMillis: () => Math.max(0, endsAt - Date.now()),
    done: () => {},
    fail: () => {},
    succeed: () => {},
  };
}
