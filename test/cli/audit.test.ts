import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readLines } from '../../cli/audit/line-reader.ts';
import type { App, Json } from '../support/app.ts';
import { aClosedShop, settle } from '../support/closed-shop.ts';
import { writeSignedBooks } from '../support/signed-books.ts';
import { bunpai } from './bunpai.ts';

const SIZE = { periods: 3, partners: 5, entriesEach: 4 };
const ENTRIES = SIZE.periods * SIZE.partners * SIZE.entriesEach;

let folder: string;
let whole: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bunpai-audit-'));
  whole = join(folder, 'whole');
  mkdirSync(whole);
  await writeSignedBooks(whole, SIZE);
});
afterAll(() => rmSync(folder, { recursive: true }));

const lines = (name: string): string[] => readFileSync(join(whole, name), 'utf8').trimEnd().split('\n');

/** A copy of the books in which one file is another. */
function tampered(name: string, content: string): string {
  const copy = join(folder, 'copy');
  cpSync(whole, copy, { recursive: true });
  writeFileSync(join(copy, name), content);
  return copy;
}

async function audit(
  path: string,
  ...options: readonly string[]
): Promise<{ code: number; verdict: string; faults: Json[] }> {
  const { code, stdout, stderr } = await bunpai('audit', path, '--json', ...options);
  if (stdout === '') throw new Error(stderr);
  return { code, ...JSON.parse(stdout) };
}

const withEntries = (change: (entries: string[]) => void): string => {
  const entries = lines('entries.jsonl');
  change(entries);
  return tampered('entries.jsonl', `${entries.join('\n')}\n`);
};

const withLeaf = (at: number, change: (leaf: Json) => void): string => {
  const leaves = lines('leaves.jsonl').map((line) => JSON.parse(line));
  change(leaves[at]);
  return tampered('leaves.jsonl', leaves.map((leaf) => `${JSON.stringify(leaf)}\n`).join(''));
};

const withRoots = (change: (roots: Json[]) => void): string => {
  const { roots } = JSON.parse(readFileSync(join(whole, 'roots.json'), 'utf8'));
  change(roots);
  return tampered('roots.json', JSON.stringify({ roots }));
};

