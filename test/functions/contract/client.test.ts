import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClient, ProblemError } from 'bunpai/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../support/app.ts';
import { anApp } from '../../support/app.ts';
import { aProgram } from '../../support/shop.ts';

/** The handlers behind a socket; before each answer it may fail as networks and gateways do. */
async function serve(app: App) {
  const failures: number[] = [];
  const keys: (string | undefined)[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    keys.push(request.headers['idempotency-key'] as string | undefined);
    const failure = failures.shift();
    if (failure === 0) return void request.socket.destroy();
    if (failure !== undefined) return void response.writeHead(failure).end('<html>try again</html>');
    const body = Buffer.concat(chunks).toString();
    const reply = await app.call(request.method ?? '', request.url ?? '', {
      token: null,
      headers: { 'idempotency-key': '', ...(request.headers as Record<string, string>) },
      ...(body === '' ? {} : { rawBody: body }),
    });
    response.writeHead(reply.status, reply.headers).end(reply.text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { address, failures, keys, stop: () => server.close() };
}

describe('bunpai/client', () => {
  const app = anApp();
  let host: Awaited<ReturnType<typeof serve>>;
  let token: string;
  const client = () => createClient({ address: host.address, token, language: 'ja' });

  beforeAll(async () => {
    host = await serve(app);
    token = await app.token({ role: 'admin' });
  });
  afterAll(() => host.stop());

  it('lets a stranger set up a program and report a sale', async () => {
    const api = client();
    const program = await api.createProgram({ body: aProgram() });
    const programId = program.id;
    await api.createPartner({ body: { partnerId: 'ptn_1', name: 'Hana', kind: 'creator' } });
    await api.enroll({
      programId,
      body: { partnerId: 'ptn_1', joinedAt: '2026-10-01T00:00:00+09:00', status: 'active' },
    });
    await api.publishPlan({
      programId,
      body: {
        version: 1,
        effectiveFrom: '2026-10-01',
        rounding: 'half-even',
        base: { includeTax: false, includeShipping: false },
        holdDays: 0,
        rules: [{ id: 'base', when: {}, pay: { rate: '0.05' } }],
      },
    });
    app.setNow('2026-10-02T04:00:00Z');
    const { lines } = await api.recordConversion({
      programId,
      body: {
        conversionId: '#1001',
        occurredAt: '2026-10-02T12:00:00+09:00',
        kind: 'sale',
        currency: 'USD',
        partnerId: 'ptn_1',
        lines: [{ lineId: '1', quantity: 1, amount: { amount: '100.00', currency: 'USD' } }],
      },
    });
    expect(lines[0]?.commission).toEqual({ amount: '5.00', currency: 'USD' });
    const explained = await api.explainCommission({ programId, conversionId: '#1001' });
    expect(explained.provisional[0]?.commission).toBe('5.00');
    const { bytes, type } = await api.file('explainCommission', { programId, conversionId: '#1001', format: 'text' });
    expect(type).toContain('text/plain');
    expect(Buffer.from(bytes).toString()).toContain('5.00');
  });

  it('throws what is refused, in the language asked for, with its code and fields', async () => {
    const thrown = await client()
      .createPartner({ body: { partnerId: '', name: 'X', kind: 'agency' } })
      .catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(ProblemError);
    expect(thrown).toMatchObject({
      operation: 'createPartner',
      status: 422,
      code: 'request.invalid',
      problem: {
        title: 'リクエストの内容に誤りがあります',
        errors: expect.arrayContaining([{ field: 'partnerId', reason: 'must not be empty' }]),
      },
    });
  });

  it('tries again what may pass, with the same key where money moves', async () => {
    host.failures.push(503, 0);
    host.keys.length = 0;
    const refused = await client()
      .approvePeriod({ programId: 'prg_1', periodId: '2026-10' })
      .catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'period.wrong-status' });
    expect(host.keys).toHaveLength(3);
    expect(host.keys[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(new Set(host.keys).size).toBe(1);
  });

  it('walks through all pages, and tries what moves money without doing it', async () => {
    const api = client();
    const versions: number[] = [];
    for await (const { plans } of api.pages('listPlans', { programId: 'prg_1', limit: 1 })) {
      versions.push(...plans.map(({ version }) => version));
    }
    expect(versions).toEqual([1]);
    await expect(api.dryRun('approvePeriod', { programId: 'prg_1', periodId: '2026-10' })).rejects.toMatchObject({
      code: 'period.wrong-status',
    });
  });

  it('knows at compile time what may be sent', () => {
    const api = client();
    // @ts-expect-error a partner has no such kind
    const wrongKind = () => api.createPartner({ body: { partnerId: 'p', name: 'X', kind: 'astronaut' } });
    // @ts-expect-error a program must be named
    const nameless = () => api.listPlans({});
    expect([wrongKind, nameless]).toHaveLength(2);
  });
});
