import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodePain } from '../../../domain/remittance/encode-pain.ts';
import { bicProblem, creditorReferenceProblem, ibanProblem } from '../../../domain/remittance/iban.ts';
import { latinText, SEPA_LETTERS } from '../../../domain/remittance/latin-text.ts';
import type { PainOrder, PainParty, PainTransfer } from '../../../domain/remittance/pain-order.ts';

const context = { on: '2026-12-14', isBankDay: () => true };
const party = (name: string, iban: string): PainParty => ({ name, iban, bic: '', address: null });
const debtor = party('Bunpai GmbH', 'DE89370400440532013000');
const transfer: PainTransfer = {
  endToEndId: 'P-1',
  amountMinor: 12_050n,
  debtor,
  executionDate: '2026-12-15',
  creditor: party('Marie Dupont', 'FR1420041010050500013M02606'),
  information: { kind: 'none' },
};
const order = (transfers: readonly PainTransfer[]): PainOrder => ({
  messageId: 'M-1',
  createdAt: '2026-12-14T09:00:00Z',
  initiator: 'Bunpai',
  batchBooking: true,
  transfers,
});
function written(transfers: readonly PainTransfer[]): string {
  const encoded = encodePain(order(transfers), 'pain.001.001.09', context);
  if (encoded.outcome !== 'encoded') throw new Error(JSON.stringify(encoded.findings));
  return new TextDecoder().decode(encoded.bytes);
}

describe('an order as a credit transfer initiation', () => {
  it('has a block for each execution date and debtor account', () => {
    const other = { ...transfer, debtor: party('Bunpai GmbH', 'NL91ABNA0417164300') };
    const text = written([
      { ...transfer, endToEndId: 'A' },
      { ...other, endToEndId: 'B' },
      { ...transfer, endToEndId: 'C', executionDate: '2026-12-16' },
      { ...transfer, endToEndId: 'D' },
    ]);
    expect([...text.matchAll(/<PmtInfId>(.*?)</g)].map(([, id]) => id)).toEqual(['M-1-1', 'M-1-2', 'M-1-3']);
    expect([...text.matchAll(/<EndToEndId>(.*?)</g)].map(([, id]) => id)).toEqual(['A', 'D', 'B', 'C']);
    expect([...text.matchAll(/<NbOfTxs>(.*?)</g)].map(([, count]) => count)).toEqual(['4', '2', '1', '1']);
    expect([...text.matchAll(/<CtrlSum>(.*?)</g)].map(([, sum]) => sum)).toEqual([
      '482.00',
      '241.00',
      '120.50',
      '120.50',
    ]);
  });

  it('sums to the cent, whatever the amounts', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt(1n, 99_999_999_999n), { minLength: 1, maxLength: 20 }), (amounts) => {
        const text = written(amounts.map((amountMinor, at) => ({ ...transfer, amountMinor, endToEndId: `P-${at}` })));
        const cents = (amount: string) => BigInt(amount.replace('.', ''));
        const paid = [...text.matchAll(/<InstdAmt Ccy="EUR">(\d+\.\d\d)</g)].map(([, amount = '']) => cents(amount));
        expect(paid).toEqual(amounts);
        expect(cents(/<CtrlSum>(.*?)</.exec(text)?.[1] ?? '')).toBe(amounts.reduce((a, b) => a + b));
      }),
    );
  });

  it('names the transfer of the order, not of the block', () => {
    const wrong = { ...transfer, executionDate: '2026-12-16', amountMinor: 0n };
    const encoded = encodePain(
      order([transfer, wrong, { ...transfer, endToEndId: 'P-3' }]),
      'pain.001.001.03',
      context,
    );
    expect(encoded).toMatchObject({ outcome: 'refused' });
    if (encoded.outcome === 'refused') {
      expect(encoded.findings.filter(({ severity }) => severity === 'reject')).toMatchObject([{ record: 2 }]);
    }
  });
});

