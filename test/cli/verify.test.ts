import { createPublicKey } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonical } from '../../domain/integrity/canonical.ts';
import { growingTree, hexOf } from '../../domain/integrity/merkle.ts';
import { chainHashOf, partnerLeafHash, signedText } from '../../domain/integrity/period-root.ts';
import { checkStatement } from '../../domain/integrity/statement-integrity.ts';
import { partHashes, signedPart, statementDigest } from '../../domain/integrity/statement-parts.ts';
import { integritySchema } from '../../functions/contract/schemas/statement.ts';
import { pemSigner, sha256Bytes, verifyEd25519 } from '../../functions/runtime/ed25519.ts';
import type { Json } from '../support/app.ts';
import { aPrivateKey } from '../support/signing.ts';
import { bunpai } from './bunpai.ts';

/** A statement that was signed once and must be good for ever. */
const GOLDEN = 'test/golden/integrity/statement.json';
const KEY = 'test/golden/integrity/key.pem';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bunpai-verify-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const golden = (): Json => JSON.parse(readFileSync(GOLDEN, 'utf8'));

function written(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

async function faultsOf(change: (statement: Json) => void): Promise<Json[]> {
  const statement = golden();
  change(statement);
  const { code, stdout } = await bunpai('verify', written('changed.json', statement), '--key', KEY, '--json');
  const { verdict, faults } = JSON.parse(stdout);
  expect([code, verdict]).toEqual(faults.length === 0 ? [0, 'intact'] : [1, 'altered']);
  return faults;
}

describe('bunpai verify', () => {
  it('finds a statement as it was signed, in both languages, and says what is not signed', async () => {
    const english = await bunpai('verify', GOLDEN, '--key', KEY, '--lang', 'en');
    expect([english.code, english.stdout]).toEqual([0, expect.stringContaining('ptn_1 2026-10: nothing was changed.')]);
    expect(english.stdout).toContain('document.confirmBy, document.issuedAt, document.version');
    const japanese = await bunpai('verify', GOLDEN, '--key', KEY, '--lang', 'ja');
    expect(japanese.stdout).toContain('改ざんはありません');
  });

  it('takes the key as PEM, as a JWK and as the list that the API answers', async () => {
    const pem = readFileSync(KEY, 'utf8');
    const jwk = createPublicKey(pem).export({ format: 'jwk' });
    const { publicKey } = await pemSigner(aPrivateKey(1)).current();
    const other = await pemSigner(aPrivateKey(2)).current();
    const dated = { validFrom: '2026-10-01T00:00:00Z', validTo: null };
    const list = {
      keys: [
        { ...dated, publicKey: other.publicKey },
        { ...dated, publicKey },
      ],
    };
    for (const key of [jwk, list]) {
      expect((await bunpai('verify', GOLDEN, '--key', written('key', key))).code).toBe(0);
    }
  });

  it('does not mind how the file is laid out', async () => {
    expect((await bunpai('verify', written('pretty.json', JSON.stringify(golden(), null, 2)), '--key', KEY)).code).toBe(
      0,
    );
    expect((await bunpai('verify', written('canonical.json', canonical(golden())), '--key', KEY)).code).toBe(0);
  });

  it.each<[string, (statement: Json) => void, object]>([
    [
      'a line that was changed',
      (s) => (s.lines[1].commission = '9999'),
      { type: 'changed', section: 'lines', index: 1 },
    ],
    ['a line that was left out', (s) => s.lines.splice(1, 1), { type: 'missing', section: 'lines', index: 1 }],
    [
      'a line that was added',
      (s) => s.lines.push({ ...s.lines[0], commission: '1' }),
      { type: 'added', section: 'lines', index: 3 },
    ],
    ['a line that was copied', (s) => s.lines.push(s.lines[0]), { type: 'added', section: 'lines', index: 3 }],
    ['lines that changed places', (s) => s.lines.reverse(), { type: 'reordered', section: 'lines', index: 0 }],
    [
      'a conversion',
      (s) => (s.conversions[2].occurredAt = '2026-10-01T00:00:00Z'),
      { type: 'changed', section: 'conversions', index: 2 },
    ],
    ['the payout', (s) => (s.payout = '1000000'), { type: 'changed', section: 'head' }],
    [
      'a tax figure of the document',
      (s) => (s.document.tax.rates[0].tax = '186'),
      { type: 'changed', section: 'document', names: 'member tax' },
    ],
    [
      'who is paid before the law',
      (s) => (s.document.partner.registrationNumber = 'T7000012050002'),
      { type: 'changed', section: 'document', names: 'member partner' },
    ],
    ['the transfer', (s) => (s.document.transfer = '2036'), { section: 'document', names: 'member transfer' }],
    ['a document that was taken away', (s) => delete s.document, { type: 'missing', section: 'document' }],
    ['a figure more', (s) => (s.bonus2 = '5'), { type: 'changed', section: 'head' }],
    ['a list that was taken away', (s) => delete s.overrides, { section: 'overrides' }],
    ['a list that was put in', (s) => (s.gifts = []), { type: 'added', section: 'gifts' }],
  ])('tells %s', async (_what, change, fault) => {
    expect((await faultsOf(change))[0]).toMatchObject(fault);
  });

  it.each<[string, (integrity: Json) => void, string]>([
    ['a hash of a line', (i) => (i.parts.lines[0] = i.parts.lines[1]), 'parts'],
    ['the proof', (i) => (i.proof.size += 1), 'proof'],
    ['the leaf', (i) => (i.leaf.entryCount += 1), 'proof'],
    ['the root', (i) => (i.root.root = '00'.repeat(32)), 'proof'],
    ['when it was signed', (i) => (i.root.signedAt += 1), 'chain'],
    ['the signature', (i) => (i.root.signature = Buffer.alloc(64, 1).toString('base64')), 'signature'],
    ['the key', (i) => (i.root.keyId = '0'.repeat(32)), 'key'],
  ])('tells %s that was forged', async (_what, change, type) => {
    const faults = await faultsOf(({ integrity }) => change(integrity));
    expect(faults.map((fault) => fault.type)).toContain(type);
  });

  it('tells a statement that was signed by somebody else', async () => {
    const other = createPublicKey(aPrivateKey(2)).export({ format: 'pem', type: 'spki' });
    const { code, stdout } = await bunpai(
      'verify',
      GOLDEN,
      '--key',
      written('other.pem', String(other)),
      '--lang',
      'en',
    );
    expect([code, stdout]).toEqual([1, expect.stringContaining('by another key')]);
  });

  it('tells the statement of one partner under the name of another', async () => {
    const faults = await faultsOf((statement) => (statement.partner.id = 'ptn_2'));
    expect(faults.map((fault) => fault.type)).toEqual(['changed', 'leaf']);
  });

  it('says which line, in both languages', async () => {
    const statement = golden();
    statement.lines[1].commission = '9999';
    const path = written('line.json', statement);
    const english = await bunpai('verify', path, '--key', KEY, '--lang', 'en');
    expect(english.stdout).toMatch(/- lines 2 \(conversionId ord_2, lineId .*\) was changed/);
    const japanese = await bunpai('verify', path, '--key', KEY, '--lang', 'ja');
    expect(japanese.stdout).toMatch(/- lines 2 \(conversionId ord_2, .*\)が変更されています/);
  });

  it('refuses what it cannot judge, and writes no verdict', async () => {
    const { integrity: _, ...unsigned } = golden();
    for (const [path, key, reason] of [
      [written('unsigned.json', unsigned), KEY, 'integrity: there is none'],
      [written('half.json', { ...golden(), integrity: { ...golden().integrity, leaf: 1 } }), KEY, 'integrity.leaf'],
      [GOLDEN, written('bad.pem', 'no key'), 'is no Ed25519 public key'],
      [GOLDEN, join(folder, 'nowhere'), 'there is no such file'],
      [join(folder, 'nowhere'), KEY, 'there is no such file'],
    ] as const) {
      const { code, stdout, stderr } = await bunpai('verify', path, '--key', key);
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toContain(reason);
    }
  });
});

/** What somebody with the private key signs, whatever it says. */
async function signedAgain(change: (statement: Json) => void): Promise<Json> {
  const { integrity, ...statement } = golden();
  change(statement);
  const parts = partHashes(signedPart(statement), sha256Bytes);
  const leaf = { ...integrity.leaf, statementDigest: statementDigest(parts, sha256Bytes) };
  const tree = growingTree(sha256Bytes);
  tree.append(partnerLeafHash(leaf, sha256Bytes));
  const said = { ...integrity.root, partnerCount: 1, root: hexOf(tree.root()) };
  const signature = await pemSigner(aPrivateKey(1)).sign(said.keyId, signedText(said));
  const root = { ...said, chainHash: chainHashOf(said, sha256Bytes), signature };
  return { ...statement, integrity: { ...integrity, parts, leaf, proof: { index: 0, size: 1, path: [] }, root } };
}

async function judged(statement: Json, ...options: string[]) {
  return await bunpai('verify', written('signed.json', statement), '--key', KEY, ...options);
}

describe('bunpai verify of a statement that was signed as it is', () => {
  it.each<[string, (statement: Json) => void, object[]]>([
    [
      'a commission that does not follow from its rate',
      ({ lines: [, line] }) => (line.commission = '618'),
      [{ section: 'lines', index: 1, member: 'commission', says: '618', computed: '617', names: /ord_2/ }],
    ],
    [
      'a rate that gives another commission',
      ({ lines: [line] }) => (line.explanation.pay.rate = '0.06'),
      [
        { section: 'lines', member: 'exact', says: '2469/4', computed: '7407/10' },
        { section: 'lines', member: 'rounded', says: '617', computed: '741' },
      ],
    ],
    [
      'a line that releases what the head leaves out',
      ({ lines: [line] }) => (line.released = '616'),
      [{ section: 'head', member: 'released', says: '1851', computed: '1850' }],
    ],
    [
      'a tax that is not its rate',
      ({ document: { tax } }) => Object.assign(tax.rates[0], { tax: '187', gross: '2038' }),
      [
        { section: 'head', member: 'document.tax.rates.tax', says: '187', computed: '185' },
        { member: 'document.total', says: '2036', computed: '2038' },
        { member: 'document.tax.tax', says: '185', computed: '187' },
      ],
    ],
    [
      'a transfer that leaves the withholding out',
      ({ document }) => (document.transfer = '2036'),
      [{ section: 'head', member: 'document.transfer', says: '2036', computed: '1848' }],
    ],
    [
      'a payout that is not the payable',
      (statement) => Object.assign(statement, { payout: '1850', closing: '1' }),
      [
        { section: 'head', member: 'payout', says: '1850', computed: '1851' },
        { member: 'document.transfer', says: '1848', computed: '1847' },
      ],
    ],
  ])('tells %s', async (_what, change, faults) => {
    const { code, stdout } = await judged(await signedAgain(change), '--json');
    const told = JSON.parse(stdout);
    expect([code, told.verdict]).toEqual([1, 'miscalculated']);
    const expected = faults.map((fault) => ({
      ...fault,
      type: 'miscalculated',
      ...('names' in fault ? { names: expect.stringMatching(fault.names as RegExp) } : {}),
    }));
    expect(told.faults).toMatchObject(expected);
  });

  it('says it in both languages', async () => {
    const statement = await signedAgain(({ lines: [, line] }) => (line.commission = '618'));
    const english = await judged(statement, '--lang', 'en');
    expect(english.stdout).toMatch(/amounts do not come out\.\n- lines 2 \(.*\): commission says 618, .* 617/);
    const japanese = await judged(statement, '--lang', 'ja');
    expect(japanese.stdout).toMatch(/計算の合わない金額.*\n- lines 2 \(.*\): commissionは618とありますが、.*617です/);
  });

  it('computes one that nobody signed, or whose key is not at hand, and says that it proves no more', async () => {
    const { integrity: _, ...unsigned } = golden();
    for (const path of [written('unsigned.json', unsigned), GOLDEN]) {
      const { code, stdout } = await bunpai('verify', path, '--json');
      expect([code, JSON.parse(stdout)]).toMatchObject([0, { verdict: 'unproven', partnerId: 'ptn_1', faults: [] }]);
      expect((await bunpai('verify', path, '--lang', 'en')).stdout).toContain('No signature was checked');
    }
    unsigned['payout'] = '1000000';
    const dearer = await bunpai('verify', written('unsigned.json', unsigned), '--json');
    expect([dearer.code, JSON.parse(dearer.stdout).verdict]).toEqual([1, 'miscalculated']);
    const changed = await bunpai('verify', written('changed.json', { ...golden(), payout: '1000000' }), '--json');
    expect([changed.code, JSON.parse(changed.stdout).verdict]).toEqual([1, 'altered']);
  });

  it('refuses what nobody could compute', async () => {
    for (const [change, reason] of [
      [({ lines: [line] }: Json) => (line.explanation.netBase = 'much'), 'lines[0].explanation.netBase'],
      [(statement: Json) => (statement.currency = 'XXX'), 'XXX is not an ISO 4217'],
    ] as const) {
      const { code, stdout, stderr } = await judged(await signedAgain(change));
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toContain(reason);
    }
  });
});

describe('a signed statement', () => {
  const key = { keyId: '', publicKey: '' };
  beforeAll(async () => Object.assign(key, await pemSigner(aPrivateKey(1)).current()));
  const document = Buffer.from(JSON.stringify(signedPart(golden())));
  const isIntact = (text: string, integrity: unknown): boolean => {
    try {
      const statement = signedPart(JSON.parse(text));
      const read = integritySchema.parse(integrity);
      return checkStatement(statement, read, { sha256: sha256Bytes, verify: verifyEd25519, key }).length === 0;
    } catch {
      return false;
    }
  };

  it('shows every change of a byte', () => {
    const { integrity } = golden();
    const proof = Buffer.from(JSON.stringify(integrity));
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 255 }), fc.boolean(), (place, flip, inProof) => {
        const bytes = Buffer.from(inProof ? proof : document);
        const at = place % bytes.length;
        bytes[at] = (bytes[at] ?? 0) ^ flip;
        const text = bytes.toString('utf8');
        const original = (inProof ? proof : document).toString('utf8');
        if (isSameJson(text, original)) return;
        if (!inProof) expect(isIntact(text, integrity)).toBe(false);
        else expect(isIntact(document.toString('utf8'), parsed(text))).toBe(false);
      }),
      { numRuns: 4000 },
    );
  });
});

/** A name that is no longer ours is passed over, as a member that a later version adds would be. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isSameJson(a: string, b: string): boolean {
  try {
    return canonical(JSON.parse(a)) === canonical(JSON.parse(b));
  } catch {
    return false;
  }
}
