import { existsSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Folder } from '../../cli/folder/folder.ts';
import { readFolder } from '../../cli/folder/read-folder.ts';
import { changed, TINY, table, tinyFolder } from './tiny-folder.ts';

const REAL = new URL('../../../shared/data/retail-2010-12', import.meta.url).pathname;

async function good(changes: Parameters<typeof tinyFolder>[0] = {}): Promise<Folder> {
  const read = await readFolder(await tinyFolder(changes));
  if (!read.ok) throw new Error(read.problems.join('\n'));
  return read.folder;
}

async function problemsOf(changes: Parameters<typeof tinyFolder>[0]): Promise<readonly string[]> {
  const read = await readFolder(await tinyFolder(changes));
  return read.ok ? [] : read.problems;
}

/** A conversions.csv with further columns, each row with their cells, and no reversals. */
const withMetadata = (columns: readonly string[], ...rows: readonly (readonly [row: string, cells: string])[]) => ({
  'conversions.csv': table([...Object.keys(ROW), ...columns].join(','), ...rows.map((each) => each.join(','))),
  'reversals.csv': table('reversal_id,conversion_id,line_id,occurred_at,cause,amount'),
});

const conversions = (...rows: readonly string[]) => changed('conversions.csv', (text) => text + table(...rows));

describe('a folder that is right', () => {
  it('says who takes part, on which terms, and what happened', async () => {
    const folder = await good();
    expect(folder.program).toMatchObject({
      programId: 'prg_tea',
      merchantId: '株式会社みどり茶舗',
      currency: 'JPY',
      settlement: { period: 'month', thresholdMinor: 100n },
      tracking: { allowedHosts: [] },
    });
    expect(folder.plans.map(({ version }) => version)).toEqual([1]);
    expect(folder.partners[0]).toEqual({
      partnerId: 'ptn_1',
      name: '山田 太郎',
      kind: 'creator',
      country: 'JP',
      customerIds: [],
    });
    expect(folder.enrollments[1]).toEqual({
      partnerId: 'ptn_2',
      joinedAt: Date.parse('2025-12-31T15:00:00Z'),
      endedAt: null,
      terms: { status: 'active', tier: null, segment: 'volume', recruitedBy: 'ptn_1' },
    });
    expect(folder.coupons).toEqual([{ code: 'MATCHA10', partnerId: 'ptn_1', validFrom: null, validTo: null }]);
    expect(folder.clicks[1]).toEqual({
      clickId: 'clk_2',
      occurredAt: Date.parse('2026-10-02T03:00:00Z'),
      visitorId: 'vis_1',
      partnerId: 'ptn_2',
      linkId: null,
      isBot: false,
    });
    expect(folder.conversions).toEqual([
      {
        conversionId: 'ord_1',
        occurredAt: Date.parse('2026-10-03T00:00:00Z'),
        kind: 'sale',
        currency: 'JPY',
        visitorId: 'vis_1',
        customerId: 'cus_1',
        coupon: null,
        country: 'JP',
        partnerId: null,
        clickId: null,
        metadata: {},
        lines: [
          {
            lineId: '1',
            productId: 'sencha',
            category: 'tea',
            quantity: 2,
            amountMinor: 2160n,
            taxMinor: 160n,
            shippingMinor: 0n,
          },
          {
            lineId: '2',
            productId: 'cup',
            category: 'ware',
            quantity: 1,
            amountMinor: 1000n,
            taxMinor: 0n,
            shippingMinor: 500n,
          },
        ],
      },
    ]);
    expect(folder.reversals).toEqual([
      {
        reversalId: 'ref_1',
        conversionId: 'ord_1',
        lineId: '2',
        occurredAt: Date.parse('2026-10-05T00:00:00Z'),
        cause: 'refund',
        amountMinor: 250n,
        quantity: null,
      },
    ]);
    expect(folder.rates).toEqual([]);
  });

  it('reads the same with a byte order mark, CR LF, quotes, other column orders, unknown columns and gz', async () => {
    const quoted = (text: string) =>
      text
        .trimEnd()
        .split('\n')
        .map((row) => row.split(',').map((cell) => `"${cell}"`))
        .map((cells, index) => [...cells.reverse(), index === 0 ? 'memo' : '"a\r\nnote"'].join(','))
        .join('\r\n');
    const changes: Record<string, string | Uint8Array | null> = {};
    for (const name of ['partners.csv', 'clicks.csv', 'conversions.csv', 'reversals.csv']) {
      changes[name] = null;
      changes[`${name}.gz`] = gzipSync(`\uFEFF${quoted(TINY[name] ?? '')}`);
    }
    changes['program.json'] = `\uFEFF${TINY['program.json']}`;
    expect(await good(changes)).toEqual(await good());
  });

  it.each(['partners.csv', 'clicks.csv', 'conversions.csv', 'reversals.csv'])(
    'refuses %s with lines that end with CR alone, of which it would be the header and nothing else',
    async (name) => {
      expect(await problemsOf(changed(name, (text) => text.replaceAll('\n', '\r')))).toContain(
        `${name}:1: file: lines end with CR alone, as old spreadsheets write them; save it with LF or CR LF`,
      );
    },
  );

  it('reads a name on several lines of its cell as one line', async () => {
    const { partners } = await good(changed('partners.csv', (text) => text.replace('山田 太郎', '"山田\r\n太郎"')));
    expect(partners[0]?.name).toBe('山田 太郎');
  });

  it.each(['true', 'TRUE', 'True', '1'])('reads %s as a click of a bot', async (bot) => {
    const clicks = table(
      'click_id,occurred_at,visitor_id,partner_id,link_id,bot',
      `clk_1,2026-10-01T00:00:00Z,vis_1,ptn_1,,${bot}`,
      'clk_2,2026-10-01T00:00:00Z,vis_1,ptn_1,,False',
    );
    const folder = await good({ 'clicks.csv': clicks });
    expect(folder.clicks.map(({ isBot }) => isBot)).toEqual([true, false]);
  });

  it('reads optional columns where there are any', async () => {
    const folder = await good({
      'partners.csv': table(
        'partner_id,name,kind,status,tier,segment,recruited_by,country,joined_at,ended_at,coupon,customer_id',
        'ptn_1,A,agency,active,,,,,2026-01-01T00:00:00Z,2026-12-01T00:00:00Z,ｍａｔｃｈａ 10,cus_9',
        'ptn_2,B,referral,suspended,,,,,2026-01-01T00:00:00Z,,,',
      ),
      'clicks.csv': table(
        'click_id,occurred_at,visitor_id,partner_id,link_id,bot',
        'clk_1,2026-10-02T10:00:00Z,vis_1,ptn_1,,true',
      ),
      'conversions.csv': table(
        'conversion_id,line_id,occurred_at,kind,visitor_id,customer_id,coupon,product_id,category,country,quantity,currency,amount,tax,shipping,partner_id,click_id',
        'deal_1,1,2026-10-03T09:00:00Z,deal,,,,,,,1,USD,12.50,,,ptn_2,clk_1',
      ),
      'reversals.csv': table(
        'reversal_id,conversion_id,line_id,occurred_at,cause,amount,quantity',
        'ref_1,deal_1,,2026-10-05T09:00:00Z,chargeback,2.25,1',
      ),
      'rates.csv': table(
        'date,from,to,rate,source,per',
        '2026-10-02,USD,JPY,150,,USD',
        '2026-10-03,USD,JPY,151.25,ECB,',
        '2026-10-03,JPY,USD,151.25,,USD',
      ),
    });
    expect(folder.partners[0]?.customerIds).toEqual(['cus_9']);
    expect(folder.coupons).toEqual([{ code: 'MATCHA10', partnerId: 'ptn_1', validFrom: null, validTo: null }]);
    expect(folder.clicks[0]?.isBot).toBe(true);
    expect(folder.conversions[0]).toMatchObject({
      partnerId: 'ptn_2',
      clickId: 'clk_1',
      visitorId: null,
      coupon: null,
    });
    expect(folder.conversions[0]?.lines[0]).toMatchObject({ amountMinor: 1250n, taxMinor: 0n, shippingMinor: 0n });
    expect(folder.reversals[0]).toMatchObject({ lineId: null, amountMinor: 225n, quantity: 1 });
    expect(folder.rates).toEqual([
      { date: '2026-10-02', from: 'USD', to: 'JPY', rate: '150' },
      { date: '2026-10-03', from: 'USD', to: 'JPY', rate: '151.25', source: 'ECB' },
      { date: '2026-10-03', from: 'JPY', to: 'USD', rate: '151.25', per: 'USD' },
    ]);
  });

  it('reads metadata of conversions from as many columns as there are, and an empty cell as none', async () => {
    const { conversions: read } = await good(
      withMetadata(
        ['metadata.source', 'metadata.担当'],
        [row({ line_id: '1' }), 'app,田中'],
        [row({ line_id: '2' }), 'app,田中'],
        [row({ conversion_id: 'ord_2' }), ','],
        [row({ conversion_id: 'ord_3' }), '"a, ""b""",'],
      ),
    );
    expect(read.map(({ metadata }) => metadata)).toEqual([{ source: 'app', 担当: '田中' }, {}, { source: 'a, "b"' }]);
    expect(read[0]?.lines).toHaveLength(2);
  });

  it('reads metadata under names that every object of the language has', async () => {
    const { conversions: read } = await good(
      withMetadata(
        ['metadata.constructor', 'metadata.__proto__'],
        [row({ line_id: '1' }), ','],
        [row({ line_id: '2' }), ','],
        [row({ conversion_id: 'ord_2' }), 'tokyo,x'],
      ),
    );
    const members = read.map(({ metadata }) => Object.entries(metadata));
    expect(members).toEqual([
      [],
      [
        ['constructor', 'tokyo'],
        ['__proto__', 'x'],
      ],
    ]);
    expect(read[0]?.lines).toHaveLength(2);
  });

  it('takes several versions of a plan', async () => {
    const file = JSON.parse(TINY['program.json'] ?? '');
    const { plan, ...rest } = file;
    const plans = [{ ...plan, version: 2, effectiveFrom: '2026-11-01' }, plan];
    const folder = await good({ 'program.json': JSON.stringify({ ...rest, plans }) });
    expect(folder.plans.map(({ version }) => version)).toEqual([1, 2]);
  });

  it('keeps lines in file order though rows of two orders are mixed', async () => {
    const folder = await good(
      conversions(
        'ord_2,b,2026-10-03T09:00:00+09:00,sale,vis_1,,,,,,1,JPY,1,,',
        'ord_1,3,2026-10-03T00:00:00Z,sale,vis_1,cus_1,,,,JP,1,JPY,5,,',
        'ord_2,a,2026-10-03T09:00:00+09:00,sale,vis_1,,,,,,1,JPY,2,,',
      ),
    );
    expect(folder.conversions.map(({ lines }) => lines.map(({ lineId }) => lineId))).toEqual([
      ['1', '2', '3'],
      ['b', 'a'],
    ]);
  });

  it('counts a row that comes twice in every file once', async () => {
    const twice = (text: string) => text + text.slice(text.indexOf('\n') + 1);
    const changes = Object.assign(
      {},
      ...['partners.csv', 'clicks.csv', 'conversions.csv', 'reversals.csv'].map((name) => changed(name, twice)),
    );
    expect(await good(changes)).toEqual(await good());
  });

  it('takes 1,000 lines in one conversion', async () => {
    const rows = Array.from({ length: 998 }, (_, index) => row({ line_id: `x${index}` }));
    const folder = await good(conversions(...rows));
    expect(folder.conversions[0]?.lines).toHaveLength(1000);
  });

  it('keeps a reversal of a conversion that the folder does not have, whatever its currency', async () => {
    const folder = await good(
      changed('reversals.csv', (text) => `${text}ref_2,elsewhere,,2026-10-05T09:00:00+09:00,refund,12.34\n`),
    );
    expect(folder.reversals[1]).toMatchObject({ conversionId: 'elsewhere', amountMinor: 12n });
  });

  it('reads the real month of 41,480 lines whole', async ({ skip }) => {
    if (!existsSync(REAL)) skip('December not compared');
    const read = await readFolder(REAL);
    if (!read.ok) throw new Error(read.problems.join('\n'));
    const { folder } = read;
    expect(folder.conversions).toHaveLength(1559);
    expect(folder.conversions.reduce((sum, { lines }) => sum + lines.length, 0)).toBe(41_480);
    expect(Math.max(...folder.conversions.map(({ lines }) => lines.length))).toBe(675);
    expect([folder.partners, folder.clicks, folder.reversals].map(({ length }) => length)).toEqual([40, 3524, 741]);
  });
});