describe('bunpai audit', () => {
  it('finds books as they were signed', async () => {
    expect(await audit(whole)).toMatchObject({ code: 0, verdict: 'intact', periods: 3, entries: ENTRIES, faults: [] });
    const english = await bunpai('audit', whole, '--lang', 'en');
    expect(english.stdout).toBe(`3 periods, ${ENTRIES} signed entries: all is as it was signed.\n`);
    expect((await bunpai('audit', whole, '--lang', 'ja')).stdout).toContain('改ざんはありません');
  });

  it('names an entry that was changed', async () => {
    const path = withEntries((entries) => {
      entries[21] = entries[21]?.replace('"amountMinor":"1', '"amountMinor":"9') ?? '';
    });
    const { code, faults } = await audit(path);
    expect(code).toBe(1);
    expect(faults).toEqual([
      {
        type: 'changed',
        periodId: '2026-02',
        partnerId: 'ptn_000000',
        entryId: '2026-02/accrual/ord_000001/ptn_000000',
        place: 2,
        line: 22,
      },
    ]);
    const { stdout } = await bunpai('audit', path, '--lang', 'ja');
    expect(stdout).toContain('entries.jsonl:22: 2026-02 ptn_000000 2件目の仕訳');
  });

  it('names an entry that is missing, and one that was added', async () => {
    const missing = await audit(withEntries((entries) => entries.splice(7, 1)));
    expect(missing.faults).toEqual([
      { type: 'missing', periodId: '2026-01', partnerId: 'ptn_000001', entryId: null, place: 4, line: null },
    ]);
    const added = await audit(
      withEntries((entries) => entries.splice(7, 0, entries[7]?.replace('"JPY"', '"USD"') ?? '')),
    );
    expect(added.faults).toMatchObject([{ type: 'added', line: 8 }]);
    const copied = await audit(withEntries((entries) => entries.push(entries[0] ?? '')));
    expect(copied.faults).toMatchObject([{ type: 'added', line: ENTRIES + 1 }]);
  });

  it('names entries that changed places, within a partner and between periods', async () => {
    const near = await audit(withEntries((entries) => entries.splice(1, 2, entries[2] ?? '', entries[1] ?? '')));
    expect(near.faults).toMatchObject([{ type: 'reordered', line: 3, place: 2 }]);
    const far = await audit(withEntries((entries) => entries.push(...entries.splice(0, 1))));
    expect(far.faults).toMatchObject([{ type: 'reordered', line: ENTRIES, periodId: '2026-01', place: 1 }]);
  });

  it.each<[string, (leaf: Json) => void, object[]]>([
    [
      'the digest of its entries',
      (leaf) => (leaf.entriesDigest = '00'.repeat(32)),
      [
        { type: 'hashes', partnerId: 'ptn_000002' },
        { type: 'leaves', periodId: '2026-01' },
      ],
    ],
    [
      'the digest of its statement',
      (leaf) => (leaf.statementDigest = '00'.repeat(32)),
      [{ type: 'leaves', periodId: '2026-01' }],
    ],
    ['who it is of', (leaf) => (leaf.partnerId = 'ptn_x'), [{ type: 'leaves', periodId: '2026-01' }]],
  ])('finds a partner of whom was changed: %s', async (_what, change, faults) => {
    expect((await audit(withLeaf(2, change))).faults).toMatchObject(faults);
  });

  it('finds a hash that was changed with its entry, and partners that were left out', async () => {
    const hash = await audit(
      withLeaf(2, (leaf) => (leaf.entryHashes = `${'00'.repeat(32)}${leaf.entryHashes.slice(64)}`)),
    );
    expect(hash.faults.map(({ type }) => type)).toContain('hashes');
    const path = tampered('leaves.jsonl', `${lines('leaves.jsonl').slice(1).join('\n')}\n`);
    expect((await audit(path)).faults).toContainEqual({ type: 'leaves', periodId: '2026-01' });
  });

  it.each<[string, (roots: Json[]) => void, object]>([
    ['a period that was left out', (roots) => roots.splice(1, 1), { type: 'chain', periodId: '2026-03' }],
    ['a beginning that was cut off', (roots) => roots.splice(0, 1), { type: 'chain', periodId: '2026-02' }],
    ['periods in another order', (roots) => roots.reverse(), { type: 'order', periodId: '2026-02' }],
    [
      'a root that says something else',
      (roots) => (roots[1].entryCount += 1),
      { type: 'content', periodId: '2026-02' },
    ],
    [
      'a wrong signature',
      (roots) => (roots[1].signature = roots[0].signature),
      { type: 'signature', periodId: '2026-02' },
    ],
    ['an unknown key', (roots) => (roots[2].keyId = 'x'), { type: 'key', periodId: '2026-03' }],
  ])('finds %s', async (_what, change, fault) => {
    const { code, faults } = await audit(withRoots(change));
    expect(code).toBe(1);
    expect(faults).toContainEqual(fault);
  });

  it('finds a key that signed outside of its time, and trusts only the keys that it is told to', async () => {
    const { keys } = JSON.parse(readFileSync(join(whole, 'keys.json'), 'utf8'));
    const ended = tampered('keys.json', JSON.stringify({ keys: [{ ...keys[0], validTo: '2026-03-01T00:00:00Z' }] }));
    expect((await audit(ended)).faults).toEqual([
      { type: 'key', periodId: '2026-02' },
      { type: 'key', periodId: '2026-03' },
    ]);
    expect((await audit(whole, '--key', 'test/golden/integrity/key.pem')).faults).toEqual([]);
  });

  it('refuses what it cannot read, with the place', async () => {
    for (const [name, content, reason] of [
      ['leaves.jsonl', '{"periodId":"2026-01"}\n', 'leaves.jsonl:1: '],
      ['roots.json', '{', 'roots.json: is not JSON'],
      ['roots.json', '{"roots":[{}]}', 'roots.json: roots[0].'],
      ['keys.json', '{"keys":[]}', 'keys.json: is no Ed25519'],
    ] as const) {
      const { code, stderr } = await bunpai('audit', tampered(name, content));
      expect([code, stderr]).toEqual([1, expect.stringContaining(reason)]);
    }
    expect((await bunpai('audit')).code).toBe(2);
    expect((await bunpai('audit', whole, '--address', 'http://127.0.0.1:1')).code).toBe(2);
    expect((await bunpai('audit', '--address', 'http://127.0.0.1:1')).code).toBe(2);
  });
});

