import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { OperationExample } from '../../../functions/contract/examples.ts';
import { isPartnerRole } from '../../../functions/contract/route.ts';
import type { Role, Route } from '../../../functions/contract/routes.ts';
import { noteClick, noteCredited } from '../../../functions/usecases/partner/note-activity.ts';
import type { App, Json, Reply } from '../../support/app.ts';
import { anApp, MERCHANT, PROGRAM } from '../../support/app.ts';
import { aConversion, aShop, post, programPath, settleStep } from '../../support/shop.ts';
import { payerBody } from '../../support/tax-bodies.ts';
import { aShopWithEverything } from '../access/a-shop-with-everything.ts';
import { connector, deal, OWN_PLACES, PLACES, REQUESTS, taxProfile } from '../access/valid-requests.ts';
import { approve, as, BATCH, closedOctober, inEuro, payeeOf, prepared, remit } from '../payout/finance-desk.ts';

const ITEMS_SHOWN = 2;
const TEXT_SHOWN = 1500;

interface Asked {
  readonly app: App;
  readonly places?: Readonly<Record<string, string>>;
  readonly body?: Json;
  readonly rawBody?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: string;
}

/** Asks an operation what is right, where it can be done, and writes down both sides. */
export async function exampleOf(route: Route): Promise<OperationExample> {
  const { parameters, query, asked, reply } = await askOnItsGround(route, route.roles.at(-1) ?? null);
  return {
    parameters,
    query: Object.fromEntries(new URLSearchParams(query)),
    ...(asked === undefined ? {} : { body: asked }),
    answer: answerOf(reply),
  };
}

/** Asks an operation what is right in a shop where it can be done; the subject is the role's: whoever prepared it is another. */
export async function askOnItsGround(route: Route, role: Role | null) {
  const name = route.name as keyof typeof REQUESTS;
  const own = await (GROUNDS[name] ?? everything)();
  const { query = '', body, rawBody, headers } = { ...REQUESTS[name], ...own };
  const places: Readonly<Record<string, string>> = { ...PLACES, ...own.places, ...OWN_PLACES[name], ...own.places };
  const names = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, part = '']) => part);
  const parameters = Object.fromEntries(names.map((part) => [part, places[part] ?? '?']));
  const path = route.path.replace(/\{(\w+)\}/g, (_, part: string) => encodeURIComponent(parameters[part] ?? ''));
  const reply = await own.app.call(route.method, query === '' ? path : `${path}?${query}`, {
    token: await tokenFor(own.app, role),
    ...(body === undefined ? {} : { body }),
    ...(rawBody === undefined ? {} : { rawBody }),
    ...(headers === undefined ? {} : { headers }),
  });
  if (reply.status >= 400) throw new Error(`${route.name} answered ${reply.status}: ${reply.text}`);
  const asked = rawBody === undefined ? body : route.takes === 'bytes' ? rawBody : JSON.parse(rawBody);
  return { app: own.app, parameters, query, asked, reply };
}

/** Whoever may do it and has not prepared it. */
async function tokenFor(app: App, role: Role | null): Promise<string | null> {
  if (role === null) return null;
  return await app.token(isPartnerRole(role) ? { role, partnerId: 'ptn_1' } : { role, subject: `${role}@example.com` });
}

function answerOf({ text, json }: Reply): unknown {
  if (json !== null) return shortened(json.openapi === undefined ? json : { openapi: json.openapi, info: json.info });
  const isText = text !== '' && /^[\P{Cc}\r\n\t]*$/u.test(text.slice(0, TEXT_SHOWN)) && !text.startsWith('JVBER');
  return isText && !/^[A-Za-z0-9+/=]{200,}$/.test(text.slice(0, 200)) ? text.slice(0, TEXT_SHOWN) : null;
}

/** Long lists say no more than their first items; a secret is none. */
function shortened(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, ITEMS_SHOWN).map(shortened);
  if (typeof value === 'string')
    return value.replace(
      /^(whsec_|bnp_live_)([A-Za-z0-9+/_-]+)/,
      (_, head: string, rest: string) => head + 'A'.repeat(rest.length),
    );
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, shortened(member)]));
}

