import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from 'vitest';
import type { z } from 'zod';
import type { RequestOf, WebhookMessage } from '../../../functions/contract/client.ts';
import { createClient, ProblemError, UnreachableError } from '../../../functions/contract/client.ts';
import type { RouteName, routes } from '../../../functions/contract/routes.ts';
import { anApp } from '../../support/app.ts';
import { serve } from '../../support/serve.ts';
import { aProgram } from '../../support/shop.ts';

type PlanRule = RequestOf<'publishPlan'>['body']['rules'][number];
type Table = typeof routes;
/** Operations of which the types do not say what may be given in the address, or whether there is a body. */
type Untyped = {
  [N in RouteName]: unknown extends z.input<Table[N]['parameters']>
    ? N
    : unknown extends z.input<Table[N]['query']>
      ? N
      : null extends Table[N]['body']
        ? [Table[N]['body']] extends [null]
          ? never
          : N
        : never;
}[RouteName];

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

  it('is typed by what each operation takes, in its address and as its body', () => {
    expectTypeOf<Untyped>().toEqualTypeOf<never>();
    expectTypeOf<RequestOf<'recordConversions'>>().toHaveProperty('programId');
    expectTypeOf<RequestOf<'putPayer'>>().toHaveProperty('body');
  });

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

  it('knows the settings in an answer as well as those in a request', async () => {
    const api = client();
    const { id: programId } = await api.createProgram({ body: aProgram({ id: 'prg_settings' }) });
    const rule = {
      type: 'refund',
      becomes: 'reversal',
      members: { reversalId: '/id', cause: { value: 'refund' } },
    } as const;
    const made = await api.createConnector({
      programId,
      body: {
        ...{ name: 'shop', kind: 'signed', secret: '0123456789abcdef' },
        mapping: { signature: { scheme: 'hex', header: 'X-Signature' }, type: '/type', rules: [rule] },
      },
    });
    const { connectorId, account, takesTests, mapping } = made;
    const changed = await api.changeConnector({ connectorId, body: { account, takesTests, isActive: false, mapping } });
    expect(changed.mapping?.rules.map((each) => each.becomes === 'reversal' && each.members.reversalId)).toEqual([
      '/id',
    ]);
    expect(changed.mapping).toEqual({
      signature: { scheme: 'hex', header: 'x-signature' },
      ...{ id: null, type: '/type', amounts: 'decimal', rules: [rule] },
    });
    const { sending } = await api.draftPayerAccount({
      programId,
      body: {
        ...{ scheme: 'nacha', routingNumber: '021000021', accountNumber: '12345678', accountType: 'checking' },
        holder: 'ACME INC',
        sending: {
          destination: { routing: '021000021', name: 'BANK' },
          origin: { id: '123456789', name: 'ACME' },
          company: { id: '123456789', name: 'ACME' },
        },
      },
    });
    expect(sending?.format === 'nacha' && sending.company.odfi).toBe('02100002');
  });

  it('sends a file of a bank as it is', async () => {
    const { id: programId } = await client().createProgram({ body: aProgram({ id: 'prg_files' }) });
    const body = new TextEncoder().encode(
      'key,outcome,reasonCode,reason,amount,currency\n9/9,confirmed,,家賃,88000,JPY\n',
    );
    const report = { programId, format: 'csv', date: '2026-10-01', body } as const;
    expect(await client().importResultFile(report)).toMatchObject({ parked: [{ key: '9/9', reason: '家賃' }] });
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
        errors: expect.arrayContaining([{ field: 'partnerId', reason: '空にはできません' }]),
      },
    });
  });

  it('tells what is wrong once, though detail and errors of a problem both say it', async () => {
    const api = client();
    const told = async (asked: Promise<unknown>) => await asked.catch((error: Error) => error.message);
    expect(await told(api.readProgram({ programId: 'prg_9' }))).toBe(
      'readProgram was answered 404 program.not-found: programId: プログラムprg_9は見つかりません',
    );
    expect(await told(api.createPartner({ body: { partnerId: 'p', name: '', kind: undefined as never } }))).toBe(
      'createPartner was answered 422 request.invalid: name: 空にはできません · kind: 必須です（"affiliate", "creator", "agency", "reseller", "referral"のいずれか）',
    );
  });

  it('says where nobody answers, and what the network said', async () => {
    const gone = await serve(app);
    await new Promise((stopped) => gone.stop().once('close', stopped));
    const asked = createClient({ address: gone.address, token: null, attempts: 1 }).listKeys({ merchantId: 'mer_1' });
    await expect(asked).rejects.toThrow(`nobody answers at ${gone.address}: connect ECONNREFUSED`);
    await expect(asked).rejects.toThrow(UnreachableError);
  });

  it('gives the ETag of what was seen, for what follows from it', async () => {
    const api = client();
    const { body, etag } = await api.tagged('readPartner', { partnerId: 'ptn_1' });
    expect(body.partnerId).toBe('ptn_1');
    const profile = { displayName: 'Hana' };
    await api.putPartnerProfile({ partnerId: 'ptn_1', body: profile }, { ifMatch: etag });
    const late = api.putPartnerProfile(
      { partnerId: 'ptn_1', body: { ...profile, description: 'x' } },
      { ifMatch: etag },
    );
    await expect(late).rejects.toMatchObject({ code: 'partner.edited' });
    await expect(api.tagged('listPlans', { programId: 'prg_1' })).rejects.toThrow('listPlans answers no ETag');
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

  describe('behind something that answers in words of its own', () => {
    const behind = (answers: readonly Response[]) => {
      const left = [...answers];
      const own = async () => left.shift() ?? new Response('[]');
      return createClient({ address: 'https://api.example.com', token: null, fetch: own });
    };

    it('says what it answered', async () => {
      const refused = behind([new Response('Request blocked', { status: 403 })]).listKeys({ merchantId: 'mer_1' });
      await expect(refused).rejects.toThrow('listKeys was answered 403 unknown: Request blocked');
      await expect(refused).rejects.toMatchObject({ problem: { instance: '/v1/merchants/mer_1/keys' } });
    });

    it('waits until the time that it names', async () => {
      const until = new Date(Math.ceil(Date.now() / 1000 + 1) * 1000);
      const headers = { 'retry-after': until.toUTCString() };
      await behind([new Response('', { status: 503, headers })]).listKeys({ merchantId: 'mer_1' });
      expect(Date.now()).toBeGreaterThanOrEqual(until.getTime());
    });

    it('ends its wait when whoever asked gives up', async () => {
      const given = new AbortController();
      const headers = { 'retry-after': '60' };
      const asked = behind([new Response('', { status: 503, headers })]).listKeys(
        { merchantId: 'mer_1' },
        { signal: given.signal },
      );
      setTimeout(() => given.abort(), 20);
      await expect(asked).rejects.toThrow('aborted');
    });
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

  it('asks for nothing where nothing must be said', async () => {
    const { partners } = await client().listPartners();
    expect(partners.map(({ partnerId }) => partnerId)).toEqual(['ptn_1']);
  });

  it('knows at compile time what a webhook tells', () => {
    const told = (message: WebhookMessage) => {
      if (message.type === 'payout.confirmed' && !message.isCut) return message.data.payoutId;
      // @ts-expect-error a claim has no payout
      if (message.type === 'claim.accepted') return message.data.payoutId;
      return message.type;
    };
    expect(
      told({ type: 'webhook.test', id: 'evt_1', merchantId: 'mer_1', timestamp: '2026-10-01T00:00:00Z', data: {} }),
    ).toBe('webhook.test');
  });

  it('knows at compile time what may be sent', () => {
    const api = client();
    // @ts-expect-error a partner has no such kind
    const wrongKind = () => api.createPartner({ body: { partnerId: 'p', name: 'X', kind: 'astronaut' } });
    // @ts-expect-error a rule pays a rate or an amount
    const wrongPay: PlanRule = { id: 'base', when: {}, pay: { percent: 5 } };
    // @ts-expect-error a line has no such dimension
    const wrongWhen: PlanRule = { id: 'base', when: { colour: ['red'] }, pay: { rate: '0.05' } };
    const byMetadata: PlanRule = { id: 'base', when: { 'metadata.colour': ['red'] }, pay: { rate: '0.05' } };
    // @ts-expect-error what many requests hold is what one holds
    const wrongItem = () => api.createPartners({ body: { items: [{ partnerId: 'p', name: 'X', kind: 'astronaut' }] } });
    // @ts-expect-error a program must be named
    const nameless = () => api.listPlans({});
    expect([wrongKind, wrongPay, wrongWhen, byMetadata, wrongItem, nameless]).toHaveLength(6);
  });
});
