import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { examples } from '../../../functions/contract/examples.ts';
import { fieldErrors, PARSING } from '../../../functions/contract/field-errors.ts';
import { ledgerRoutes } from '../../../functions/contract/routes/ledger.ts';
import { payoutRoutes } from '../../../functions/contract/routes/payout.ts';
import { settlementRoutes } from '../../../functions/contract/routes/settlement.ts';
import { statementRoutes } from '../../../functions/contract/routes/statement.ts';
import { taxRoutes } from '../../../functions/contract/routes/tax.ts';

type Path = readonly (string | number)[];

const ROUTES = { ...settlementRoutes, ...statementRoutes, ...ledgerRoutes, ...payoutRoutes, ...taxRoutes };
const WRONG = [7, 'x'.repeat(5000), '\u0007', '１２３', '-1', '2026-13', '123456789012'];
const SECRET = ['accountNumber', 'iban'];
/** What was got is plain where nothing was, or where it is not to be there. */
const SAYS_WHAT_WAS_GOT = /, got |^is required|^is not known|^must not be empty$|^U\+[0-9A-F]{4} is not allowed/;

function leavesOf(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([name, member]) =>
    leavesOf(member, [...path, Array.isArray(value) ? Number(name) : name]),
  );
}

function withWrong(value: unknown, [name, ...rest]: Path, wrong: unknown): unknown {
  if (name === undefined) return wrong;
  const copy = structuredClone(value) as Record<string | number, unknown>;
  copy[name] = withWrong(copy[name], rest, wrong);
  return copy;
}

/** The reasons against each wrong value at each place of a good example. */
function refusals(schema: z.ZodType, good: unknown) {
  return leavesOf(good).flatMap((path) =>
    WRONG.flatMap((wrong) => {
      const { error } = schema.safeParse(withWrong(good, path, wrong), PARSING);
      return error === undefined ? [] : fieldErrors(error).map(({ field, reason }) => ({ path, wrong, field, reason }));
    }),
  );
}

describe('what is refused where money moves', () => {
  it.each(Object.entries(ROUTES))(
    'says what was got and what is right, and shows no account again: %s',
    (name, route) => {
      const example = examples[name as keyof typeof ROUTES];
      for (const part of ['parameters', 'query', 'body'] as const) {
        const [schema, good] = [route[part], example[part]];
        if (schema === null || good === undefined) continue;
        for (const { path, wrong, field, reason } of refusals(schema, good)) {
          expect(reason, `${field} for ${JSON.stringify(wrong)?.slice(0, 20)}`).toMatch(SAYS_WHAT_WAS_GOT);
          if (SECRET.includes(String(path.at(-1))) && wrong === '123456789012') expect(reason).not.toContain(wrong);
        }
      }
    },
  );
});