describe('whatever is done to books', () => {
  const change = fc.oneof(
    fc.record({ kind: fc.constant('byte' as const), at: fc.nat(), flip: fc.integer({ min: 1, max: 255 }) }),
    fc.record({ kind: fc.constantFrom('drop' as const, 'copy' as const), at: fc.nat(), flip: fc.constant(0) }),
    fc.record({ kind: fc.constant('swap' as const), at: fc.nat(), flip: fc.nat() }),
  );

  it('is found, and the entry that it was done to is named', { timeout: 120_000 }, async () => {
    const original = lines('entries.jsonl');
    const text = Buffer.from(`${original.join('\n')}\n`);
    await fc.assert(
      fc.asyncProperty(change, async ({ kind, at, flip }) => {
        const entries = [...original];
        const place = at % entries.length;
        let content = '';
        if (kind === 'byte') {
          const bytes = Buffer.from(text);
          bytes[at % (bytes.length - 1)] = (bytes[at % (bytes.length - 1)] ?? 0) ^ flip;
          const { faults } = await audit(withBytes(bytes));
          const line = text.subarray(0, at % (bytes.length - 1)).filter((byte) => byte === 10).length + 1;
          expect(faults.length).toBeGreaterThan(0);
          // A line end that is changed makes one line of two; what was changed is on it.
          expect(
            faults.some((fault) => fault.line === line || fault.line === line + 1 || fault.type === 'missing'),
          ).toBe(true);
          return;
        }
        if (kind === 'drop') entries.splice(place, 1);
        if (kind === 'copy') entries.splice(place, 0, entries[(place + 7) % entries.length] ?? '');
        if (kind === 'swap') {
          const other = flip % entries.length;
          fc.pre(other !== place);
          [entries[place], entries[other]] = [entries[other] ?? '', entries[place] ?? ''];
        }
        content = `${entries.join('\n')}\n`;
        const { code, faults } = await audit(tampered('entries.jsonl', content));
        expect(code).toBe(1);
        const type = { drop: 'missing', copy: 'added', swap: 'reordered' }[kind];
        if (kind === 'drop') {
          expect(faults).toMatchObject([{ type, place: (place % SIZE.entriesEach) + 1 }]);
        } else expect(faults.map((fault) => fault.type)).toContain(type);
      }),
      { numRuns: 150 },
    );
  });

  function withBytes(bytes: Uint8Array): string {
    const copy = tampered('entries.jsonl', '');
    writeFileSync(join(copy, 'entries.jsonl'), bytes);
    return copy;
  }
});

describe('the lines of a file', () => {
  it('come one by one, whatever their length and however the file ends', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 2_500_000 }), { maxLength: 4 }),
        fc.boolean(),
        (lengths, isEnded) => {
          const texts = lengths.map((length, at) => String(at % 10).repeat(length));
          const path = join(folder, 'lines');
          writeFileSync(path, texts.join('\n') + (isEnded && texts.length > 0 ? '\n' : ''));
          const reader = readLines(path);
          const found: string[] = [];
          for (let line = reader.next(); line !== null; line = reader.next()) {
            expect(line[0]).toBe(0);
            found.push(Buffer.from(line).toString('utf8', 1));
          }
          reader.close();
          const wanted = isEnded || texts.at(-1) !== '' ? texts : texts.slice(0, -1);
          expect(found).toEqual(wanted);
        },
      ),
      { numRuns: 20 },
    );
  });
});

