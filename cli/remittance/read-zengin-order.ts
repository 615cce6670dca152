import * as z from 'zod';
import type { ZenginOrder } from '../../domain/remittance/zengin-order.ts';
import { ZENGIN_DEFAULTS } from '../../domain/remittance/zengin-order.ts';
import { dateSchema } from '../../functions/contract/schemas/common.ts';
import { amountIn, formed, readJsonBy } from './order-fields.ts';

const text = z.string();
const account = z.strictObject({
  bankCode: formed(/^\d{4}$/, 'four digits'),
  bankName: text.default(''),
  branchCode: formed(/^\d{3}$/, 'three digits'),
  branchName: text.default(''),
  kind: z.enum(['ordinary', 'current', 'savings', 'other']).default('ordinary'),
  number: formed(/^\d{1,7}$/, 'one to seven digits'),
});
const yen = amountIn('JPY');
const transfer = z
  .strictObject({
    account,
    name: text,
    amount: yen,
    newCode: z.enum(['0', '1', '2']).default('0'),
    customerCode1: formed(/^\d{0,10}$/, 'up to ten digits').default(''),
    customerCode2: formed(/^\d{0,10}$/, 'up to ten digits').default(''),
    ediInformation: text.optional(),
  })
  .transform(({ amount, customerCode1, customerCode2, ediInformation, ...rest }, context) => {
    if (ediInformation !== undefined && customerCode1 + customerCode2 !== '') {
      context.addIssue({
        code: 'custom',
        path: ['ediInformation'],
        message: 'stands in the place of customer codes: give one',
      });
    }
    const information =
      ediInformation === undefined
        ? ({ kind: 'codes', code1: customerCode1, code2: customerCode2 } as const)
        : ({ kind: 'edi', text: ediInformation } as const);
    return { ...rest, amountMinor: amount, information };
  });

const zenginOrder = z.strictObject({
  payer: z.strictObject({ clientCode: formed(/^\d{1,10}$/, 'one to ten digits'), name: text, account }),
  valueDate: dateSchema,
  transfers: z.array(transfer),
  options: z
    .strictObject({
      lineEnd: z.enum(['crlf', 'lf', 'none']).default(ZENGIN_DEFAULTS.lineEnd),
      eof1a: z.boolean().default(ZENGIN_DEFAULTS.eof1a),
      designation: z.enum(['7', '8', '0', ' ']).default(ZENGIN_DEFAULTS.designation),
      unusedCodes: z.enum(['zeros', 'spaces']).default(ZENGIN_DEFAULTS.unusedCodes),
      wo: z.enum(['allow', 'warn', 'refuse']).default(ZENGIN_DEFAULTS.wo),
      cutsNames: z.boolean().default(ZENGIN_DEFAULTS.cutsNames),
    })
    .default(ZENGIN_DEFAULTS),
});

/** The order of a JSON file, or a refusal that names every field that is not right. */
export function readZenginOrder(file: string, bytes: Uint8Array): ZenginOrder {
  return readJsonBy(zenginOrder, file, bytes);
}
