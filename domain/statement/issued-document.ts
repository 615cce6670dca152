import { formatAmount, parseAmount } from '../money/amount.ts';
import type { StatementTax } from '../tax/statement-tax.ts';
import type { Instant } from '../time.ts';
import { formatInstant } from '../time.ts';
import type { IssuedFact } from './confirmation.ts';
import type { StatementDocument } from './document.ts';
import { documentParty, documentTax } from './document-tax.ts';
import type { Statement } from './statement.ts';

interface IssuedWith {
  readonly statement: Pick<Statement, 'partner' | 'payable' | 'payout'>;
  /** As it was stored at the close; null: the program has no tax settings. */
  readonly tax: StatementTax | null;
  /** The deadline that stands now; a rejected dispute moves it. */
  readonly confirmBy: Instant;
}

/**
 * The document of a version as it was issued: only from what was stored with it, so that neither a later change of the tables,
 * of a bank calendar or of a party's name reaches it.
 */
export function documentOf(fact: IssuedFact, { statement, tax, confirmBy }: IssuedWith): StatementDocument {
  const { currency, taxCarriedMinor } = fact;
  const nobody = { address: null, registrationNumber: null, vatNumber: null };
  const [payableMinor, payoutMinor] = [
    parseAmount(statement.payable, currency),
    parseAmount(statement.payout, currency),
  ];
  return {
    agreedOn: fact.agreedOn,
    confirmBy: formatInstant(confirmBy),
    ...(fact.correction === null ? {} : { correction: fact.correction }),
    issuedAt: formatInstant(fact.at),
    partner: tax?.payee ? documentParty(tax.payee) : { ...nobody, name: statement.partner.name },
    payer: tax === null ? null : documentParty(tax.payer),
    plannedOn: fact.plannedOn,
    tax: documentTax({ currency, tax, payableMinor, payoutMinor, taxCarriedMinor }),
    total: formatAmount(fact.totalMinor, currency),
    transfer: formatAmount(fact.transferMinor, currency),
    version: fact.version,
  };
}
