import { describe, expect, it } from 'vitest';
import { examples } from '../../../functions/contract/examples.ts';
import { fieldErrors } from '../../../functions/contract/field-errors.ts';
import { ledgerRoutes } from '../../../functions/contract/routes/ledger.ts';
import { payoutRoutes } from '../../../functions/contract/routes/payout.ts';
import { settlementRoutes } from '../../../functions/contract/routes/settlement.ts';
import { statementRoutes } from '../../../functions/contract/routes/statement.ts';
import { taxRoutes } from '../../../functions/contract/routes/tax.ts';
import { refusedBy } from './wrong-values.ts';

const ROUTES = { ...settlementRoutes, ...statementRoutes, ...ledgerRoutes, ...payoutRoutes, ...taxRoutes };
const SECRET = ['accountNumber', 'iban'];
/** What was got is plain where nothing was, or where it is not to be there. */
const SAYS_WHAT_WAS_GOT = /, got |^is required|^is not known|^must not be empty$|^U\+[0-9A-F]{4} is not allowed/;

describe('what is refused where money moves', () => {
  it.each(Object.entries(ROUTES))(
    'says what was got and what is right, and shows no account again: %s',
    (name, route) => {
      const example = examples[name as keyof typeof ROUTES];
      for (const part of ['parameters', 'query', 'body'] as const) {
        const [schema, good] = [route[part], example[part]];
        if (schema === null || good === undefined) continue;
        for (const { path, wrong, error } of refusedBy(schema, good)) {
          for (const { field, reason } of fieldErrors(error)) {
            expect(reason, `${field} for ${JSON.stringify(wrong)?.slice(0, 20)}`).toMatch(SAYS_WHAT_WAS_GOT);
            if (SECRET.includes(String(path.at(-1))) && wrong === '123456789012') expect(reason).not.toContain(wrong);
          }
        }
      }
    },
  );
});