const ROW = {
  conversion_id: 'ord_1',
  line_id: '3',
  occurred_at: '2026-10-03T09:00:00+09:00',
  kind: 'sale',
  visitor_id: 'vis_1',
  customer_id: 'cus_1',
  coupon: '',
  product_id: '',
  category: '',
  country: 'JP',
  quantity: '1',
  currency: 'JPY',
  amount: '100',
  tax: '0',
  shipping: '0',
};

function row(changes: Partial<typeof ROW>): string {
  return Object.values({ ...ROW, ...changes }).join(',');
}

describe('a bad conversion is refused with its line, the column, what was got and what is right', () => {
  const other = { conversion_id: 'ord_2' };
  const cases: readonly (readonly [string, Partial<typeof ROW>, string])[] = [
    [
      'an unknown currency',
      { ...other, currency: 'ZZZ' },
      'currency: must be an ISO 4217 currency code such as "JPY", got "ZZZ"',
    ],
    [
      'a currency that is no longer in use',
      { ...other, currency: 'HRK' },
      'currency: HRK was not in use on 2026-10-03',
    ],
    ['too many decimals', { amount: '100.5' }, 'amount: JPY has 0 decimals, got "100.5"'],
    ['a negative amount', { amount: '-100' }, 'amount: must not be negative, got "-100"'],
    [
      'an amount that is no number',
      { amount: '1;5' },
      'amount: expected a decimal amount such as "1234.50", got "1;5"',
    ],
    ['no amount', { amount: '' }, 'amount: expected a decimal amount such as "1234.50", got ""'],
    [
      'more tax than amount',
      { tax: '90', shipping: '20' },
      'amount: must hold its tax "90" and shipping "20", got "100"',
    ],
    ['quantity 0', { quantity: '0' }, 'quantity: must be a whole number from 1 to 1000000000, got "0"'],
    ['a broken quantity', { quantity: '1.5' }, 'quantity: must be a whole number from 1 to 1000000000, got "1.5"'],
    [
      'a time without an offset',
      { ...other, occurred_at: '2026-10-03T09:00:00' },
      'occurred_at: must be a time with its offset, such as "2026-10-01T09:30:00+09:00", got "2026-10-03T09:00:00"',
    ],
    [
      'a day that does not exist',
      { ...other, occurred_at: '2026-02-30T09:00:00Z' },
      'occurred_at: must be a date of the calendar: 2026-02 has 28 days, got "2026-02-30"',
    ],
    [
      'an unknown kind',
      { ...other, kind: 'gift' },
      'kind: must be one of sale, lead, signup, opportunity, renewal, deal, got "gift"',
    ],
    [
      'a country in words',
      { ...other, country: 'Japan' },
      'country: must be two capital letters (ISO 3166-1), such as "JP", got "Japan"',
    ],
    ['an empty id', { line_id: '' }, 'line_id: must not be empty, got ""'],
    ['an id with a space before it', { line_id: ' 3' }, 'line_id: must not begin or end with a space, got " 3"'],
    [
      'a line again with other content',
      { line_id: '2' },
      'line_id: "2" is also on line 3, with other content; an id is given once',
    ],
    [
      'rows that disagree on their conversion',
      { customer_id: 'cus_2' },
      'customer_id: must be "cus_1" as on line 2 of the same conversion, got "cus_2"',
    ],
  ];
  it.each(cases)('%s', async (_, changes, expected) => {
    expect(await problemsOf(conversions(row(changes)))).toEqual([`conversions.csv:4: ${expected}`]);
  });

  it('metadata that is too long, or another on a further row', async () => {
    const problems = await problemsOf(
      withMetadata(
        ['metadata.source'],
        [row({ line_id: '1' }), 'app'],
        [row({ line_id: '2' }), 'web'],
        [row({ line_id: '3' }), ''],
        [row({ conversion_id: 'ord_2' }), 'x'.repeat(501)],
      ),
    );
    expect(problems).toEqual([
      'conversions.csv:3: metadata.source: must be "app" as on line 2 of the same conversion, got "web"',
      'conversions.csv:4: metadata.source: must be "app" as on line 2 of the same conversion, got ""',
      'conversions.csv:5: metadata.source: must have at most 500 characters, got 501',
    ]);
  });

  it('metadata that is another on a further row, under a name that every object of the language has', async () => {
    const problems = await problemsOf(
      withMetadata(
        ['metadata.constructor'],
        [row({ line_id: '1' }), ''],
        [row({ line_id: '2' }), ''],
        [row({ line_id: '3' }), 'tokyo'],
      ),
    );
    expect(problems).toEqual([
      'conversions.csv:4: metadata.constructor: must be "" as on line 2 of the same conversion, got "tokyo"',
    ]);
  });

  it('columns of metadata without a key, twice, or too many', async () => {
    const headerOf = (...names: readonly string[]) => problemsOf(withMetadata(names.map((name) => `metadata.${name}`)));
    expect(await headerOf('', 'a', 'a')).toEqual([
      'conversions.csv:1: metadata.a: column stands twice in the header',
      'conversions.csv:1: metadata.: must name a key after metadata., got ""',
    ]);
    expect(await headerOf(...Array.from({ length: 51 }, (_, key) => `k${key}`))).toEqual([
      'conversions.csv:1: metadata.: there may be at most 50 such columns, got 51',
    ]);
  });

  it('a partner that partners.csv does not have', async () => {
    const problems = await problemsOf({
      'conversions.csv': table(`${Object.keys(ROW).join(',')},partner_id`, `${row({})},ptn_9`),
      'reversals.csv': table('reversal_id,conversion_id,line_id,occurred_at,cause,amount'),
    });
    expect(problems).toEqual(['conversions.csv:2: partner_id: must be a partner of partners.csv, got "ptn_9"']);
  });

  it('a list of partners that cannot be read: nobody is blamed for naming one', async () => {
    const program = JSON.parse(TINY['program.json'] ?? '');
    const [base] = program.plan.rules;
    const rules = [{ ...base, id: 'own', when: { partner: ['ptn_1'] } }, base];
    const negotiated = [{ partner: 'ptn_1', from: '2026-10-01', rules }];
    const problems = await problemsOf({
      'partners.csv': 'partner,name\nptn_1,山田 太郎\n',
      'program.json': JSON.stringify({ ...program, plan: { ...program.plan, rules }, negotiated }),
    });
    expect(problems.filter((problem) => !problem.startsWith('partners.csv:1: '))).toEqual([]);
  });

  it('more than 1,000 lines', async () => {
    const rows = Array.from({ length: 1100 }, (_, index) => row({ line_id: `x${index}` }));
    expect(await problemsOf(conversions(...rows))).toEqual([
      'conversions.csv:1002: line_id: a conversion has at most 1000 lines; "ord_1", which begins on line 2, has more',
    ]);
  });

  it('a row with too few or too many values', async () => {
    const problems = await problemsOf(conversions('ord_3,1', `${row(other)},more`));
    expect(problems).toEqual([
      'conversions.csv:4: row: must have 15 values as the header has, got 2 (the last is "1")',
      'conversions.csv:5: row: must have 15 values as the header has, got 16 (the last is "more")',
    ]);
  });

  it('counts quoted line breaks, so that the line is the one an editor shows', async () => {
    const problems = await problemsOf(
      conversions(row({ category: '"two\nlines"' }), row({ line_id: '4', amount: 'x' })),
    );
    expect(problems).toEqual([
      'conversions.csv:4: category: must not hold control characters, got "two\\nlines"',
      'conversions.csv:6: amount: expected a decimal amount such as "1234.50", got "x"',
    ]);
  });
});

