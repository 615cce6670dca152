import * as z from 'zod';
import type { PainOrder } from '../../domain/remittance/pain-order.ts';
import { countrySchema, dateSchema } from '../../functions/contract/schemas/common.ts';
import { shown } from '../../functions/contract/shown.ts';
import { amountIn, formed, readJsonBy, timeLike } from './order-fields.ts';

const text = z.string();
/** A code as people write it, in groups and small letters. */
const code = (what: string) =>
  text.transform((given) => given.replace(/\s/g, '').toUpperCase()).pipe(formed(/./, what));
const address = z.strictObject({
  street: text.default(''),
  building: text.default(''),
  postCode: text.default(''),
  town: formed(/\S/, 'a town, which every address has'),
  country: countrySchema,
  lines: z
    .array(text)
    .max(2, { error: ({ input }) => `must be at most two lines, got ${shown(input)}` })
    .default([]),
});
const party = z
  .strictObject({
    name: text,
    iban: code('an IBAN'),
    bic: code('a BIC, or left out').optional(),
    address: address.optional(),
  })
  .transform(({ bic = '', address = null, ...rest }) => ({ ...rest, bic, address }));
const transfer = z
  .strictObject({
    endToEndId: text.default(''),
    amount: amountIn('EUR'),
    debtor: party.optional(),
    executionDate: dateSchema.optional(),
    creditor: party,
    text: text.optional(),
    reference: code('a reference, or left out').optional(),
  })
  .refine(({ text, reference }) => text === undefined || reference === undefined, {
    path: ['reference'],
    message: 'stands in the place of text: give one',
  });

const painOrder = z
  .strictObject({
    messageId: text,
    createdAt: timeLike(/T\d\d:\d\d:\d\d/, '2026-12-14T09:00:00Z'),
    initiator: text.optional(),
    debtor: party,
    executionDate: dateSchema,
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
export function readPainOrder(file: string, bytes: Uint8Array): PainOrder {
  return readJsonBy(painOrder, file, bytes);
}
