import * as z from 'zod';
import type { NachaOrder } from '../../domain/remittance/nacha-order.ts';
import { dateSchema } from '../../functions/contract/schemas/common.ts';
import { amountIn, formed, readJsonBy, timeLike } from './order-fields.ts';

const text = z.string();
const routing = formed(/^\d{9}$/, 'nine digits');
const entryClass = z.enum(['PPD', 'CCD']);
const transfer = z.strictObject({
  entryClass: entryClass.optional(),
  routing,
  account: formed(/^[!-~]{1,17}$/, '1 to 17 letters and digits of ASCII without spaces'),
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
      id: formed(/^[A-Z0-9]{1,10}$/, 'one to ten digits or capital letters'),
      name: text.default(''),
    }),
    company: z.strictObject({
      name: formed(/\S/, 'the name of the company'),
      id: formed(/\S/, 'the id that the bank gave'),
      odfi: formed(/^\d{8}$/, 'eight digits').optional(),
      description: formed(/\S/, 'what the payees are told, such as "PAYOUT"'),
    }),
    createdAt: timeLike(/T\d\d:\d\d$/, '2026-12-14T09:00'),
    fileIdModifier: formed(/^[A-Z0-9]$/, 'A to Z or 0 to 9').default('A'),
    effectiveDate: dateSchema,
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
export function readNachaOrder(file: string, bytes: Uint8Array): NachaOrder {
  return readJsonBy(nachaOrder, file, bytes);
}
