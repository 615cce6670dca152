import { describe, expect, it } from 'vitest';
import { BODY_BYTES_MAX, LINES_MAX } from '../../../functions/limits.ts';
import type { Json, Reply } from '../../support/app.ts';
import { anApp } from '../../support/app.ts';
import { aConversion, aLine, aProgram, aReversal, aShop, programPath, reasonFor, usd } from '../../support/shop.ts';
import { watchedStores } from '../../support/watched-stores.ts';

interface Tried {
  readonly reply: Reply;
  readonly written: readonly string[];
}

/** What a shop answers to a request, and what the request wrote. */
async function tried(path: string, request: Json): Promise<Tried> {
  const { stores, written } = watchedStores();
  const app = await aShop(anApp({ stores }));
  const before = written().length;
  const reply = await app.call('POST', path, request);
  return { reply, written: written().slice(before) };
}

const conversions = programPath('conversions');
const line = (changes: Json): Json => aConversion({ lines: [aLine(changes)] });

const CONVERSIONS: readonly (readonly [what: string, body: Json, field: string, reason: RegExp])[] = [
  ['an unknown currency', aConversion({ currency: 'USX' }), 'currency', /ISO 4217.*got "USX"/],
  ['a currency in small letters', aConversion({ currency: 'usd' }), 'currency', /ISO 4217.*got "usd"/],
  [
    'a currency that was given up',
    aConversion({ currency: 'HRK', lines: [aLine({ amount: { amount: '1', currency: 'HRK' } })] }),
    'currency',
    /HRK was not in use on 2026-10-02/,
  ],
  ['too many decimals', line({ amount: usd('12.505') }), 'lines[0].amount.amount', /USD has 2 decimals, got "12.505"/],
  ['a negative amount', line({ amount: usd('-1.00') }), 'lines[0].amount.amount', /must not be negative, got "-1.00"/],
  ['an amount in words', line({ amount: usd('ten') }), 'lines[0].amount.amount', /decimal number.*got "ten"/],
  [
    'an amount with a thousands separator',
    line({ amount: usd('1,234.50') }),
    'lines[0].amount.amount',
    /without thousands separators, such as "1234.50", got "1,234.50"/,
  ],
  [
    'an amount in full-width digits',
    line({ amount: usd('１２３４') }),
    'lines[0].amount.amount',
    /in digits of ASCII, .*got "１２３４"/,
  ],
  ['an amount with an exponent', line({ amount: usd('1e3') }), 'lines[0].amount.amount', /decimal number.*got "1e3"/],
  [
    'an amount as a number',
    line({ amount: { amount: 12.5, currency: 'USD' } }),
    'lines[0].amount.amount',
    /in a string.*got 12.5/,
  ],
  ['an amount without currency', line({ amount: { amount: '1' } }), 'lines[0].amount.currency', /is required/],
  [
    'an amount in another currency',
    line({ amount: { amount: '1', currency: 'JPY' } }),
    'lines[0].amount.currency',
    /must be USD.*got JPY/,
  ],
  [
    'tax and shipping above the amount',
    line({ amount: usd('5.00'), tax: usd('3.00'), shipping: usd('2.01') }),
    'lines[0].amount',
    /tax and shipping/,
  ],
  ['quantity 0', line({ quantity: 0 }), 'lines[0].quantity', /at least 1, got 0/],
  ['half a quantity', line({ quantity: 1.5 }), 'lines[0].quantity', /whole number/],
  ['a quantity in a string', line({ quantity: '2' }), 'lines[0].quantity', /whole number.*got "2"/],
  ['no lines', aConversion({ lines: [] }), 'lines', /at least one line/],
  ['lines left out', aConversion({ lines: undefined }), 'lines', /is required/],
  [
    'a line id twice',
    aConversion({ lines: [aLine(), aLine({ lineId: '2' }), aLine()] }),
    'lines[2].lineId',
    /"1" is also the id of lines\[0\]/,
  ],
  [
    'a time without offset',
    aConversion({ occurredAt: '2026-10-02T12:00:00' }),
    'occurredAt',
    /with its offset.*got "2026-10-02T12:00:00"/,
  ],
  [
    'a day that does not exist',
    aConversion({ occurredAt: '2026-02-30T12:00:00Z' }),
    'occurredAt',
    /2026-02 has 28 days/,
  ],
  ['an hour that does not exist', aConversion({ occurredAt: '2026-02-03T24:00:00Z' }), 'occurredAt', /00 to 23/],
  [
    'a time in the future',
    aConversion({ occurredAt: '2026-10-03T00:05:01+09:00' }),
    'occurredAt',
    /must not be after 2026-10-02T15:05:00Z/,
  ],
  ['a kind that there is not', aConversion({ kind: 'gift' }), 'kind', /one of "sale".*got "gift"/],
  ['an unknown partner', aConversion({ partnerId: 'ptn_9' }), 'partnerId', /no partner "ptn_9"/],
  ['an id that is too long', aConversion({ conversionId: 'x'.repeat(129) }), 'conversionId', /at most 128/],
  ['an id with control characters', aConversion({ conversionId: 'a\u0000b' }), 'conversionId', /control characters/],
  ['an id with a line break', aConversion({ conversionId: 'a\nb' }), 'conversionId', /control characters/],
  ['an id with half a letter', aConversion({ customerId: 'a\ud800' }), 'customerId', /control characters/],
  ['an id that was not UTF-8', aConversion({ customerId: '\ufffdq' }), 'customerId', /UTF-8.*U\+FFFD/],
  ['an empty id', aConversion({ conversionId: '' }), 'conversionId', /must not be empty/],
  ['a number as an id', aConversion({ conversionId: 1 }), 'conversionId', /must be a string, got 1/],
  ['a country by name', aConversion({ country: 'Japan' }), 'country', /two capital letters/],
  ['a member that there is not', aConversion({ totalAmount: 1 }), 'totalAmount', /is not known here; known are "conve/],
  ['a slip in a member', aConversion({ visitorID: 'v' }), 'visitorID', /is not known here; did you mean "visitorId"\?/],
  ['a slip in a line', line({ amount: undefined, ammount: usd('1') }), 'lines[0].ammount', /did you mean "amount"\?/],
  [
    'metadata that JavaScript would lose',
    JSON.parse(JSON.stringify(aConversion({ metadata: { x: '' } })).replace('"x"', '"__proto__"')),
    'metadata.__proto__',
    /is a name that cannot be kept; choose another/,
  ],
  ['a line member that there is not', line({ price: 1 }), 'lines[0].price', /is not known here/],
  ['metadata that is not text', aConversion({ metadata: { a: 1 } }), 'metadata.a', /must be a string, got 1/],
  ['a list', [], 'body', /must be an object, got a list/],
  ['null', null, 'body', /must be an object, got null/],
];

describe('a conversion with', () => {
  it.each(CONVERSIONS)('%s is refused, and nothing is written', async (_what, body, field, reason) => {
    const { reply, written } = await tried(conversions, { body });
    expect(reply.status, reply.text).toBe(422);
    expect(reply.headers['content-type']).toBe('application/problem+json');
    expect(reasonFor(reply, field), reply.text).toMatch(reason);
    expect(written).toEqual([]);
  });

  it('everything wrong is told all that is wrong at once', async () => {
    const { reply } = await tried(conversions, { body: { lines: [{ lineId: 1 }], color: 'red' } });
    const fields = reply.json.errors.map((error: Json) => error.field);
    expect(fields).toEqual(
      expect.arrayContaining([
        'conversionId',
        'occurredAt',
        'kind',
        'currency',
        'lines[0].lineId',
        'lines[0].amount',
        'color',
      ]),
    );
  });

  it('675 lines, as a real month has, is recorded, and with 1,000 too', async () => {
    for (const count of [675, LINES_MAX]) {
      const lines = Array.from({ length: count }, (_, index) => aLine({ lineId: `line ${index}` }));
      const { reply } = await tried(conversions, { body: aConversion({ partnerId: 'ptn_1', lines }) });
      expect(reply.status).toBe(201);
      expect(reply.json.lines).toHaveLength(count);
    }
  });

  it('1,001 lines is refused', async () => {
    const lines = Array.from({ length: LINES_MAX + 1 }, (_, index) => aLine({ lineId: `${index}` }));
    const { reply, written } = await tried(conversions, { body: aConversion({ lines }) });
    expect(reply.status).toBe(422);
    expect(reasonFor(reply, 'lines')).toBe('must have at most 1000 lines, got 1001');
    expect(written).toEqual([]);
  });
});

describe('metadata', () => {
  it('is kept under any name that can be kept', async () => {
    const metadata = { constructor: 'a', prototype: 'b', toString: 'c', hasOwnProperty: 'd', priceMinor: '5' };
    const app = await aShop();
    expect((await app.call('POST', conversions, { body: aConversion({ metadata }) })).status).toBe(201);
    const token = await app.token({ role: 'finance-maker' });
    const read = await app.call('GET', `${conversions}/ord_1`, { token });
    expect(read.json.metadata).toEqual(metadata);
  });
});

describe('a request', () => {
  it.each([
    ['that is cut off', '{"conversionId": "ord_1"', /must be JSON/],
    ['with a trailing comma', '{"a": 1,}', /must be JSON/],
    ['that is empty', '', /must be JSON: it is empty/],
    ['that is text', 'hello', /must be JSON/],
  ])('%s is malformed', async (_what, rawBody, detail) => {
    const { reply, written } = await tried(conversions, { rawBody });
    expect(reply.status).toBe(400);
    expect(reply.json).toMatchObject({ code: 'request.malformed', title: 'The body is not JSON' });
    expect(reply.json.detail).toMatch(detail);
    expect(written).toEqual([]);
  });

  it.each([
    ['an amount that stands twice', '"amount":"1200"', '"amount":"1","amount":"1200"', 'lines[0].amount.amount'],
    ['a name that is written in two ways', '"kind":"sale"', '"kind":"sale","\\u006bind":"lead"', 'kind'],
    ['a member of metadata, in another language', '"metadata":{', '"metadata":{"a":"1","a":"2",', 'metadata.a'],
  ])(
    'with %s is refused by its field: parsers differ on which of the two counts',
    async (_what, once, twice, field) => {
      const rawBody = JSON.stringify(aConversion({ lines: [aLine({ amount: usd('1200') })], metadata: { b: '3' } }));
      expect(rawBody).toContain(once);
      const { reply, written } = await tried(conversions, { rawBody: rawBody.replace(once, twice) });
      expect(reply.status).toBe(422);
      expect(reasonFor(reply, field), reply.text).toBe('is given twice in one object; give it once');
      expect(written).toEqual([]);
    },
  );

  it('with bytes that are not UTF-8 is malformed', async () => {
    const rawBody = Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]).toString('base64');
    const { reply } = await tried(conversions, { rawBody, isBase64Encoded: true });
    expect(reply.status).toBe(400);
  });

  it('in base64, as a gateway may hand it over, is read', async () => {
    const rawBody = Buffer.from(JSON.stringify(aConversion({ customerId: '顧客' }))).toString('base64');
    const { reply } = await tried(conversions, { rawBody, isBase64Encoded: true });
    expect(reply.status).toBe(201);
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/json; charset=shift_jis',
    'application/jsonp',
  ])('of type %s is not read', async (type) => {
    const { reply, written } = await tried(conversions, { body: aConversion(), headers: { 'content-type': type } });
    expect(reply.status).toBe(415);
    expect(reply.json.detail).toContain('application/json');
    expect(written).toEqual([]);
  });

  it.each([
    'application/json',
    'application/json; charset=utf-8',
    'Application/JSON;charset="UTF-8"',
    'application/merge+json',
  ])('of type %s is read', async (type) => {
    const { reply } = await tried(conversions, { body: aConversion(), headers: { 'content-type': type } });
    expect(reply.status).toBe(201);
  });

  it.each([
    ['of 10 MB', 10 * 1024 * 1024],
    ['of one byte too many', BODY_BYTES_MAX + 1],
  ])('%s is too large', async (_what, bytes) => {
    const rawBody = JSON.stringify(aConversion({ conversionId: 'x'.repeat(bytes - 160) })).padEnd(bytes, ' ');
    const { reply, written } = await tried(conversions, { rawBody });
    expect(reply.status).toBe(413);
    expect(reply.json.detail).toContain(`${BODY_BYTES_MAX} bytes`);
    expect(written).toEqual([]);
  });

  it('for a program that there is not finds nothing', async () => {
    for (const rest of ['conversions', 'reversals', 'clicks']) {
      const body = { conversions: aConversion(), reversals: aReversal(), clicks: aClick() }[rest];
      const { reply, written } = await tried(programPath(rest, 'prg_9'), { body });
      expect(reply.status).toBe(404);
      expect(reply.json.code).toBe('program.not-found');
      expect(written).toEqual([]);
    }
  });

  it('for an address that there is not finds nothing', async () => {
    const app = await aShop();
    for (const path of [
      '/',
      '/v1',
      '/v1/programs/prg_1/nothing',
      '/v1/programs//conversions',
      '/v1/programs/%E0%A4%A/plans',
    ]) {
      const reply = await app.call('POST', path, { body: {} });
      expect(reply.status, path).toBe(404);
      expect(reply.json.code).toBe('route.not-found');
    }
  });

  it('by another method is told which there are', async () => {
    const app = await aShop();
    const reply = await app.call('DELETE', conversions);
    expect(reply.status).toBe(405);
    expect(reply.json).toMatchObject({ code: 'route.method-not-allowed' });
    expect(reply.json.detail).toContain('takes POST, GET, got DELETE');
  });

  it('with a query that there is not is refused', async () => {
    const app = await aShop();
    const reply = await app.call('GET', '/v1/statements?partnerId=ptn_1&sort=up');
    expect(reply.status).toBe(422);
    expect(reasonFor(reply, 'sort')).toMatch(/is not known here; known are "limit", "cursor", "partnerId"/);
    const slip = await app.call('GET', '/v1/statements?partnerID=ptn_1');
    expect(reasonFor(slip, 'partnerID')).toBe('is not known here; did you mean "partnerId"?');
  });

  it('with a secret that cannot be one is told why, and never repeated', async () => {
    const app = await aShop();
    const token = await app.token({ role: 'admin' });
    const body = { name: 'shop', kind: 'stripe', secret: 'whsec with spaces' };
    const reply = await app.call('POST', programPath('connectors'), { token, body });
    expect(reasonFor(reply, 'secret')).toBe('must be printable ASCII without spaces, got 17 characters');
    expect(reply.text).not.toContain('whsec');
  });

  it('that would only be tried but says so wrongly is refused', async () => {
    const app = await aShop();
    const token = await app.token({ role: 'finance-checker' });
    const reply = await app.call('POST', `${programPath('adjustments/adj_1/approve')}?dryrun=true`, {
      token,
      body: {},
    });
    expect(reasonFor(reply, 'dryrun')).toBe('is not known here; did you mean "dryRun"?');
  });

  it('with an id in its path that cannot be one is refused', async () => {
    const app = await aShop();
    const reply = await app.call('POST', '/v1/programs/a%20b/conversions', { body: aConversion() });
    expect(reply.status).toBe(422);
    expect(reasonFor(reply, 'programId')).toMatch(/only letters, digits/);
  });

  it('is answered in Japanese to whoever prefers it', async () => {
    const { reply } = await tried(conversions, { rawBody: '{', headers: { 'accept-language': 'ja,en;q=0.5' } });
    expect(reply.json.title).toBe('本文がJSONではありません');
  });
});

