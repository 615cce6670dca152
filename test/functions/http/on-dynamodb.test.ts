import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTables } from '../../../functions/store/dynamodb/create-tables.ts';
import { dynamoStores } from '../../../functions/store/dynamodb/stores.ts';
import { memoryStores } from '../../../functions/store/memory/stores.ts';
import type { App, Json } from '../../support/app.ts';
import { anApp, KEY } from '../../support/app.ts';
import type { TestEngine } from '../../support/engine.ts';
import { startTestEngine } from '../../support/engine.ts';
import {
  aConversion,
  aLine,
  aReversal,
  aShop,
  post,
  programPath,
  reasonFor,
  settleStep,
  usd,
} from '../../support/shop.ts';

let engine: TestEngine;
let app: App;
const conversions = programPath('conversions');
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0';

beforeAll(async () => {
  engine = await startTestEngine(process.env);
  const client = DynamoDBDocumentClient.from(engine.client, { marshallOptions: { removeUndefinedValues: true } });
  const tables = await createTables(engine.client, `front-door-${process.pid}`);
  const { blobs } = memoryStores();
  app = await aShop(anApp({ stores: dynamoStores({ client, tables, blobs, clickIdKey: KEY }) }));
});
afterAll(async () => {
  await engine.stop();
});

describe('the same handlers on DynamoDB', () => {
  it('keep ids apart that look like each other’s keys', async () => {
    const ids = ['#1001', '1001', 'a#b', 'a', 'b', 'a/b', 'a|b', 'a\\b', 'a%23b', '注文 1', 'é', 'e\u0301', 'A'];
    for (const conversionId of ids) {
      const answer = await post(app, conversions, aConversion({ conversionId, customerId: conversionId }));
      expect(answer.conversionId).toBe(conversionId);
    }
    for (const conversionId of ids) {
      const reply = await app.call('POST', conversions, { body: aConversion({ conversionId, customerId: 'other' }) });
      expect(reasonFor(reply, 'customerId')).toBe(`is recorded as ${JSON.stringify(conversionId)}, got "other"`);
    }
  });

  it('put what a person changes together with who did it, and nothing of what was refused', async () => {
    const path = '/v1/webhook-endpoints';
    const endpoint = { endpointId: 'hook_1', url: 'https://shop.example.com/webhooks' };
    await post(app, path, endpoint);
    const change = (description: string) =>
      app.call('PUT', `${path}/hook_1`, {
        body: { url: endpoint.url, description },
        headers: { 'if-match': '"1"' },
      });
    const both = await Promise.all(['a', 'b'].map(change));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
    const { description } = both.find(({ status }) => status === 200)?.json ?? {};
    const log = async (query: string) => (await app.call('GET', `/v1/audit-log?${query}`)).json;
    const { entries } = await log(`thing=${encodeURIComponent('endpoint/hook_1')}`);
    const told = entries.map(({ operation, before, after }: Json) => [
      operation,
      before?.description,
      after.description,
    ]);
    expect(told).toHaveLength(2);
    expect(told).toContainEqual(['createWebhookEndpoint', undefined, '']);
    expect(told).toContainEqual(['changeWebhookEndpoint', '', description]);
    const everything = await log(`from=2026-09-01T00:00:00Z&actor=${encodeURIComponent('admin@example.com')}`);
    expect(everything.entries.length).toBeGreaterThan(5);
    expect(await log('from=2026-09-01T00:00:00Z')).toEqual(everything);
    const first = await log('from=2026-09-01T00:00:00Z&limit=3');
    const second = await log(`from=2026-09-01T00:00:00Z&limit=3&cursor=${first.next}`);
    expect([...first.entries, ...second.entries]).toEqual(everything.entries.slice(0, 6));
  });

  it('answer the same to the same, with 675 lines too', async () => {
    const lines = Array.from({ length: 675 }, (_, index) => aLine({ lineId: `line ${index}`, productId: `p${index}` }));
    const body = aConversion({ conversionId: 'long', partnerId: 'ptn_1', lines });
    const first = await app.call('POST', conversions, { body });
    const second = await app.call('POST', conversions, { body });
    expect(first.json.lines).toHaveLength(675);
    expect([second.status, second.json]).toEqual([first.status, first.json]);
    const other = { ...body, lines: [...lines.slice(0, 674), aLine({ lineId: 'line 674', productId: 'x' })] };
    const conflict = await app.call('POST', conversions, { body: other });
    expect(conflict.json.errors).toEqual([{ field: 'lines[674].productId', reason: 'is recorded as "p674", got "x"' }]);
  });

  it('join a followed link to its order, and a reversal that came first', async () => {
    const followed = await app.call('GET', '/t/lnk_1', { token: null, headers: { 'user-agent': BROWSER } });
    const clickId = new URL(followed.headers['location'] ?? '').searchParams.get('bpid');
    const early = aReversal({ conversionId: 'joined', reversalId: 'ref_j', amount: usd('40.00') });
    expect((await post(app, programPath('reversals'), early)).waiting).toBe(true);
    const order = aConversion({ conversionId: 'joined', occurredAt: '2026-10-03T00:00:00+09:00', clickId });
    expect((await post(app, conversions, order)).lines).toMatchObject([
      { partnerId: 'ptn_1', commission: usd('3.00') },
    ]);
  });

  it('settle the month to a statement', async () => {
    app.setNow('2026-11-02T00:00:00+09:00');
    for (const step of ['seal', 'calculate', 'approve', 'close', 'payout']) await settleStep(app, step);
    const token = await app.token({ role: 'partner-admin' });
    const { json } = await app.call('GET', '/v1/statements', { token });
    const [header]: Json[] = json.statements;
    const statement = await app.call('GET', `/v1/statements/${encodeURIComponent(header.statementId)}`, { token });
    // 675 lines of 100.00 and one of 60.00, at 5 %.
    expect(statement.json.payout).toBe('3378.00');
    expect(header.payout).toEqual(usd('3378.00'));
  });
});
