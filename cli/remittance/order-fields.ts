import * as z from 'zod';
import { DomainError } from '../../domain/errors.ts';
import { parseAmount } from '../../domain/money/amount.ts';
import type { Currency } from '../../domain/money/currency.ts';
import { fieldErrors } from '../../functions/contract/field-errors.ts';
import { BadInput } from '../bad-input.ts';

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
export function readJsonBy<Order>(schema: z.ZodType<Order>, file: string, content: string): Order {
  const parsed = schema.safeParse(parseJson(file, content), { reportInput: true });
  if (parsed.success) return parsed.data;
  throw new BadInput(
    fieldErrors(parsed.error)
      .map(({ field, reason }) => `${file}: ${field}: ${reason}`)
      .join('\n'),
  );
}

function parseJson(file: string, content: string): unknown {
  try {
    return JSON.parse(content);
  } catch (error) {
    throw new BadInput(`${file}: no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}