describe('dated terms of a folder', () => {
  const TERMS = 'partner_id,from,status,tier,segment,recruited_by';
  const COUPONS = 'coupon,partner_id,valid_from,valid_to';
  const negotiated = (...rows: readonly object[]) =>
    changed('program.json', (text) => JSON.stringify({ ...JSON.parse(text), negotiated: rows }));
  const RULES = [{ id: 'own', when: {}, pay: { rate: '0.2' } }];

  it('are read from terms.csv, coupons.csv and the negotiated rules of program.json', async () => {
    const folder = await good({
      ...negotiated(
        { partner: 'ptn_1', from: '2026-10-05', rules: RULES },
        { partner: 'ptn_1', from: '2026-12-01', rules: [] },
      ),
      'terms.csv': table(
        TERMS,
        'ptn_1,2026-11-01T00:00:00+09:00,active,silver,,',
        'ptn_2,2020-01-01T00:00:00Z,suspended,,,ptn_1',
      ),
      'coupons.csv': table(
        COUPONS,
        'summer,ptn_1,2026-06-01T00:00:00Z,2026-09-01T00:00:00Z',
        'SUMMER,ptn_2,2026-09-01T00:00:00Z,',
      ),
    });
    const [first, second] = folder.enrollments;
    expect(first?.changes?.map(({ value: { tier, rules } }) => [tier, rules?.length ?? 0])).toEqual([
      ['gold', 1],
      ['silver', 1],
      ['silver', 0],
    ]);
    expect(second).toMatchObject({ terms: { status: 'suspended', recruitedBy: 'ptn_1' } });
    expect(folder.coupons.filter(({ code }) => code === 'SUMMER').map(({ partnerId }) => partnerId)).toEqual([
      'ptn_1',
      'ptn_2',
    ]);
  });

  it('are refused with the field that is wrong', async () => {
    const problems = await problemsOf({
      ...negotiated(
        { partner: 'ptn_9', from: '2026-10-05', rules: RULES },
        { partner: 'ptn_1', from: '2026-10-05', rules: [{ ...RULES[0], pay: { rate: '5' } }] },
      ),
      'terms.csv': table(
        TERMS,
        'ptn_1,2026-11-01T00:00:00+09:00,active,gold,,ptn_1',
        'ptn_1,2026-11-01T00:00:00+09:00,gone,,,',
      ),
      'coupons.csv': table(
        COUPONS,
        'A,ptn_1,,',
        'a,ptn_2,2026-09-01T00:00:00Z,',
        'B,ptn_1,2026-09-01T00:00:00Z,2026-08-01T00:00:00Z',
      ),
    });
    expect(problems.map((problem) => problem.replace(/:\d+:/, ':'))).toEqual([
      'program.json: negotiated[0].partner: there is no partner "ptn_9"',
      'program.json: negotiated[1].rules[0].pay.rate: must be a fraction of at most 1 (5 % is "0.05"), got "5"',
      'coupons.csv: coupon: "A" belongs to ptn_1 at that time',
      'coupons.csv: valid_to: must be after valid_from, got "2026-08-01T00:00:00Z"',
      'terms.csv: recruited_by: a partner cannot recruit itself',
      'terms.csv: status: must be one of applied, active, suspended, ended, got "gone"',
    ]);
  });
});

