import * as z from 'zod';
import type { NachaOrder } from '../../domain/remittance/nacha-order.ts';
import { amountIn, readJsonBy } from './order-fields.ts';

const text = z.string();
const routing = text.regex(/^\d{9}$/, 'nine digits');
const entryClass = z.enum(['PPD', 'CCD']);
const transfer = z.strictObject({
  entryClass: entryClass.optional(),
  routing,
  account: text.min(1, 'an account is wanted').max(17, 'at most 17 letters'),
  kind: z.enum(['checking', 'savings']).default('checking'),
  amount: amountIn('USD'),
  id: text.default(''),
  name: text,
  addenda: text.default(''),
});

const nachaOrder = z
  .strictObject({
    destination: z.strictObject({ routing, name: text.default('') }),
    origin: z.strictObject({
      id: text.regex(/^[A-Z0-9]{1,10}$/, 'up to ten digits or capital letters'),
      name: text.default(''),
    }),
    company: z.strictObject({
      name: text.min(1, 'a name is wanted'),
      id: text.min(1, 'the id that the bank gave is wanted'),
      odfi: text.regex(/^\d{8}$/, 'eight digits').optional(),
      description: text.min(1, 'a description is wanted'),
    }),
    createdAt: z.iso.datetime({ precision: -1, local: true }),
    fileIdModifier: text.regex(/^[A-Z0-9]$/, 'A to Z or 0 to 9').default('A'),
    effectiveDate: z.iso.date(),
    lineEnd: z.enum(['lf', 'crlf']).default('lf'),
    entryClass: entryClass.default('PPD'),
    transfers: z.array(transfer),
  })
  .transform(
    ({ entryClass: usual, company, transfers, ...rest }): NachaOrder => ({
      ...rest,
      company: { ...company, odfi: company.odfi ?? rest.destination.routing.slice(0, 8) },
      transfers: transfers.map(({ amount, entryClass, ...own }) => ({
        ...own,
        amountMinor: amount,
        entryClass: entryClass ?? usual,
      })),
    }),
  );

/** The order of a JSON file, or a refusal that names every field that is not right. */
export function readNachaOrder(file: string, content: string): NachaOrder {
  return readJsonBy(nachaOrder, file, content);
}