describe('a host', () => {
  let app: App;
  let address: string;
  let close: () => void;
  beforeAll(async () => {
    app = await aClosedShop();
    await app.call('POST', '/v1/keys');
    await settle(app, '2026-11', '2026-12-02T00:00:00+09:00');
    const server = createServer((request, response) => {
      const token = request.headers.authorization?.replace('Bearer ', '') ?? null;
      app.call(request.method ?? 'GET', request.url ?? '/', { token }).then(
        ({ status, headers, text }) => response.writeHead(status, { ...headers }).end(text),
        () => response.destroy(),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    close = () => server.close();
  });
  afterAll(() => close());

  it('is audited over HTTP, payouts included, and the books are kept for an auditor', async () => {
    const token = await app.token({ role: 'finance-maker' });
    const kept = join(folder, 'kept');
    const args = ['--address', address, '--token', token, '--program', 'prg_1'];
    const { code, stdout } = await bunpai('audit', ...args, '--out', kept, '--json');
    expect([code, JSON.parse(stdout)]).toMatchObject([0, { verdict: 'intact', periods: 2 }]);
    const entries = readFileSync(join(kept, 'entries.jsonl'), 'utf8').trimEnd().split('\n');
    expect(entries.map((text) => JSON.parse(text).kind)).toContain('payout');
    expect((await bunpai('audit', kept)).code).toBe(0);
    expect((await bunpai('audit', ...args, '--out', kept)).code).toBe(1);
  });

  it('that refuses leaves nothing behind: the same folder takes the books when it answers', async () => {
    const begun = join(folder, 'begun');
    const fetchAs = async (role: 'partner-admin' | 'finance-maker') => {
      const token = await app.token({ role });
      return await bunpai('audit', '--address', address, '--token', token, '--program', 'prg_1', '--out', begun);
    };
    expect((await fetchAs('partner-admin')).code).toBe(1);
    expect(existsSync(begun)).toBe(false);
    expect(await fetchAs('finance-maker')).toMatchObject({ code: 0, stderr: '' });
  });

  it('whose ledger was changed is found out', async () => {
    const { ledger } = app.deps.stores;
    const { entries } = ledger;
    Object.assign(ledger, {
      entries: async function* (...given: Parameters<typeof entries>) {
        for await (const entry of entries(...given)) {
          yield entry.entryId.includes('ord_2') ? { ...entry, effectiveAt: entry.effectiveAt + 1 } : entry;
        }
      },
    });
    const token = await app.token({ role: 'finance-maker' });
    const { code, stdout } = await bunpai(
      'audit',
      '--address',
      address,
      '--token',
      token,
      '--program',
      'prg_1',
      '--json',
    );
    Object.assign(ledger, { entries });
    const faults: Json[] = JSON.parse(stdout).faults;
    expect(code).toBe(1);
    expect(faults.length).toBeGreaterThan(0);
    for (const fault of faults)
      expect(fault).toMatchObject({ type: 'changed', entryId: expect.stringContaining('ord_2') });
  });

  it('that refuses is told with its reason', async () => {
    const token = await app.token({ role: 'partner-admin' });
    const { code, stderr } = await bunpai('audit', '--address', address, '--token', token, '--program', 'prg_1');
    expect([code, stderr]).toEqual([1, expect.stringContaining('access.forbidden')]);
    const nonsense = await bunpai('audit', '--address', address, '--token', 'x', '--program', 'prg_1');
    expect([nonsense.code, nonsense.stderr]).toEqual([1, expect.stringContaining('token: is not a token')]);
  });
});