describe('a reversal that undoes another', () => {
  const HEADER = 'reversal_id,conversion_id,line_id,occurred_at,cause,amount,undoes';

  it('is read with what it undoes', async () => {
    const rows = [
      'cb_1,ord_1,1,2026-10-05T09:00:00Z,chargeback,1,',
      'won_1,ord_1,1,2026-10-06T09:00:00Z,dispute-won,1,cb_1',
    ];
    const folder = await good({ ...TINY, 'reversals.csv': table(HEADER, ...rows) });
    expect(folder.reversals.map(({ undoes }) => undoes)).toEqual([undefined, 'cb_1']);
  });

  it('is refused when what it says of itself is wrong', async () => {
    const rows = [
      'cb_1,ord_1,1,2026-10-05T09:00:00Z,chargeback,1,',
      'won_1,ord_1,1,2026-10-06T09:00:00Z,dispute-won,1,',
      'won_2,ord_1,1,2026-10-06T09:00:00Z,dispute-won,1,won_2',
      'won_3,ord_1,1,2026-10-06T09:00:00Z,refund,1,cb_1',
    ];
    expect(await problemsOf({ ...TINY, 'reversals.csv': table(HEADER, ...rows) })).toEqual([
      'reversals.csv:3: undoes: must name the reversal that the won dispute undoes, got ""',
      'reversals.csv:4: undoes: must be another reversal, not itself, got "won_2"',
      'reversals.csv:5: undoes: belongs to the causes dispute-won and other, not to refund, got "cb_1"',
    ]);
  });

  it('is refused when what it names cannot be undone', async () => {
    const rows = [
      'cb_1,ord_1,1,2026-10-05T09:00:00Z,chargeback,1,',
      'won_1,ord_9,,2026-10-06T09:00:00Z,dispute-won,1,cb_1',
      'won_2,ord_1,1,2026-10-06T09:00:00Z,other,1,cb_1',
      'won_3,ord_1,1,2026-10-07T09:00:00Z,other,1,won_2',
    ];
    expect(await problemsOf({ ...TINY, 'reversals.csv': table(HEADER, ...rows) })).toEqual([
      'reversals.csv:3: undoes: conversion "ord_9" has no reversal "cb_1"',
      'reversals.csv:5: undoes: reversal "won_2" undoes another; report what came after as a new one',
    ]);
  });
});