describe('what is wrong with an order', () => {
  const paris = { street: '', building: '', postCode: '', town: 'Paris', country: 'FR', lines: [] };
  it.each<[string, Partial<PainTransfer>]>([
    ['text: at most 140 letters', { information: { kind: 'text', text: 'a'.repeat(141) } }],
    ['text: is missing', { information: { kind: 'text', text: ' ' } }],
    ['reference: ', { information: { kind: 'reference', reference: '12345' } }],
    ['creditor.name: at most 70 letters', { creditor: { ...transfer.creditor, name: 'a'.repeat(71) } }],
    ['creditor.iban: ', { creditor: party('Marie', 'FR1520041010050500013M02606') }],
    ['creditor.bic: ', { creditor: { ...transfer.creditor, bic: 'AGRIFRP' } }],
    [
      'creditor.address.lines: at most 70 letters',
      { creditor: { ...transfer.creditor, address: { ...paris, lines: ['\u00fc'.repeat(36)] } } },
    ],
    [
      'creditor.address.town: at most 35 letters',
      { creditor: { ...transfer.creditor, address: { ...paris, town: 'a'.repeat(36) } } },
    ],
    ['endToEndId: ', { endToEndId: '/1' }],
    ['amount: ', { amountMinor: 0n }],
  ])('is told in the words of the order and of its transfer: %s', (reason, wrong) => {
    const later = { ...transfer, executionDate: '2026-12-16' };
    const encoded = encodePain(order([transfer, later, { ...transfer, ...wrong }]), 'pain.001.001.09', context);
    expect(
      encoded.outcome === 'refused' && encoded.findings.filter(({ severity }) => severity === 'reject'),
    ).toMatchObject([{ record: 3, severity: 'reject', reason: expect.stringMatching(`^${reason}`) }]);
  });

  it('is said of the whole order once', () => {
    const wrong = { ...order([transfer]), messageId: '/1', initiator: 'a'.repeat(71) };
    expect(encodePain(wrong, 'pain.001.001.09', context)).toMatchObject({
      findings: [
        { record: 0, reason: expect.stringMatching(/^initiator: at most 70/) },
        { record: 0, reason: expect.stringMatching(/^messageId: /) },
      ],
    });
  });
});

describe('texts for SEPA', () => {
  it.each([
    ['Jürgen Müßig', 'Juergen Muessig'],
    ['Renée Lefèvre', 'Renee Lefevre'],
    ['Łukasz Žižek', 'Lukasz Zizek'],
    ['Smørrebrød & Æblegrød', 'Smorrebrod + Aeblegrod'],
    ['ÅNGSTRÖM', 'ANGSTROEM'],
    ['Özil ÖZIL', 'Oezil OEZIL'],
  ])('%s is written %s', (given, text) =>
    expect(latinText(given, SEPA_LETTERS)).toEqual({ outcome: 'latin', text, isChanged: true }),
  );

  it.each(['山田', 'やまだ', 'Иван', 'Ωmega', '😀'])('%s is refused', (given) => {
    expect(latinText(given, SEPA_LETTERS)).toMatchObject({ outcome: 'refused' });
  });
});

describe('accounts of SEPA', () => {
  it.each(['DE89370400440532013000', 'GB29NWBK60161331926819', 'NO9386011117947', 'MT84MALT011000012345MTLCAST001S'])(
    '%s is an IBAN',
    (iban) => expect(ibanProblem(iban)).toBeNull(),
  );
  it.each([
    'DE88370400440532013000',
    'DE8937040044053201300',
    'de89370400440532013000',
    'DE89 3704 0044 0532 0130 00',
    '',
  ])('"%s" is no IBAN', (iban) => expect(ibanProblem(iban)).not.toBeNull());
  it('no digit of an IBAN can change alone', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 21 }), fc.integer({ min: 1, max: 9 }), (at, by) => {
        const iban = 'DE89370400440532013000';
        const digit = (Number(iban[at]) + by) % 10;
        expect(ibanProblem(iban.slice(0, at) + digit + iban.slice(at + 1))).not.toBeNull();
      }),
    );
  });
  it.each(['DEUTDEFF', 'DEUTDEFF500', 'E097DEFF'])('%s is a BIC', (bic) =>
    expect(bicProblem(bic, 'pain.001.001.09')).toBeNull(),
  );
  it('digits in the first four places of a BIC are newer than .03', () =>
    expect(bicProblem('E097DEFF', 'pain.001.001.03')).not.toBeNull());
  it.each(['DEUTDEF', 'DEUTDEFF50', 'deutdeff', 'DEUT1EFF'])('%s is no BIC', (bic) =>
    expect(bicProblem(bic, 'pain.001.001.09')).not.toBeNull(),
  );
  it('references have check digits', () => {
    expect(creditorReferenceProblem('RF18539007547034')).toBeNull();
    expect(creditorReferenceProblem('RF19539007547034')).not.toBeNull();
  });
});
