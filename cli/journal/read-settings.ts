import { readFileSync } from 'node:fs';
import * as z from 'zod';
import type { NamedAccount } from '../../domain/ledger/accounting-names.ts';
import { DEFAULT_NAMES } from '../../domain/ledger/accounting-names.ts';
import { fieldErrors, PARSING } from '../../functions/contract/field-errors.ts';
import type { AccountingFormat } from '../../functions/usecases/ledger/accounting-csv.ts';
import { TAX_NAMES } from '../../functions/usecases/ledger/accounting-csv.ts';
import type { AccountingTerms } from '../../functions/usecases/ledger/journal-rows.ts';
import { BadInput } from '../bad-input.ts';
import { utf8Text } from '../utf8-text.ts';

const filled = z.string().min(1, 'must not be empty');
const named = z.union([
  filled.transform((account) => ({ account, sub: '' })),
  z.strictObject({ account: filled, sub: z.string().default('') }),
]);
const accountNames = Object.keys(DEFAULT_NAMES) as [NamedAccount, ...NamedAccount[]];
const REGISTRATIONS = ['registered', 'not-registered', 'reverse-charge'] as const;

const settingsSchema = z.strictObject({
  accounts: z.partialRecord(z.enum(accountNames), named).default({}),
  taxes: z
    .strictObject({ qualified: filled, transitional: filled, noCredit: filled, none: filled })
    .partial()
    .default({}),
  partners: z.record(z.string(), z.enum(REGISTRATIONS)).default({}),
});

/** What a company calls things in its accounting program, and how partners stand to consumption tax. */
export interface JournalSettings {
  readonly terms: AccountingTerms;
  readonly registration: ReadonlyMap<string, (typeof REGISTRATIONS)[number]>;
}

/** Reads settings.json of a journal over the names that programs ship with; an empty path: those alone. */
export function readJournalSettings(path: string, format: AccountingFormat): JournalSettings {
  const { accounts, taxes, partners } = path === '' ? settingsSchema.parse({}) : parsed(path);
  const names = { ...DEFAULT_NAMES, ...accounts };
  const own = TAX_NAMES[format];
  const {
    qualified = own.qualified,
    transitional = own.transitional,
    noCredit = own.noCredit,
    none = own.none,
  } = taxes;
  return {
    terms: { format, names, taxes: { qualified, transitional, noCredit, none } },
    registration: new Map(Object.entries(partners)),
  };
}

function parsed(path: string): z.infer<typeof settingsSchema> {
  const text = utf8Text(readFileSync(path));
  if (text === null) throw new BadInput(`${path}: must be UTF-8 text`);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw new BadInput(`${path}: is not JSON: ${error.message}`);
    throw error;
  }
  const read = settingsSchema.safeParse(json, PARSING);
  if (read.success) return read.data;
  throw new BadInput(
    fieldErrors(read.error)
      .map(({ field, reason }) => `${path}: ${field}: ${reason}`)
      .join('\n'),
  );
}
