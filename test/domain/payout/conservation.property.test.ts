import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BankAccount, Scheme } from '../../../domain/payout/bank-account.ts';
import { currencyOf } from '../../../domain/payout/bank-account.ts';
import { exchangeParts } from '../../../domain/payout/batch-exchange.ts';
import { referenceOf } from '../../../domain/payout/batch-file.ts';
import { matchResults } from '../../../domain/payout/match-results.ts';
import type { Payout } from '../../../domain/payout/payout.ts';
import { itemOf } from '../../../domain/payout/payout.ts';
import {
  approvedPayoutEntry,
  exchangeEntry,
  remittanceEntry,
  reopenedEntry,
  returnEntry,
} from '../../../domain/payout/payout-entries.ts';
import { remittanceOrder } from '../../../domain/payout/remittance-order.ts';
import type { SendingTerms } from '../../../domain/payout/sending-terms.ts';
import { valueDateOf } from '../../../domain/payout/value-date.ts';
import { encodeNacha } from '../../../domain/remittance/encode-nacha.ts';
import { encodePain } from '../../../domain/remittance/encode-pain.ts';
import { encodeZengin } from '../../../domain/remittance/encode-zengin.ts';
import type { RemittanceResult } from '../../../domain/remittance/result.ts';
import { ZENGIN_DEFAULTS } from '../../../domain/remittance/zengin-order.ts';
import { calendarOf } from '../../../domain/settlement/calendar.ts';
import { bankDaysOf } from '../../../functions/runtime/bank-days.ts';
import { aBatch, aPayout, NOON } from '../../store/facts.ts';
import { balancesOf } from '../../support/balances.ts';
import { aProgram } from '../../support/build.ts';

const bank: Readonly<Record<Scheme, BankAccount>> = {
  zengin: {
    scheme: 'zengin',
    bankCode: '0005',
    branchCode: '123',
    accountType: 'ordinary',
    accountNumber: '1234567',
    holder: 'サクラ',
  },
  sepa: { scheme: 'sepa', iban: 'DE89370400440532013000', bic: null, holder: 'Sakura' },
  nacha: {
    scheme: 'nacha',
    routingNumber: '021000021',
    accountNumber: '12345',
    accountType: 'checking',
    holderKind: 'person',
    holder: 'SAKURA',
  },
};
const sending: Readonly<Record<Scheme, SendingTerms>> = {
  zengin: { format: 'zengin', clientCode: '1234567890', bankName: '', branchName: '', options: ZENGIN_DEFAULTS },
  sepa: { format: 'pain.001.001.09', address: null, batchBooking: true },
  nacha: {
    format: 'nacha',
    destination: { routing: '021000021', name: 'CHASE' },
    origin: { id: '1234567890', name: 'BUNPAI' },
    company: { id: '1234567890', name: 'BUNPAI', odfi: '02100002', description: 'PAYOUT' },
  },
};

const minor = (max: number) => fc.bigInt({ min: 0n, max: BigInt(max) });
const scheme = fc.constantFrom<Scheme>('zengin', 'sepa', 'nacha');

/** Payouts of one batch, whatever the law added or kept back, exchanged at whatever rate. */
const batchOfPayouts = fc.record({
  scheme,
  amounts: fc.array(
    fc.record({
      payable: minor(9_000_000),
      tax: minor(900_000),
      added: minor(1000),
      withheld: minor(100_000),
      sent: minor(9_999_999),
    }),
    { minLength: 1, maxLength: 12 },
  ),
});
type Drawn = typeof batchOfPayouts extends fc.Arbitrary<infer T> ? T : never;

function payoutsOf({ scheme, amounts }: Drawn): readonly Payout[] {
  const transferCurrency = currencyOf(scheme);
  return amounts.map(({ payable, tax, added, withheld, sent }, index) => {
    // Withheld is never more than there is.
    const payableMinor = payable + withheld + 1n;
    const netMinor = payableMinor + tax + added - withheld;
    const transferMinor = transferCurrency === 'JPY' ? netMinor : sent + 1n;
    const taxes = { taxMinor: tax, grossUpMinor: added, withholdingMinor: withheld };
    const partnerId = `ptn_${index}`;
    const payoutId = `2026-10/${partnerId}`;
    return aPayout({ partnerId, payoutId, payableMinor, ...taxes, netMinor, transferMinor, transferCurrency });
  });
}

