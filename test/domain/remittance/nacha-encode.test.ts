import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lettersOfBytes } from '../../../domain/remittance/byte-letters.ts';
import { checkNacha } from '../../../domain/remittance/check-nacha.ts';
import { encodeNacha } from '../../../domain/remittance/encode-nacha.ts';
import { verdictOf } from '../../../domain/remittance/finding.ts';
import type { NachaOrder, NachaTransfer } from '../../../domain/remittance/nacha-order.ts';

const context = { on: '2026-12-15', isBankDay: () => true };
const transfer: NachaTransfer = {
  entryClass: 'PPD',
  routing: '011000015',
  account: '123456789',
  kind: 'checking',
  amountMinor: 12_345n,
  id: 'P-1',
  name: 'JANE DOE',
  addenda: '',
};
const order = (transfers: readonly NachaTransfer[]): NachaOrder => ({
  destination: { routing: '021000021', name: 'CHASE' },
  origin: { id: '1234567890', name: 'BUNPAI' },
  company: { name: 'BUNPAI', id: '1234567890', odfi: '02100002', description: 'PAYOUT' },
  createdAt: '2026-12-14T09:00',
  fileIdModifier: 'A',
  effectiveDate: '2026-12-15',
  lineEnd: 'lf',
  transfers,
});

describe('an order as a NACHA file', () => {
  it('has a batch for each entry class, controls and lines of nines', () => {
    const ccd: NachaTransfer = {
      ...transfer,
      entryClass: 'CCD',
      kind: 'savings',
      amountMinor: 55n,
      addenda: 'NOVEMBER',
    };
    const encoded = encodeNacha(order([transfer, ccd]), context);
    if (encoded.outcome !== 'encoded') throw new Error(JSON.stringify(encoded));
    const blank = (count: number) => ' '.repeat(count);
    expect(lettersOfBytes(encoded.bytes).split('\n')).toEqual([
      `101 02100002112345678902612140900A094101CHASE${blank(18)}BUNPAI${blank(25)}`,
      `5220BUNPAI${blank(30)}1234567890PPDPAYOUT${blank(10)}261215   1021000020000001`,
      `622011000015123456789${blank(8)}0000012345P-1${blank(12)}JANE DOE${blank(16)}0021000020000001`,
      `82200000010001100001000000000000000000012345${'1234567890'}${blank(25)}021000020000001`,
      `5220BUNPAI${blank(30)}1234567890CCDPAYOUT${blank(10)}261215   1021000020000002`,
      `632011000015123456789${blank(8)}0000000055P-1${blank(12)}JANE DOE${blank(16)}1021000020000002`,
      `705NOVEMBER${blank(72)}00010000002`,
      `82200000020001100001000000000000000000000055${'1234567890'}${blank(25)}021000020000002`,
      `9000002000001000000030002200002000000000000000000012400${blank(39)}`,
      '9'.repeat(94),
      '',
    ]);
  });

  it('is accepted by the checker, whatever is paid to whom', () => {
    const anyTransfer = fc.record({
      entryClass: fc.constantFrom('PPD', 'CCD'),
      routing: fc.constantFrom('011000015', '021000021', '121000358'),
      account: fc.stringMatching(/^[A-Z0-9]{1,17}$/),
      kind: fc.constantFrom('checking', 'savings'),
      amountMinor: fc.bigInt(1n, 9_999_999_999n),
      id: fc.stringMatching(/^[A-Z0-9-]{0,15}$/),
      name: fc.stringMatching(/^[A-Z][A-Z .'-]{0,21}$/),
      addenda: fc.stringMatching(/^[A-Z0-9 *]{0,80}$/),
    }) satisfies fc.Arbitrary<NachaTransfer>;
    fc.assert(
      fc.property(fc.array(anyTransfer, { minLength: 1, maxLength: 25 }), (transfers) => {
        const encoded = encodeNacha(order(transfers), context);
        if (encoded.outcome !== 'encoded') throw new Error(JSON.stringify(encoded));
        expect(encoded.bytes.length % 950).toBe(0);
        expect(verdictOf(checkNacha(encoded.bytes, context))).toBe('accept');
      }),
    );
  });

  it.each<[string, Partial<NachaTransfer>, RegExp]>([
    ['nothing', { amountMinor: 0n }, /amount/],
    ['a hundred million dollars', { amountMinor: 10_000_000_000n }, /amount/],
    ['a wrong routing number', { routing: '011000016' }, /^routing: the check digit/],
    ['letters outside ASCII', { name: '山田' }, /name/],
    ['no name', { name: ' ' }, /^name: is missing/],
    ['an account with a letter that would be spelled', { account: '12é' }, /^account: 1 to 17 .* got "12é"$/],
    ['an account of 18 letters', { account: '1'.repeat(18) }, /^account: 1 to 17 /],
    ['an id that is too long', { id: 'P'.repeat(16) }, /id/],
  ])('is refused for %s, naming the transfer', (_what, wrong, reason) => {
    const encoded = encodeNacha(order([transfer, { ...transfer, ...wrong }]), context);
    if (encoded.outcome !== 'refused') throw new Error('encoded');
    expect(encoded.findings).toContainEqual(
      expect.objectContaining({ record: 2, severity: 'reject', reason: expect.stringMatching(reason) }),
    );
  });

  it('has CR LF after every record where the bank wants it', () => {
    const encoded = encodeNacha({ ...order([transfer]), lineEnd: 'crlf' }, context);
    if (encoded.outcome !== 'encoded') throw new Error(JSON.stringify(encoded));
    expect(lettersOfBytes(encoded.bytes)).toMatch(/^(?:[ -~]{94}\r\n){10}$/);
    expect(checkNacha(encoded.bytes, context)).toEqual([]);
  });

  it('is told once of what stands in the batch of each entry class', () => {
    const transfers = [transfer, { ...transfer, id: 'P-2', entryClass: 'CCD' }] as const;
    const { company, ...rest } = order(transfers);
    const given = { ...rest, company: { ...company, name: 'Müller' } };
    const closed = { on: '2026-12-15', isBankDay: () => false };
    expect(encodeNacha(given, closed)).toMatchObject({
      warnings: [
        { record: 0, reason: 'company.name: reads differently: "Mueller"' },
        { record: 0, reason: 'effectiveDate: banks are closed on 2026-12-15 and settle on the next day' },
      ],
    });
  });

  it('tells nothing to a payee to whom only blanks are said', () => {
    const encoded = encodeNacha(order([{ ...transfer, addenda: '  ' }]), context);
    if (encoded.outcome !== 'encoded') throw new Error(JSON.stringify(encoded));
    expect(lettersOfBytes(encoded.bytes)).not.toMatch(/^7/m);
  });

  it('says how a name reads that has no letters of its own in ASCII', () => {
    expect(encodeNacha(order([{ ...transfer, name: 'Jürgen Groß' }]), context)).toMatchObject({
      warnings: [{ record: 1, severity: 'warn', reason: 'name: reads differently: "Juergen Gross"' }],
    });
  });

  it('spells accents plainly and cuts a long name, which is told', () => {
    const encoded = encodeNacha(order([{ ...transfer, name: 'JOSÉ MARÍA FERNÁNDEZ DE LA CRUZ' }]), context);
    if (encoded.outcome !== 'encoded') throw new Error(JSON.stringify(encoded));
    expect(lettersOfBytes(encoded.bytes)).toContain('JOSE MARIA FERNANDEZ D');
    expect(encoded.warnings).toMatchObject([{ record: 1, severity: 'warn' }]);
  });
});