const aClick = (changes: Json = {}): Json => ({
  clickId: 'clk_1',
  occurredAt: '2026-10-01T00:00:00Z',
  visitorId: 'vis_a',
  partnerId: 'ptn_1',
  ...changes,
});

describe('other facts', () => {
  const REFUSED: readonly (readonly [what: string, path: string, body: Json, field: string, reason: RegExp])[] = [
    ['a click of an unknown partner', 'clicks', aClick({ partnerId: 'ptn_9' }), 'partnerId', /no partner "ptn_9"/],
    [
      'a click in the future',
      'clicks',
      aClick({ occurredAt: '2027-01-01T00:00:00Z' }),
      'occurredAt',
      /must not be after/,
    ],
    [
      'a reversal in the future',
      'reversals',
      aReversal({ occurredAt: '2027-01-01T00:00:00Z' }),
      'occurredAt',
      /must not be after/,
    ],
    [
      'a reversal of a negative amount',
      'reversals',
      aReversal({ amount: usd('-1') }),
      'amount.amount',
      /must not be negative/,
    ],
    [
      'a reversal without a cause',
      'reversals',
      aReversal({ cause: undefined }),
      'cause',
      /is required: one of "refund"/,
    ],
    ['a deal of nobody', 'deals/won', aDeal({ partnerId: undefined }), 'partnerId', /is required/],
    ['a deal of an unknown partner', 'deals/won', aDeal({ partnerId: 'ptn_9' }), 'partnerId', /no partner "ptn_9"/],
    ['a deal without lines', 'deals/won', aDeal({ lines: [] }), 'lines', /at least one line/],
    [
      'a rate of an unknown currency',
      'rates',
      { date: '2026-10-01', from: 'XXY', to: 'USD', rate: '1' },
      'from',
      /ISO 4217/,
    ],
    ['a rate of 0', 'rates', { date: '2026-10-01', from: 'JPY', to: 'USD', rate: '0' }, 'rate', /more than 0/],
    [
      'a rate of a currency to itself',
      'rates',
      { date: '2026-10-01', from: 'USD', to: 'USD', rate: '1' },
      'to',
      /must differ/,
    ],
    ['a rate of no day', 'rates', { date: '2026-13-01', from: 'JPY', to: 'USD', rate: '1' }, 'date', /a date such as/],
    [
      'an enrollment of an unknown partner',
      'enrollments',
      anEnrollment({ partnerId: 'ptn_9' }),
      'partnerId',
      /no partner "ptn_9"/,
    ],
    [
      'an enrollment by an unknown recruiter',
      'enrollments',
      anEnrollment({ recruitedBy: 'ptn_9' }),
      'recruitedBy',
      /no partner "ptn_9"/,
    ],
    [
      'an enrollment by itself',
      'enrollments',
      anEnrollment({ recruitedBy: 'ptn_1' }),
      'recruitedBy',
      /another partner/,
    ],
    [
      'an enrollment that ends first',
      'enrollments',
      anEnrollment({ endedAt: '2025-01-01T00:00:00Z' }),
      'endedAt',
      /after joinedAt/,
    ],
    [
      'a coupon of an unknown partner',
      'coupons',
      { code: 'SAVE', partnerId: 'ptn_9' },
      'partnerId',
      /no partner "ptn_9"/,
    ],
    ['a link of a partner outside the program', 'links', aLink({ partnerId: 'ptn_9' }), 'partnerId', /not enrolled/],
    [
      'a link to a host that is not allowed',
      'links',
      aLink({ destination: 'https://evil.example/' }),
      'destination',
      /allows shop.example.com, got "evil.example"/,
    ],
    [
      'a link to a host that begins alike',
      'links',
      aLink({ destination: 'https://shop.example.com.evil.example/' }),
      'destination',
      /got "shop.example.com.evil.example"/,
    ],
    [
      'a link with a user name',
      'links',
      aLink({ destination: 'https://shop.example.com@evil.example/' }),
      'destination',
      /got "evil.example"/,
    ],
    [
      'a link with a back slash',
      'links',
      aLink({ destination: 'https://evil.example\\@shop.example.com/' }),
      'destination',
      /got "evil.example"/,
    ],
    [
      'a link without encryption',
      'links',
      aLink({ destination: 'http://shop.example.com/' }),
      'destination',
      /must begin with "https:/,
    ],
    [
      'a link that is a script',
      'links',
      aLink({ destination: 'javascript:alert(1)' }),
      'destination',
      /must be an address/,
    ],
    [
      'a link with a click id already',
      'links',
      aLink({ destination: 'https://shop.example.com/?bpid=1' }),
      'destination',
      /must not hold "bpid"/,
    ],
  ];

  it.each(REFUSED)('%s is refused, and nothing is written', async (_what, rest, body, field, reason) => {
    const { reply, written } = await tried(programPath(rest), { body });
    expect(reply.status, reply.text).toBe(422);
    expect(reasonFor(reply, field), reply.text).toMatch(reason);
    expect(written).toEqual([]);
  });

  it.each([
    ['an unknown currency', { currency: 'ZZZ' }, 'currency', /ISO 4217/],
    ['an unknown time zone', { timezone: 'Asia/Edo' }, 'timezone', /IANA time zone/],
    ['an offset for a time zone', { timezone: '+09:00' }, 'timezone', /IANA time zone/],
    [
      'a model that there is not',
      { attribution: { model: 'guess' } },
      'attribution.model',
      /one of "first-touch".*got "guess"/,
    ],
    [
      'weights that are not 1',
      { attribution: { model: 'position-based', weights: { first: '0.5', middle: '0.2', last: '0.4' } } },
      'attribution.weights',
      /sum to 1/,
    ],
    [
      'weights for another model',
      { attribution: { model: 'linear', weights: { first: '0.4', middle: '0.2', last: '0.4' } } },
      'attribution.weights',
      /position-based/,
    ],
    ['no half-life', { attribution: { model: 'time-decay' } }, 'attribution.halfLifeDays', /is needed/],
    [
      'a half-life that is over before anybody buys',
      { attribution: { model: 'time-decay', decay: 'stepwise', halfLifeDays: '0.000000000000000001' } },
      'attribution.halfLifeDays',
      /must be at least 0.04 days/,
    ],
    [
      'nobody who stands for direct visits',
      { attribution: { model: 'last-non-direct' } },
      'attribution.directPartners',
      /is needed by the model last-non-direct/,
    ],
    [
      'an option of another model',
      { attribution: { model: 'time-decay', halfLifeDays: '7', repeats: 'unique' } },
      'attribution.repeats',
      /belongs to the model linear, not to time-decay/,
    ],
    [
      'a list of weights for three positions',
      { attribution: { model: 'position-based', weights: ['0.5', '0.5'] } },
      'attribution.weights',
      /must name first, middle and last/,
    ],
    [
      'custom without weights',
      { attribution: { model: 'custom' } },
      'attribution.weights',
      /must be a list of weights/,
    ],
    [
      'custom weights that are not 1',
      { attribution: { model: 'custom', weights: ['0.5', '0.6'] } },
      'attribution.weights',
      /must sum to 1/,
    ],
    [
      'an order beyond 4',
      { attribution: { model: 'markov', order: 5 } },
      'attribution.order',
      /one of 1, 2, 3, 4, got 5/,
    ],
    [
      'a characteristic function that there is not',
      { attribution: { model: 'shapley', characteristic: 'guess' } },
      'attribution.characteristic',
      /one of "sum-over-subsets", "conversion-rate", "markov"/,
    ],
    [
      'a threshold in other money',
      { settlement: { threshold: { amount: '1', currency: 'JPY' } } },
      'settlement.threshold',
      /must be in USD/,
    ],
    [
      'a threshold with too many decimals',
      { settlement: { threshold: '1.234' } },
      'settlement.threshold',
      /USD has 2 decimals/,
    ],
    [
      'a host with a path',
      { tracking: { allowedHosts: ['shop.example.com/x'] } },
      'tracking.allowedHosts[0]',
      /host without scheme/,
    ],
    [
      'a host with a port',
      { tracking: { allowedHosts: ['shop.example.com:8080'] } },
      'tracking.allowedHosts[0]',
      /host without scheme/,
    ],
    ['plans', { plan: {} }, 'plan', /is not known here/],
  ])('a program with %s is refused, and nothing is written', async (_what, changes, field, reason) => {
    const { reply, written } = await tried('/v1/programs', { body: aProgram({ id: 'prg_2', ...changes }) });
    expect(reply.status, reply.text).toBe(422);
    expect(reasonFor(reply, field), reply.text).toMatch(reason);
    expect(written).toEqual([]);
  });
});

function aDeal(changes: Json): Json {
  const { conversionId: dealId, kind: _kind, ...rest } = aConversion();
  return { dealId, partnerId: 'ptn_1', ...rest, ...changes };
}

function anEnrollment(changes: Json): Json {
  return { partnerId: 'ptn_1', status: 'active', joinedAt: '2026-01-01T00:00:00Z', ...changes };
}

function aLink(changes: Json): Json {
  return { linkId: 'lnk_2', partnerId: 'ptn_1', destination: 'https://shop.example.com/', ...changes };
}