function batchOf(drawn: Drawn, payouts: readonly Payout[]) {
  const transferCurrency = currencyOf(drawn.scheme);
  const items = payouts.map((payout) => itemOf(payout, 1));
  return aBatch({ scheme: drawn.scheme, status: 'remitted', transferCurrency, items });
}

const day = { at: NOON, calendar: calendarOf('Asia/Tokyo') };
const program = aProgram();

/** The sum that a file says of itself, in minor units. */
function saidBy(drawn: Drawn, payouts: readonly Payout[]): bigint {
  const { scheme } = drawn;
  const batch = batchOf(drawn, payouts);
  const payer = { account: bank[scheme], sending: sending[scheme] };
  const order = remittanceOrder({ batch, payer, payees: payouts.map(() => bank[scheme]) });
  const context = (name: 'jp' | 'target2' | 'us-fed') => ({ on: batch.valueDate, isBankDay: bankDaysOf(name) });
  if (order === null) throw new Error('no order');
  const encoded =
    order.format === 'zengin'
      ? encodeZengin(order.order, context('jp'))
      : order.format === 'nacha'
        ? encodeNacha(order.order, context('us-fed'))
        : encodePain(order.order, order.format, context('target2'));
  if (encoded.outcome === 'refused') throw new Error(JSON.stringify(encoded.findings));
  const text = Buffer.from(encoded.bytes).toString('latin1');
  if (scheme === 'zengin') return BigInt(/^8\d{6}(\d{12})/m.exec(text)?.[1] ?? '-1');
  if (scheme === 'nacha') return BigInt(/^9\d{6}\d{6}\d{8}\d{10}\d{12}(\d{12})/m.exec(text)?.[1] ?? '-1');
  return BigInt((/<CtrlSum>(.*?)</.exec(text)?.[1] ?? '-1').replace('.', ''));
}

