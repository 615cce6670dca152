import { Broken } from '../../../domain/errors.ts';
import type { PaidFee } from '../../../domain/tax/paid-fee.ts';
import type { StatementTax } from '../../../domain/tax/statement-tax.ts';
import type { Instant } from '../../../domain/time.ts';
import { ordered } from '../order.ts';
import type { Recorded } from '../scope.ts';
import type { TaxBook, TaxBookName, TaxBooks, TaxStore } from '../tax-store.ts';
import { putOnce, replaceIf } from './put-once.ts';
import { getOrMake } from './spaces.ts';

const named = (...parts: readonly string[]): string => JSON.stringify(parts);

export function memoryTaxes(): TaxStore {
  const books = new Map<string, TaxBook<unknown>>();
  const taxes = new Map<string, Map<string, Recorded<StatementTax>>>();
  const taxesOf = (merchantId: string, partnerId: string) =>
    getOrMake(taxes, named(merchantId, partnerId), () => new Map<string, Recorded<StatementTax>>());
  const fees = new Map<string, Recorded<{ readonly merchantId: string; readonly paid: PaidFee }>>();
  const bookName = ({ merchantId, book, id }: TaxBookName<keyof TaxBooks>): string => named(merchantId, book, id);
  const feesOf = (merchantId: string, month: string): readonly PaidFee[] =>
    ordered(
      [...fees.values()]
        .filter(({ fact }) => fact.merchantId === merchantId && fact.paid.paidOn.startsWith(`${month}-`))
        .map(({ fact }) => fact.paid),
      ({ partnerId }) => partnerId,
      ({ paymentId }) => paymentId,
    );
  return {
    // The name of a book says what is in it.
    book: async <K extends keyof TaxBooks>(name: TaxBookName<K>) =>
      (books.get(bookName(name)) ?? null) as TaxBook<TaxBooks[K]> | null,
    advanceBook: async (name, expected, next) => replaceIf<TaxBook<unknown>>(books, bookName(name), expected, next),
    putStatementTax: async (merchantId, tax, recordedAt) =>
      putNew(taxesOf(merchantId, tax.partnerId), named(tax.periodId, tax.programId), { fact: tax, recordedAt }),
    statementTax: async (merchantId, { partnerId, periodId, programId }) =>
      taxesOf(merchantId, partnerId).get(named(periodId, programId))?.fact ?? null,
    statementTaxes: async (merchantId, partnerId) =>
      ordered(
        [...taxesOf(merchantId, partnerId).values()].map(({ fact }) => fact),
        ({ periodId }) => periodId,
        ({ programId }) => programId,
      ),
    putPaidFee: async (merchantId, paid, recordedAt) =>
      putNew(fees, named(merchantId, paid.paidOn.slice(0, 7), paid.partnerId, paid.paymentId), {
        fact: { merchantId, paid },
        recordedAt,
      }),
    paidFees: async (merchantId, month) => feesOf(merchantId, month),
    paidFeesOf: async (merchantId, partnerId, month) =>
      feesOf(merchantId, month).filter((paid) => paid.partnerId === partnerId),
  };
}

function putNew<T>(map: Map<string, Recorded<T>>, key: string, recorded: { fact: T; recordedAt: Instant }) {
  const { outcome } = putOnce(map, key, recorded);
  if (outcome === 'conflict') throw new Broken('tax.conflict', `${key} is already recorded, otherwise`);
  return outcome;
}