describe('a bad folder', () => {
  it('names every bad row of every file at once', async () => {
    const problems = await problemsOf({
      ...changed('partners.csv', (text) => `${text}ptn_3,C,influencer,gone,,,ptn_8,JP,2026-01-01,,\n`),
      ...changed(
        'clicks.csv',
        (text) => `${text}clk_3,2026-10-02T10:00:00Z,vis_1,ptn_9,\nclk_1,2026-10-02T10:00:00Z,v,ptn_1,\n`,
      ),
      ...changed('reversals.csv', (text) => `${text}ref_2,ord_1,9,2026-10-05T09:00:00Z,regret,1\n`),
    });
    expect(problems).toEqual([
      'partners.csv:4: kind: must be one of affiliate, creator, agency, reseller, referral, got "influencer"',
      'partners.csv:4: status: must be one of applied, active, suspended, ended, got "gone"',
      'partners.csv:4: joined_at: must be a time with its offset, such as "2026-10-01T09:30:00+09:00", got "2026-01-01"',
      'clicks.csv:4: partner_id: must be a partner of partners.csv, got "ptn_9"',
      'clicks.csv:5: click_id: "clk_1" is also on line 2, with other content; an id is given once',
      'reversals.csv:3: cause: must be one of refund, chargeback, cancellation, fraud, duplicate, dispute-won, other, got "regret"',
      'reversals.csv:3: line_id: conversion "ord_1" has no line "9"',
    ]);
  });

  it('names recruiters and coupons that cannot be', async () => {
    const problems = await problemsOf(
      changed('partners.csv', (text) =>
        table(
          text.trimEnd(),
          'ptn_3,C,agency,active,,,ptn_8,JP,2026-01-01T00:00:00Z,,',
          'ptn_4,D,agency,active,,,ptn_4,JP,2026-01-01T00:00:00Z,2025-01-01T00:00:00Z,',
          'ptn_5,E,agency,active,,,ptn_5,JP,2026-01-01T00:00:00Z,,matcha 10',
          'ptn_5,F,agency,active,,,,JP,2026-01-01T00:00:00Z,,',
        ),
      ),
    );
    expect(problems).toEqual([
      'partners.csv:4: recruited_by: must be a partner of partners.csv, got "ptn_8"',
      'partners.csv:5: ended_at: must be after joined_at, got "2025-01-01T00:00:00Z"',
      'partners.csv:6: coupon: "MATCHA10" is already ptn_1\'s, on line 2',
      'partners.csv:6: recruited_by: a partner cannot recruit itself',
      'partners.csv:7: partner_id: "ptn_5" is also on line 6, with other content; an id is given once',
    ]);
  });

  it('names missing files and columns, and a file that is there twice', async () => {
    const problems = await problemsOf({
      'program.json': null,
      'partners.csv': 'partner_id,name,kind,status,tier,segment,recruited_by,joined_at,ended_at,coupon,name\n',
      'clicks.csv': null,
      'conversions.csv.gz': gzipSync(TINY['conversions.csv'] ?? ''),
      'reversals.csv': '',
    });
    expect(problems).toEqual([
      'program.json:1: file: is missing; it has id, name, currency, timezone, attribution, plan or plans, and settlement',
      'partners.csv:1: country: column is missing; the header must have partner_id, name, kind, status, tier, segment, recruited_by, country, joined_at, ended_at, coupon, got partner_id, name, kind, status, tier, segment, recruited_by, joined_at, ended_at, coupon, name',
      'partners.csv:1: name: column stands twice in the header',
      'clicks.csv:1: file: is missing; it has the columns click_id, occurred_at, visitor_id, partner_id, link_id (or clicks.csv.gz)',
      'conversions.csv:1: file: stands beside conversions.csv.gz; keep the one that counts',
      'reversals.csv:1: file: is empty; it begins with a header',
    ]);
  });

  it.each([
    ['is not UTF-8', Buffer.from([0x8e, 0x52, 0x93, 0x63]), 'partners.csv:1: file: must be UTF-8 text'],
    ['is missing', null, /^partners\.csv:1: file: is missing/],
    ['lacks columns', 'partner_id,name', /^partners\.csv:1: kind: column is missing/],
  ])('blames nobody for a list of partners that %s', async (_, partners, expected) => {
    const problems = await problemsOf({ 'partners.csv': partners });
    expect(problems[0]).toMatch(expected);
    expect(problems.filter((problem) => !problem.startsWith('partners.csv'))).toEqual([]);
  });

  it('names a program that is not UTF-8, whose names would stand on statements', async () => {
    const shiftJis = Buffer.from(`{"name":"\x93\x63"}`, 'latin1');
    expect(await problemsOf({ 'program.json': shiftJis })).toEqual(['program.json:1: file: must be UTF-8 text']);
  });

  it('tells in one line that a table has other separators', async () => {
    expect(await problemsOf({ 'clicks.csv': 'click_id;occurred_at;visitor_id;partner_id;link_id\n' })).toEqual([
      'clicks.csv:1: header: must have click_id, occurred_at, visitor_id, partner_id, link_id, separated by commas, got click_id;occurred_at;visitor_id;partner_id;link_id',
    ]);
  });

  it.each(['clickid', 'clickId', 'Click-ID'])(
    'takes the column %s for a slip, since it would be passed over',
    async (slip) => {
      const [header = '', ...rows] = (TINY['conversions.csv'] ?? '').trim().split('\n');
      const content = table(`${header},${slip}`, ...rows.map((row) => `${row},clk_1`));
      expect(await problemsOf({ 'conversions.csv': content })).toEqual([
        `conversions.csv:1: ${slip}: is no column of this file; did you mean click_id?`,
      ]);
    },
  );

  it('passes over columns of other systems', async () => {
    const [header = '', ...rows] = (TINY['conversions.csv'] ?? '').trim().split('\n');
    const content = table(`${header},clicks,id`, ...rows.map((row) => `${row},1,2`));
    expect(await problemsOf({ 'conversions.csv': content })).toEqual([]);
  });

  it('tells a row that is too long from a quote that is never closed', async () => {
    const long = `clk_3,2026-10-02T12:00:00+09:00,${'v'.repeat(2_500_000)},ptn_1,\n`;
    expect(await problemsOf(changed('clicks.csv', (content) => content + long))).toEqual([
      'clicks.csv:4: row: a row has at most 1000000 characters',
    ]);
  });

  it('names the line that is not UTF-8', async () => {
    const shiftJis = Buffer.concat([
      Buffer.from('click_id,occurred_at,visitor_id,partner_id,link_id\nclk_1,2026-10-02T10:00:00Z,vis_1,ptn_1,\n'),
      Buffer.from([0x8e, 0x52, 0x93, 0x63]),
    ]);
    expect(await problemsOf({ 'clicks.csv': shiftJis })).toEqual(['clicks.csv:3: file: must be UTF-8 text']);
  });

  it('names a gz file that is cut off', async () => {
    const packed = gzipSync(TINY['clicks.csv'] ?? '').subarray(0, 40);
    const problems = await problemsOf({ 'clicks.csv': null, 'clicks.csv.gz': packed });
    expect(problems).toEqual(['clicks.csv.gz:1: file: cannot be read: unexpected end of file']);
  });

  it('names bad rates', async () => {
    const problems = await problemsOf({
      'rates.csv': table(
        'date,from,to,rate,source,per',
        '2026-10-32,USD,JPY,150,,',
        '2026-10-01,USD,JPY,150,ECB,',
        '2026-10-01,USD,JPY,150,BOJ,',
        '2026-10-01,USD,USD,1,,',
        '2026-10-01,XXY,JPY,0,,',
        '2026-10-01,EUR,JPY,160,,',
        '2026-10-01,EUR,JPY,161,,',
        '2026-10-01,JPY,EUR,160,,USD',
        '2026-10-02,JPY,EUR,160,,EUR',
        '2026-10-02,JPY,EUR,160,,',
      ),
    });
    expect(problems).toEqual([
      'rates.csv:2: date: must be a date of the calendar: 2026-10 has 31 days, got "2026-10-32"',
      'rates.csv:4: date: "2026-10-01 USD JPY" is also on line 3, with other content; an id is given once',
      'rates.csv:5: to: must differ from `from`, got "USD"',
      'rates.csv:6: from: must be an ISO 4217 currency code such as "JPY", got "XXY"',
      'rates.csv:6: rate: must be more than 0, got "0"',
      'rates.csv:8: date: "2026-10-01 EUR JPY" is also on line 7, with other content; an id is given once',
      'rates.csv:9: per: must be `from` or `to`: the currency of which the rate is for one unit, got "USD"',
      'rates.csv:11: date: "2026-10-02 JPY EUR" is also on line 10, with other content; an id is given once',
    ]);
  });

  it('refuses facts dated later than the latest that can be', async () => {
    const read = await readFolder(await tinyFolder(), { latest: Date.parse('2026-10-04T00:00:00Z') });
    expect(read).toEqual({
      ok: false,
      problems: ['reversals.csv:2: occurred_at: must not be in the far future, got "2026-10-05T09:00:00+09:00"'],
    });
  });

  it('says when there is no folder', async () => {
    expect(await readFolder('no/such/folder')).toEqual({
      ok: false,
      problems: ['no/such/folder:1: file: is not a folder that can be read'],
    });
  });
});

