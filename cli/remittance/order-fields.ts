import * as z from 'zod';
import { DomainError } from '../../domain/errors.ts';
import { parseAmount } from '../../domain/money/amount.ts';
import type { Currency } from '../../domain/money/currency.ts';
import { fieldErrors, PARSING } from '../../functions/contract/field-errors.ts';
import { REPEATED, repeatedMember } from '../../functions/contract/repeated-member.ts';
import { shown } from '../../functions/contract/shown.ts';
import { BadInput } from '../bad-input.ts';
import { utf8Text } from '../utf8-text.ts';

/** A text of a form, said as in `four digits`. */
export const formed = (pattern: RegExp, form: string) =>
  z.string().regex(pattern, { error: ({ input }) => `must be ${form}, got ${shown(input)}` });

/** A date and time of ISO 8601 of a form that the format wants, said by an example. */
export const timeLike = (pattern: RegExp, example: string) =>
  z.string().refine((text) => pattern.test(text) && isTime.safeParse(text).success, {
    error: ({ input }) => `must be a time such as "${example}", got ${shown(input)}`,
  });

const isTime = z.iso.datetime({ offset: true, local: true });

/** An amount as a decimal string in a currency, read as its minor units. */
export function amountIn(currency: Currency) {
  return z.string().transform((given, context) => {
    try {
      return parseAmount(given, currency);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      context.addIssue({ code: 'custom', message: error.message });
      return z.NEVER;
    }
  });
}

/** What a JSON file holds by a schema, or a refusal that names every field that is not right. */
export function readJsonBy<Order>(schema: z.ZodType<Order>, file: string, bytes: Uint8Array): Order {
  const parsed = schema.safeParse(parseJson(file, bytes), PARSING);
  if (parsed.success) return parsed.data;
  throw new BadInput(
    fieldErrors(parsed.error)
      .map(({ field, reason }) => `${file}: ${field}: ${reason}`)
      .join('\n'),
  );
}

function parseJson(file: string, bytes: Uint8Array): unknown {
  const text = utf8Text(bytes);
  if (text === null) throw new BadInput(`${file}: file: must be UTF-8 text`);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new BadInput(`${file}: no JSON: ${(error as Error).message}`);
  }
  const repeated = repeatedMember(text);
  if (repeated !== null) throw new BadInput(`${file}: ${repeated}: ${REPEATED.en}`);
  return json;
}