describe('the money of a batch', () => {
  it('is the same in the batch, in its file and in what the entries put in payout', () => {
    fc.assert(
      fc.property(batchOfPayouts, (drawn) => {
        const payouts = payoutsOf(drawn);
        const totalMinor = payouts.reduce((sum, { transferMinor }) => sum + transferMinor, 0n);
        expect(saidBy(drawn, payouts)).toBe(totalMinor);
        const inPayout = payouts.map((payout) => inPayoutBy(payout, [approvedPayoutEntry(payout, program, day)]));
        expect(inPayout).toEqual(payouts.map(({ transferMinor }) => transferMinor));
      }),
      { numRuns: 60 },
    );
  });

  it('leaves nothing in payout when it is paid, and all of it when it came back', () => {
    fc.assert(
      fc.property(batchOfPayouts, (drawn) => {
        for (const payout of payoutsOf(drawn)) {
          const approved = approvedPayoutEntry(payout, program, day);
          const paid = remittanceEntry(payout, program, day, 'a');
          expect(inPayoutBy(payout, [approved, paid])).toBe(0n);
          expect(inPayoutBy(payout, [approved, paid, returnEntry(payout, program, day, 'a')])).toBe(
            payout.transferMinor,
          );
          for (const { postings } of [approved, paid]) {
            expect(postings.every(({ amountMinor }) => amountMinor > 0n)).toBe(true);
          }
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('the exchange of a batch', () => {
  const rates = fc.constantFrom('0.0061', '0.00649123', '1', '152.37', '0.3333');
  it('leaves nothing between the currencies, whatever the bank took, and gives all of it back when it is opened again', () => {
    fc.assert(
      fc.property(batchOfPayouts, rates, minor(99_000_000), (drawn, rate, paidMinor) => {
        const transferCurrency = currencyOf(drawn.scheme);
        fc.pre(transferCurrency !== 'JPY');
        const locked = { date: '2026-10-31', from: 'JPY', to: transferCurrency, rate };
        const payouts = payoutsOf(drawn).map((payout) => ({ ...payout, rate: locked }));
        const parts = exchangeParts(batchOf(drawn, payouts).items, paidMinor);
        const sums = { booked: 0n, cash: 0n, realised: 0n };
        for (const [index, payout] of payouts.entries()) {
          const settled = { day, reference: 'fx', costMinor: parts[index]?.costMinor ?? 0n };
          const sent = [approvedPayoutEntry(payout, program, day), remittanceEntry(payout, program, day, 'a')];
          const exchange = exchangeEntry(payout, program, settled);
          const after = balancesOf([...sent, exchange], ALL);
          for (const open of ['fx', 'rounding'] as const) expect(after.get('JPY')?.get(open) ?? 0n).toBe(0n);
          for (const name of ['fx', 'cash'] as const) expect(after.get(transferCurrency)?.get(name)).toBe(0n);
          sums.booked += payout.netMinor;
          sums.cash += after.get('JPY')?.get('cash') ?? 0n;
          sums.realised += after.get('JPY')?.get('fx/realised') ?? 0n;
          const opened = balancesOf([...sent, exchange, reopenedEntry(payout, program, settled)], ALL);
          expect(balancesBut0(opened)).toEqual(balancesBut0(balancesOf(sent, ALL)));
        }
        expect(sums).toEqual({ ...sums, cash: paidMinor, realised: sums.booked - paidMinor });
      }),
      { numRuns: 60 },
    );
  });
});

const ALL = { bookedOn: null, effectiveAt: null };
const balancesBut0 = (balances: ReturnType<typeof balancesOf>) =>
  [...balances].map(([currency, own]) => [currency, [...own].filter(([, minor]) => minor !== 0n).sort()]);

function inPayoutBy(payout: Payout, entries: readonly ReturnType<typeof approvedPayoutEntry>[]): bigint {
  const account = `partner/${payout.partnerId}/in-payout`;
  let sum = 0n;
  for (const { postings, currency: own } of entries) {
    for (const { from, to, amountMinor, currency = own } of postings) {
      if (currency !== payout.transferCurrency) continue;
      if (to === account) sum += amountMinor;
      if (from === account) sum -= amountMinor;
    }
  }
  return sum;
}

describe('results of a bank', () => {
  const outcomes = fc.array(fc.constantFrom('confirmed', 'returned', 'rejected', 'unknown', 'wrong'), {
    minLength: 12,
    maxLength: 12,
  });

  it('are each found or parked, whatever their order', () => {
    fc.assert(
      fc.property(batchOfPayouts, outcomes, fc.nat(), (drawn, told, turn) => {
        const payouts = payoutsOf(drawn);
        const batch = batchOf(drawn, payouts);
        const results = payouts.map((payout, index): RemittanceResult => {
          const said = told[index] ?? 'confirmed';
          const isOdd = said === 'unknown' || said === 'wrong';
          return {
            record: index + 1,
            of: 'transfer',
            key: said === 'unknown' ? `0/${index}` : index % 2 === 0 ? referenceOf(batch, index) : payout.payoutId,
            outcome: isOdd ? 'confirmed' : (said as 'confirmed'),
            reasonCode: '',
            reason: '',
            amountMinor: said === 'wrong' ? payout.transferMinor + 1n : payout.transferMinor,
            currency: payout.transferCurrency,
          };
        });
        const at = turn % results.length;
        const turned = [...results.slice(at), ...results.slice(0, at)];
        const [straight, other] = [results, turned].map((each) =>
          matchResults([batch], { results: each, passedOver: [] }),
        );
        const found = straight?.byBatch.get(batch.batchId) ?? [];
        expect(found.length + (straight?.unmatched.length ?? 0)).toBe(results.length);
        const sorted = (list: readonly { payoutId: string }[]) =>
          list.toSorted((a, b) => (a.payoutId < b.payoutId ? -1 : 1));
        expect(sorted(other?.byBatch.get(batch.batchId) ?? [])).toEqual(sorted(found));
        expect(straight?.unmatched.filter(({ why }) => why === 'other-amount')).toHaveLength(
          told.slice(0, payouts.length).filter((said) => said === 'wrong').length,
        );
      }),
      { numRuns: 60 },
    );
  });
});

describe('the day on which banks are told to pay', () => {
  it('is a day of theirs, ahead, and the due day wherever it can be', () => {
    const dates = fc
      .integer({ min: 0, max: 1500 })
      .map((days) => new Date(NOON + days * 86_400_000).toISOString().slice(0, 10));
    const shift = fc.constantFrom('before' as const, 'after' as const);
    const name = fc.constantFrom('jp' as const, 'target2' as const, 'us-fed' as const);
    fc.assert(
      fc.property(dates, dates, shift, name, (due, today, shift, name) => {
        const isBankDay = bankDaysOf(name);
        const value = valueDateOf({ due: { nominal: due, actual: due }, shift, today, isBankDay });
        expect(isBankDay(value)).toBe(true);
        expect(value > today).toBe(true);
        if (due > today && isBankDay(due)) expect(value).toBe(due);
      }),
      { numRuns: 200 },
    );
  });
});