describe('a bad program.json is refused with its line and path', () => {
  const file = (from: string, to: string) => problemsOf(changed('program.json', (text) => text.replace(from, to)));

  it.each([
    [
      'a zone that does not exist',
      '"Asia/Tokyo"',
      '"Asia/Edo"',
      '6: timezone: must be an IANA time zone such as "Asia/Tokyo", got "Asia/Edo"',
    ],
    [
      'a model that does not exist',
      '"linear"',
      '"magic"',
      '8: attribution.model: must be one of "first-touch", "last-touch", "last-non-direct", "linear", "position-based", "time-decay", "w-shaped", "custom", "markov", "shapley", got "magic"',
    ],
    [
      'an unknown member',
      '"holdDays": 14',
      '"holdDays": 14, "holdHours": 3',
      '21: plan.holdHours: is not known here; known are "version", "effectiveFrom", "rounding", "base", "holdDays", "rules", "shares", "bonuses", "overrides"',
    ],
    [
      'a rate above 1',
      '"rate": "0.05"',
      '"rate": "5"',
      '27: plan.rules[0].pay.rate: must be a fraction of at most 1 (5 % is "0.05"), got "5"',
    ],
    [
      'a rule for a partner that does not exist',
      '"when": {}',
      '"when": { "partner": ["ptn_9"] }',
      '25: plan.rules[0].when.partner[0]: there is no partner "ptn_9"',
    ],
  ])('%s', async (_, from, to, expected) => {
    expect(await file(from, to)).toEqual([`program.json:${expected}`]);
  });

  it('JSON with a slip', async () => {
    const [problem, ...others] = await file('"timezone": "Asia/Tokyo",', '"timezone": "Asia/Tokyo"');
    expect(problem).toMatch(/^program\.json:7: file: is not JSON: .*$/);
    expect(others).toEqual([]);
  });

  it('a member that stands twice', async () => {
    const zone = '"timezone": "Asia/Tokyo",';
    expect(await file(zone, `${zone} "timezone": "UTC",`)).toEqual([
      expect.stringMatching(/^program\.json:\d+: timezone: is given twice in one object; give it once$/),
    ]);
  });

  it('neither plan nor plans', async () => {
    const { plan: _, ...rest } = JSON.parse(TINY['program.json'] ?? '');
    expect(await problemsOf({ 'program.json': JSON.stringify(rest) })).toEqual([
      'program.json:1: plan: give either plan or plans',
    ]);
  });

  it('one version twice', async () => {
    const { plan, ...rest } = JSON.parse(TINY['program.json'] ?? '');
    const problems = await problemsOf({ 'program.json': JSON.stringify({ ...rest, plans: [plan, plan] }) });
    expect(problems).toEqual(['program.json:1: plans[1].version: version 1 is given twice']);
  });
});
