import { randomUUID } from 'node:crypto';
import type { Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createTables } from '../../functions/store/dynamodb/create-tables.ts';
import { directClient } from '../../functions/store/dynamodb/direct-client.ts';
import { sdkClient } from '../../functions/store/dynamodb/sdk-client.ts';
import type { TableClient } from '../../functions/store/dynamodb/table-client.ts';
import type { TestEngine } from '../support/engine.ts';
import { startTestEngine } from '../support/engine.ts';

const at = {
  region: 'ap-northeast-1',
  credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', sessionToken: 'token' },
};
const ABSENT = {
  ConditionExpression: 'attribute_not_exists(pk)',
  ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
} as const;

describe('tables without the AWS SDK', () => {
  let engine: TestEngine;
  let TableName: string;
  let clients: Readonly<Record<'direct' | 'sdk', TableClient>>;
  beforeAll(async () => {
    engine = await startTestEngine();
    TableName = (await createTables(engine.client, 'direct')).records;
    clients = {
      direct: directClient({ ...at, endpoint: engine.endpoint, attemptMilliseconds: 10_000 }),
      sdk: sdkClient(DynamoDBDocumentClient.from(engine.client)),
    };
  });
  afterAll(async () => await engine.stop());

  const anItem = () => ({ pk: randomUUID(), sk: '分配 €', r: 1_700_000_000_000, b: Buffer.from([0, 255, 7]) });

  it.each([
    ['direct', 'sdk'],
    ['sdk', 'direct'],
  ] as const)('hold for %s what %s puts there', async (reader, writer) => {
    const item = anItem();
    const Key = { pk: item.pk, sk: item.sk };
    expect(await clients[reader].get({ TableName, Key, ConsistentRead: true })).toBeNull();
    expect(await clients[writer].put({ TableName, Item: item, ...ABSENT })).toBeNull();
    const got = await clients[reader].get({ TableName, Key, ConsistentRead: true });
    expect(got).toEqual({ ...item, b: expect.any(Uint8Array) });
    expect([...(got?.b ?? [])]).toEqual([...item.b]);
  });

  it('tell what a condition met, with all that stands there', async () => {
    const item = anItem();
    await clients.direct.put({ TableName, Item: item, ...ABSENT });
    const again = { ...item, r: 2 };
    expect(await clients.direct.put({ TableName, Item: again, ...ABSENT })).toEqual({ there: item });
    const unless = { ConditionExpression: 'r = :r', ExpressionAttributeValues: { ':r': item.r } };
    expect(await clients.direct.put({ TableName, Item: again, ...unless })).toBeNull();
    expect(await clients.direct.put({ TableName, Item: again, ...unless })).toEqual({ there: null });
  });

  it('are read page by page', async () => {
    const { pk } = anItem();
    for (const sk of ['a', 'b', 'c']) await clients.direct.put({ TableName, Item: { pk, sk } });
    const asked = { TableName, KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': pk }, Limit: 2 };
    const first = await clients.direct.query(asked);
    const last = await clients.direct.query({ ...asked, ExclusiveStartKey: first.next });
    expect([first.items, last.items].map((items) => items.map(({ sk }) => sk))).toEqual([['a', 'b'], ['c']]);
    expect(last.next).toBeUndefined();
  });

  it('refuse with the reason of the engine', async () => {
    const put = clients.direct.put({ TableName: 'nowhere', Item: anItem() });
    await expect(put).rejects.toThrow(/^DynamoDB refused: 400 ResourceNotFoundException: ./);
  });
});

describe('a DynamoDB in trouble', () => {
  let server: Server | undefined;
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });

  const HANGING_MILLISECONDS = 500;

  /** Answers one after the other, and the last from then on. */
  async function askedOf(...answers: readonly (readonly [status: number, body: string] | 'hangs' | 'hangs up')[]) {
    const heads: NodeJS.Dict<string | string[]>[] = [];
    const answer = (response: ServerResponse, given: (typeof answers)[number] | undefined): void => {
      if (given === 'hangs' || given === undefined) return;
      if (given === 'hangs up') response.socket?.destroy();
      else response.writeHead(given[0]).end(given[1]);
    };
    server = createServer((request, response) => {
      heads.push(request.headers);
      answer(response, answers[Math.min(heads.length, answers.length) - 1]);
    });
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const attemptMilliseconds = answers.includes('hangs') ? HANGING_MILLISECONDS : 10_000;
    const client = directClient({ ...at, endpoint, attemptMilliseconds });
    const put = client.put({ TableName: 't', Item: { pk: 'p', sk: 's' } });
    const outcome = await put.then(String, (error: Error) => error.message);
    return { outcome, heads };
  }

  const fault = (type: string) => JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: 'no' });
  const GOOD = [200, '{}'] as const;

  it.each([
    ['is busy', [400, fault('ThrottlingException')]],
    ['is over its capacity', [400, fault('ProvisionedThroughputExceededException')]],
    ['fails', [500, fault('InternalServerError')]],
    ['is not there, says something in between', [503, '<html>']],
    ['hangs up', 'hangs up'],
    ['does not answer', 'hangs'],
  ] as const)('is asked again when it %s', async (_what, first) => {
    const { outcome, heads } = await askedOf(first, GOOD);
    expect([outcome, heads.length]).toEqual(['null', 2]);
  });

  it.each([
    ['does not answer', 'hangs', /^no answer from 127\.0\.0\.1:\d+ in 500 ms$/],
    ['stays busy', [400, fault('ThrottlingException')], /^DynamoDB refused: 400 ThrottlingException: no$/],
  ] as const)('is given up after three tries when it %s', async (_what, always, reason) => {
    const { outcome, heads } = await askedOf(always);
    expect(outcome).toMatch(reason);
    expect(heads).toHaveLength(3);
  });

  it('is not asked again what it refuses', async () => {
    const { outcome, heads } = await askedOf([400, fault('AccessDeniedException')], GOOD);
    expect([outcome, heads.length]).toEqual(['DynamoDB refused: 400 AccessDeniedException: no', 1]);
  });

  it('is told who asks, with the token of keys that end', async () => {
    const { heads } = await askedOf(GOOD);
    expect(heads[0]).toMatchObject({
      'x-amz-target': 'DynamoDB_20120810.PutItem',
      'x-amz-security-token': 'token',
      authorization: expect.stringMatching(
        /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/ap-northeast-1\/dynamodb\/aws4_request, SignedHeaders=content-length;content-type;host;x-amz-date;x-amz-security-token;x-amz-target, Signature=[0-9a-f]{64}$/,
      ),
    });
  });
});
