import * as z from 'zod';
import type { PainOrder } from '../../domain/remittance/pain-order.ts';
import { amountIn, readJsonBy } from './order-fields.ts';

const text = z.string();
const code = (what: string) =>
  text.transform((given) => given.replace(/\s/g, '').toUpperCase()).pipe(text.min(1, what));
const address = z.strictObject({
  street: text.default(''),
  building: text.default(''),
  postCode: text.default(''),
  town: text.min(1, 'a town is wanted with an address'),
  country: text.regex(/^[A-Z]{2}$/, 'two capital letters'),
  lines: z.array(text.max(70, 'at most 70 letters')).max(2, 'at most two lines').default([]),
});
const party = z
  .strictObject({
    name: text,
    iban: code('an IBAN is wanted'),
    bic: code('a BIC').optional(),
    address: address.optional(),
  })
  .transform(({ bic = '', address = null, ...rest }) => ({ ...rest, bic, address }));
const transfer = z
  .strictObject({
    endToEndId: text.default(''),
    amount: amountIn('EUR'),
    debtor: party.optional(),
    executionDate: z.iso.date().optional(),
    creditor: party,
    text: text.optional(),
    reference: code('a reference').optional(),
  })
  .refine(({ text, reference }) => text === undefined || reference === undefined, {
    path: ['reference'],
    message: 'stands in the place of text: give one',
  });

const painOrder = z
  .strictObject({
    messageId: text,
    createdAt: z.iso
      .datetime({ offset: true, local: true })
      .regex(/T\d\d:\d\d:\d\d/, 'seconds are wanted, as in 2026-12-14T09:00:00Z'),
    initiator: text.optional(),
    debtor: party,
    executionDate: z.iso.date(),
    batchBooking: z.boolean().default(true),
    transfers: z.array(transfer),
  })
  .transform(
    ({ initiator, debtor, executionDate, transfers, ...rest }): PainOrder => ({
      ...rest,
      initiator: initiator ?? debtor.name,
      transfers: transfers.map(({ text, reference, amount, ...own }) => ({
        endToEndId: own.endToEndId,
        amountMinor: amount,
        creditor: own.creditor,
        debtor: own.debtor ?? debtor,
        executionDate: own.executionDate ?? executionDate,
        information: informationOf(text, reference),
      })),
    }),
  );

function informationOf(text: string | undefined, reference: string | undefined) {
  if (reference !== undefined) return { kind: 'reference', reference } as const;
  return text === undefined ? ({ kind: 'none' } as const) : ({ kind: 'text', text } as const);
}

/** The order of a JSON file, or a refusal that names every field that is not right. */
export function readPainOrder(file: string, content: string): PainOrder {
  return readJsonBy(painOrder, file, content);
}
