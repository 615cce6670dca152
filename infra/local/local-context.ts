import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';

const TIMEOUT_MILLISECONDS = 30_000;

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