const everything = async (): Promise<Asked> => await aShopWithEverything();

/** A month that is over and not sealed yet. */
async function november(...steps: readonly string[]): Promise<Asked> {
  const app = await aShop(anApp());
  await post(app, programPath('conversions'), aConversion({ partnerId: 'ptn_1' }));
  app.setNow('2026-11-02T00:00:00+09:00');
  for (const step of steps) await settleStep(app, step);
  return { app };
}

async function erased(): Promise<Asked> {
  const { app } = await everything();
  const { body } = REQUESTS.erasePartner ?? {};
  const reply = await as(app, 'dpo', 'POST', '/v1/partners/ptn_7/erasure', body);
  if (reply.status !== 200) throw new Error(reply.text);
  return { app };
}

async function learning(): Promise<Asked> {
  const app = await aShop(anApp(), { attribution: { model: 'markov', lookbackDays: 30, coupon: 'wins' } });
  const click = { clickId: 'clk_1', visitorId: 'vis_1', partnerId: 'ptn_1', occurredAt: '2026-10-02T00:00:00Z' };
  await post(app, programPath('clicks'), click);
  await post(app, programPath('conversions'), aConversion({ visitorId: 'vis_1' }));
  app.setNow('2026-11-02T00:00:00+09:00');
  return { app };
}

async function fitted(): Promise<Asked> {
  const { app } = await learning();
  await post(app, programPath('periods/2026-10/fit'));
  return { app };
}

/** A batch in euro that the bank has paid. */
async function exchanged(step: 'paid' | 'drafted'): Promise<Asked> {
  const app = await inEuro('0.006095');
  const places = { batchId: '2026-10-sepa-1' };
  const path = programPath(`payout-batches/${places.batchId}`);
  await approve(app, path);
  await remit(app, path);
  await as(app, 'maker', 'POST', `${path}/results`, { date: '2026-11-05', others: 'confirmed', results: [] });
  const { body } = REQUESTS.draftExchange ?? {};
  if (step === 'paid') return { app, places, body };
  const { json } = await as(app, 'maker', 'POST', `${path}/exchange`, body);
  return { app, places, body: { contentHash: json.exchange.contentHash } };
}

async function batch(step: 'drafted' | 'approved' | 'remitted'): Promise<Asked> {
  const app = await prepared();
  const { json } = await as(app, 'checker', 'GET', BATCH);
  if (step === 'drafted') return { app, body: { contentHash: json.contentHash } };
  await approve(app);
  if (step === 'approved') return { app, body: { fileHash: json.file.sha256 } };
  await remit(app);
  const results = [{ payoutId: json.items[0].payoutId, outcome: 'confirmed' }];
  return { app, body: { date: '2026-11-02', results } };
}

/** Both partners of a closed October gave the same account, and the program holds that for two weeks. */
async function screened(): Promise<Asked> {
  const payout = { screening: { holdDays: 14, sharedPayee: true } };
  const app = await closedOctober({ payout, before: async (shop) => await payeeOf(shop, 'ptn_2') });
  await as(app, 'maker', 'POST', programPath('periods/2026-10/payout'));
  return { app };
}

async function parked(): Promise<Asked> {
  const { app } = await batch('remitted');
  const { query = '', rawBody = '', headers = {} } = REQUESTS.importResultFile ?? {};
  const token = await app.token({ role: 'finance-maker' });
  await app.call('POST', programPath(`payout-results?${query}`), { token, rawBody, headers });
  const { json } = await as(app, 'checker', 'GET', programPath('payout-reconciliation'));
  return { app, places: { parkedId: json.parked[0].parkedId } };
}

async function taxed(): Promise<Asked> {
  const app = await closedOctober({
    before: async (shop) => {
      for (const [path, body] of [
        ['/v1/payer', payerBody],
        ['/v1/partners/ptn_1/tax-profile', taxProfile],
      ] as const) {
        const put = await as(shop, 'maker', 'PUT', path, body);
        if (put.status !== 200) throw new Error(put.text);
      }
    },
  });
  return { app };
}

