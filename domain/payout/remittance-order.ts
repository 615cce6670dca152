import { Broken } from '../errors.ts';
import type { NachaOrder } from '../remittance/nacha-order.ts';
import type { PainOrder, PainVersion } from '../remittance/pain-order.ts';
import type { ZenginAccountKind, ZenginOrder } from '../remittance/zengin-order.ts';
import { formatInstant } from '../time.ts';
import type { BankAccount } from './bank-account.ts';
import { referenceOf } from './batch-file.ts';
import type { Batch } from './payout.ts';
import type { SendingTerms } from './sending-terms.ts';

/** The account that a batch is paid from, with what its bank wants of files. */
export interface PayerAccount {
  readonly account: BankAccount;
  readonly sending: SendingTerms;
}

/** A batch with the accounts that it names by version. */
export interface RemittanceToWrite {
  readonly batch: Pick<Batch, 'number' | 'batchId' | 'periodId' | 'valueDate' | 'writtenAt' | 'items'>;
  readonly payer: PayerAccount;
  /** Where the items go, in their order. */
  readonly payees: readonly BankAccount[];
}

/** An order in the terms of its format. */
export type RemittanceOrder =
  | { readonly format: 'zengin'; readonly order: ZenginOrder }
  | { readonly format: PainVersion; readonly order: PainOrder }
  | { readonly format: 'nacha'; readonly order: NachaOrder };

/**
 * What a batch tells the bank. The same batch and accounts are the same order for ever: what stands in it of time is the batch's.
 * Null where accounts and terms are of different schemes, so that nothing could be sent.
 */
export function remittanceOrder(write: RemittanceToWrite): RemittanceOrder | null {
  const { account, sending } = write.payer;
  if (account.scheme === 'zengin' && sending.format === 'zengin') return zenginOf(write, account, sending);
  if (account.scheme === 'nacha' && sending.format === 'nacha') return nachaOf(write, sending);
  if (account.scheme === 'sepa' && sending.format !== 'zengin' && sending.format !== 'nacha') {
    return painOf(write, account, sending);
  }
  return null;
}

type Of<T, K> = Extract<T, K>;
type Sepa = Of<BankAccount, { scheme: 'sepa' }>;
type Zengin = Of<BankAccount, { scheme: 'zengin' }>;

function zenginOf(write: RemittanceToWrite, account: Zengin, sending: Of<SendingTerms, { format: 'zengin' }>) {
  const { batch } = write;
  const { clientCode, options, bankName, branchName } = sending;
  const transfers = pairsOf(write, 'zengin').map(({ payee, item, reference }) => {
    const [code1 = '', code2 = ''] = reference.split('/');
    return {
      account: zenginAccount(payee, { bankName: '', branchName: '' }),
      name: payee.holder,
      amountMinor: item.transferMinor,
      newCode: '0' as const,
      information: { kind: 'codes' as const, code1, code2 },
    };
  });
  const payer = { clientCode, name: account.holder, account: zenginAccount(account, { bankName, branchName }) };
  return { format: 'zengin', order: { payer, valueDate: batch.valueDate, transfers, options } } as const;
}

function zenginAccount(
  { bankCode, branchCode, accountType, accountNumber }: Zengin,
  names: { readonly bankName: string; readonly branchName: string },
) {
  const kind: ZenginAccountKind = accountType;
  return { bankCode, branchCode, kind, number: accountNumber, ...names };
}

function painOf(write: RemittanceToWrite, account: Sepa, sending: Of<SendingTerms, { format: PainVersion }>) {
  const { batch } = write;
  const { format, address, batchBooking } = sending;
  const party = ({ holder, iban, bic }: Sepa) => ({ name: holder, iban, bic: bic ?? '' });
  const transfers = pairsOf(write, 'sepa').map(({ payee, item, reference }) => ({
    endToEndId: reference,
    amountMinor: item.transferMinor,
    debtor: { ...party(account), address },
    executionDate: batch.valueDate,
    creditor: { ...party(payee), address: null },
    information: { kind: 'text' as const, text: `Commission ${batch.periodId}` },
  }));
  const order: PainOrder = {
    messageId: `${batch.periodId}-${batch.number}`,
    createdAt: formatInstant(batch.writtenAt),
    initiator: account.holder,
    batchBooking,
    transfers,
  };
  return { format, order } as const;
}

const FILE_LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const MINUTE_LENGTH = 'YYYY-MM-DDTHH:MM'.length;

function nachaOf(write: RemittanceToWrite, sending: Of<SendingTerms, { format: 'nacha' }>) {
  const { batch } = write;
  const { destination, origin, company, lineEnd = 'lf' } = sending;
  const transfers = pairsOf(write, 'nacha').map(({ payee, item, reference }) => ({
    entryClass: payee.holderKind === 'company' ? ('CCD' as const) : ('PPD' as const),
    routing: payee.routingNumber,
    account: payee.accountNumber,
    kind: payee.accountType,
    amountMinor: item.transferMinor,
    id: reference,
    name: payee.holder,
    addenda: '',
  }));
  const order: NachaOrder = {
    destination,
    origin,
    company,
    createdAt: formatInstant(batch.writtenAt).slice(0, MINUTE_LENGTH),
    fileIdModifier: FILE_LETTERS[Number(batch.number) % FILE_LETTERS.length] ?? 'A',
    effectiveDate: batch.valueDate,
    lineEnd,
    transfers,
  };
  return { format: 'nacha', order } as const;
}

/** Items with their accounts; one of another scheme never comes into a batch of this one. */
function pairsOf<S extends BankAccount['scheme']>({ batch, payees }: RemittanceToWrite, scheme: S) {
  const isOwn = (account: BankAccount | undefined): account is Of<BankAccount, { scheme: S }> =>
    account?.scheme === scheme;
  return batch.items.map((item, index) => {
    const payee = payees[index];
    if (!isOwn(payee)) throw new Broken('batch.other-scheme', `${item.payoutId} does not go by ${scheme}`);
    return { item, payee, reference: referenceOf(batch, index) };
  });
}
