import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Context } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { followLink } from '../../../../functions/http/track/follow-link.ts';
import { makeAwsTrackHost } from '../../../../functions/runtime/aws/track-deps.ts';
import type { HttpEvent } from '../../../../functions/runtime/operation/stack.ts';
import { createTables } from '../../../../functions/store/dynamodb/create-tables.ts';
import { dynamoStores } from '../../../../functions/store/dynamodb/stores.ts';
import { memoryBlobs } from '../../../../functions/store/memory/blobs.ts';
import type { Stores } from '../../../../functions/store/store.ts';
import { anApp, KEY, MERCHANT, PROGRAM } from '../../../support/app.ts';
import type { TestEngine } from '../../../support/engine.ts';
import { startTestEngine } from '../../../support/engine.ts';
import { aShop } from '../../../support/shop.ts';

describe('the redirect in the cloud', () => {
  const sqs = mockClient(SQSClient);
  let engine: TestEngine;
  let stores: Stores;
  beforeAll(async () => {
    engine = await startTestEngine();
    const client = DynamoDBDocumentClient.from(engine.client, { marshallOptions: { removeUndefinedValues: true } });
    const tables = await createTables(engine.client, 'track');
    stores = dynamoStores({ client, tables, blobs: memoryBlobs(), clickIdKey: KEY });
    await aShop(anApp({ stores }));
    const environment = {
      ...{ AWS_REGION: 'ap-northeast-1', AWS_ENDPOINT_URL: engine.endpoint },
      ...{ AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local', AWS_SESSION_TOKEN: 'local' },
      ...{ TRACKING_TABLE: tables.tracking, RECORDS_TABLE: tables.records, SALTS_TABLE: tables.salts },
      ...{ CLICK_ID_KEY: Buffer.from(KEY).toString('base64url'), CLICK_QUEUE_URL: 'https://sqs.example.com/clicks' },
    };
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  });
  afterAll(async () => {
    sqs.restore();
    vi.unstubAllEnvs();
    await engine.stop();
  });

  const followed = async (handler: ReturnType<typeof followLink.handlerOn>) => {
    const { statusCode, headers } = await handler(aVisit(), {} as Context);
    return { statusCode, clickId: new URL(String(headers?.['location'])).searchParams.get('bpid') ?? '' };
  };

  it('leads on and keeps the click where everybody else finds it; and queues it when the tables are away', async () => {
    const host = makeAwsTrackHost();
    const handler = followLink.handlerOn(async () => host);
    const { statusCode, clickId } = await followed(handler);
    expect(statusCode).toBe(302);
    const click = await stores.clicks.click({ merchantId: MERCHANT, programId: PROGRAM }, clickId);
    expect(click).toMatchObject({ clickId, partnerId: 'ptn_1', linkId: 'lnk_1', isBot: false });

    await engine.stop();
    sqs.on(SendMessageCommand).resolves({});
    const later = await followed(handler);
    expect(later.statusCode).toBe(302);
    const [sent] = sqs.commandCalls(SendMessageCommand);
    expect(sent?.args[0].input.MessageBody).toContain(later.clickId);
  });
});

function aVisit(): HttpEvent {
  const [path, userAgent] = ['/t/lnk_1', 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0'];
  const http = { method: 'GET', path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent };
  const requestContext = { http, requestId: 'req_1' } as HttpEvent['requestContext'];
  return {
    rawPath: path,
    pathParameters: { linkId: 'lnk_1' },
    headers: { 'user-agent': userAgent },
    requestContext,
  } as unknown as HttpEvent;
}