async function disputed(): Promise<Asked> {
  const asked = await everything();
  const path = `/v1/statements/${encodeURIComponent('prg_1:2026-10:ptn_1')}/disputes`;
  await post(asked.app, path, { version: 1, text: 'an order is missing' });
  return asked;
}

async function drafted(path: string, body: Json): Promise<Asked> {
  const asked = await everything();
  const { revision } = await post(asked.app, path, { ...body, accountNumber: '3333333' });
  return { ...asked, places: { ...asked.places, revision: String(revision) } };
}

async function reviewed(): Promise<Asked> {
  const app = await aShop(anApp(), { review: { days: 14 } });
  await post(app, programPath('conversions'), aConversion({ conversionId: 'a', partnerId: 'ptn_1' }));
  return { app };
}

async function rated(): Promise<Asked> {
  const app = await aShop(anApp());
  await post(app, programPath('rates'), REQUESTS.recordRate?.body);
  return { app };
}

async function promoted(): Promise<Asked> {
  const app = await aShop(anApp());
  const gold = { from: '2026-09-01T00:00:00Z', status: 'active', tier: 'gold' };
  await post(app, programPath('enrollments/ptn_1/terms'), gold);
  return { app };
}

async function approvedDeal(): Promise<Asked> {
  const asked = await everything();
  const token = await asked.app.token({ role: 'partner-manager' });
  const path = programPath(`deals/${asked.places?.['dealId']}/approval`);
  await asked.app.call('POST', path, { token, body: {}, headers: { 'if-match': '*' } });
  return asked;
}

/** A partner with a click, a sale by it and a coupon, where its lists find them. */
async function active(): Promise<Asked> {
  const { app } = await everything();
  const scope = { merchantId: MERCHANT, programId: PROGRAM };
  const at = Date.parse('2026-10-02T01:00:00Z');
  const fact = {
    clickId: 'clk_7',
    visitorId: 'vis_7',
    partnerId: 'ptn_1',
    linkId: 'lnk_1',
    isBot: false,
    occurredAt: at,
  };
  await app.deps.stores.clicks.putClick(scope, { fact, recordedAt: at });
  await noteClick(app.deps, scope, { fact, recordedAt: at });
  await noteCredited(app.deps, scope, 'a');
  return { app, query: 'from=2026-10-01&to=2026-10-31' };
}

const listed = async (): Promise<Asked> => ({ ...(await active()), query: 'limit=2' });

const fixture = (path: string): string => readFileSync(`test/functions/connector/fixtures/${path}`, 'utf8');
const hmac = (key: string, text: string) => createHmac('sha256', key).update(text);

async function connected(
  body: Json,
): Promise<{ readonly app: App; readonly places: { readonly connectorId: string } }> {
  const app = await aShop(anApp());
  const { connectorId } = await post(app, programPath('connectors'), body);
  return { app, places: { connectorId } };
}

async function fromStripe(): Promise<Asked> {
  const [rawBody, now, secret] = [
    fixture('stripe/checkout.session.completed.json'),
    Math.floor(Date.now() / 1000),
    'whsec_0123456789abcdef',
  ];
  const signature = `t=${now},v1=${hmac(secret, `${now}.${rawBody}`).digest('hex')}`;
  const headers = { 'stripe-signature': signature };
  return { ...(await connected({ name: 'stripe', kind: 'stripe', secret })), rawBody, headers };
}

async function fromShopify(): Promise<Asked> {
  const rawBody = fixture('shopify/orders-paid.json');
  const headers = {
    'x-shopify-hmac-sha256': hmac(connector.secret, rawBody).digest('base64'),
    'x-shopify-topic': 'orders/paid',
    'x-shopify-webhook-id': 'msg_1',
  };
  return { ...(await connected(connector)), rawBody, headers };
}

