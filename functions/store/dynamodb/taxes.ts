import { Broken } from '../../../domain/errors.ts';
import type { KeptFee } from '../../../domain/tax/paid-fee.ts';
import type { StatementTax } from '../../../domain/tax/statement-tax.ts';
import { ordered } from '../order.ts';
import type { TaxBook, TaxBookName, TaxBooks, TaxStore } from '../tax-store.ts';
import type { Row, Table } from './items.ts';
import { factsOf, getFact, listFacts, putOnce, replaceFactIf } from './items.ts';
import { key, partitions, ranges } from './table.ts';

export function dynamoTaxes(records: Table): TaxStore {
  return {
    book: async <K extends keyof TaxBooks>(name: TaxBookName<K>) =>
      unowned(await getFact<TaxBook<TaxBooks[K]>>(records, key.taxBook(name))),
    advanceBook: async (name, expected, next) => {
      const recordedAt = next.versions.at(-1)?.draftedAt ?? 0;
      const row = { recordedAt, key: key.taxBook(name) };
      if (name.book !== 'profile') return await replaceFactIf(records, { ...row, fact: next, type: null }, expected);
      // What tells of it reads the item alone, which must say whose it is.
      const owned = <T>(book: T) => ({ ...book, partnerId: name.id });
      const before = expected === null ? null : owned(expected);
      return await replaceFactIf(records, { ...row, fact: owned(next), type: 'tax-profile' }, before);
    },
    putStatementTax: async (merchantId, tax, recordedAt) =>
      await putNew(records, { fact: tax, recordedAt, key: key.statementTax(merchantId, tax), type: null }),
    statementTax: async (merchantId, of) => await getFact<StatementTax>(records, key.statementTax(merchantId, of)),
    statementTaxes: async (merchantId, partnerId) =>
      ordered(
        await listFacts<StatementTax>(records, partitions.statementTaxes(merchantId, partnerId)),
        ({ periodId }) => periodId,
        ({ programId }) => programId,
      ),
    putPaidFee: async (merchantId, paid, recordedAt) =>
      await putNew(records, { fact: paid, recordedAt, key: key.paidFee(merchantId, paid), type: null }),
    paidFees: async (merchantId, month) =>
      inOrder(await listFacts<KeptFee>(records, partitions.paidFees(merchantId, month))),
    paidFeesOf: async (merchantId, partnerId, month) =>
      inOrder(await factsOf<KeptFee>(records, ranges.paidFees(merchantId, partnerId, month))),
  };
}

function unowned<T>(book: TaxBook<T> | null): TaxBook<T> | null {
  return book === null ? null : { versions: book.versions };
}

function inOrder(fees: readonly KeptFee[]): readonly KeptFee[] {
  return ordered(
    fees,
    ({ partnerId }) => partnerId,
    ({ paymentId }) => paymentId,
  );
}

async function putNew<T>(records: Table, row: Row<T>): Promise<'created' | 'repeated'> {
  const { outcome } = await putOnce(records, row);
  if (outcome === 'conflict') {
    throw new Broken('tax.conflict', `${row.key.pk} ${row.key.sk} is already recorded, otherwise`);
  }
  return outcome;
}