const hex = { scheme: 'hex', header: 'X-Signature' };
const ORDER = {
  signature: hex,
  id: '/event_id',
  type: '/type',
  rules: [
    {
      type: 'order.paid',
      becomes: 'conversion',
      members: {
        ...{ conversionId: '/order/number', occurredAt: '/order/paid_at', currency: '/order/currency' },
        ...{ clickId: '/order/tracking/click', kind: { value: 'sale' } },
      },
      lines: {
        each: '/order/items',
        members: { lineId: '/row', productId: '/sku', quantity: '/count', amount: '/total', tax: '/vat' },
      },
    },
  ],
};

async function fromOwnSystem(): Promise<Asked> {
  const rawBody = fixture('signed/order.json');
  const headers = { 'x-signature': hmac(connector.secret, rawBody).digest('hex') };
  return {
    ...(await connected({ name: 'shop', kind: 'signed', secret: connector.secret, mapping: ORDER })),
    rawBody,
    headers,
  };
}

const WON = {
  signature: hex,
  type: { value: 'won' },
  rules: [
    {
      type: 'won',
      becomes: 'conversion',
      members: {
        ...{ conversionId: '/Deal', kind: { value: 'deal' }, partnerId: '/Partner' },
        ...{ occurredAt: '/Closed', currency: '/Currency' },
      },
      lines: { members: { amount: '/Amount' } },
    },
  ],
};

async function fromCrm(): Promise<Asked> {
  const csv = 'Deal,Partner,Closed,Currency,Amount\nD-1,ptn_1,2026-10-01T00:00:00Z,USD,1200.00\n';
  const made = await connected({ name: 'crm', kind: 'signed', secret: connector.secret, mapping: WON });
  return { ...made, body: { file: 'won.csv', csv } };
}

/** The same shop when a time has passed. */
async function later(ground: () => Promise<Asked>, now: string): Promise<Asked> {
  const asked = await ground();
  asked.app.setNow(now);
  return asked;
}

/** Where an operation can be done, when it is not the shop with everything. */
const GROUNDS: Readonly<Record<string, () => Promise<Asked>>> = {
  listRates: rated,
  readEnrollment: promoted,
  listErasures: erased,
  fitModel: learning,
  readSnapshot: fitted,
  sealPeriod: () => november(),
  calculatePeriod: () => november('seal'),
  approvePeriod: () => november('seal', 'calculate'),
  rejectPeriod: () => november('seal', 'calculate'),
  closePeriod: () => november('seal', 'calculate', 'approve'),
  runPayouts: async () => ({ app: await closedOctober() }),
  approveBatch: () => batch('drafted'),
  remitBatch: () => batch('approved'),
  readRemittanceFile: async () => ({ app: (await batch('approved')).app }),
  importResults: () => batch('remitted'),
  draftExchange: () => exchanged('paid'),
  approveExchange: () => exchanged('drafted'),
  importResultFile: async () => ({ app: (await batch('remitted')).app }),
  releasePayout: screened,
  settleParked: parked,
  readStatementTax: taxed,
  readStatistics: active,
  listConversions: active,
  listLinks: listed,
  listCoupons: listed,
  receiveShopify: fromShopify,
  receiveStripe: fromStripe,
  receiveSigned: fromOwnSystem,
  importConnectorCsv: fromCrm,
  draftAdjustment: async () => ({ app: await closedOctober() }),
  rejectDispute: disputed,
  decidePayee: () => drafted('/v1/partners/ptn_1/payees', REQUESTS.draftPayee?.body),
  decidePayerAccount: () => drafted(programPath('payer-accounts'), REQUESTS.draftPayerAccount?.body),
  reviewConversion: reviewed,
  reviewConversions: reviewed,
  listReviews: reviewed,
  escalateReviews: () => later(reviewed, '2026-10-20T00:00:00+09:00'),
  confirmSilent: () => later(everything, '2026-11-20T00:00:00+09:00'),
  dateDeals: () => later(everything, '2026-11-07T00:00:00+09:00'),
  dateClaims: () => later(everything, '2026-11-20T00:00:00+09:00'),
  reviseDeal: async () => ({ ...(await everything()), body: { ...deal, notes: 'A demo next week' } }),
  extendDeal: approvedDeal,
  withdrawDeal: approvedDeal,
  winDeal: approvedDeal,
  loseDeal: approvedDeal,
};
