import { accessAnswers } from './answers/access.ts';
import type { Answer } from './answers/answer.ts';
import { bulkAnswers } from './answers/bulk.ts';
import { claimAnswers } from './answers/claim.ts';
import { connectorAnswers } from './answers/connector.ts';
import { dealAnswers } from './answers/deal.ts';
import { factAnswers } from './answers/facts.ts';
import { integrityAnswers } from './answers/integrity.ts';
import { ledgerAnswers } from './answers/ledger.ts';
import { payoutAnswers } from './answers/payout.ts';
import { programAnswers } from './answers/program.ts';
import { referenceAnswers } from './answers/reference.ts';
import { selfServiceAnswers } from './answers/self-service.ts';
import { settlementAnswers } from './answers/settlement.ts';
import { statementAnswers } from './answers/statement.ts';
import { taxAnswers } from './answers/tax.ts';
import { webhookAnswers } from './answers/webhook.ts';
import type { RouteName } from './routes.ts';

/**
 * The other half of the route table: what every operation answers. A route without a row does not compile. Documents, clients and
 * tests read it; no function of ours does, so that none of them waits for schemas of what it writes itself.
 */
export const answers = {
  ...factAnswers,
  ...programAnswers,
  ...bulkAnswers,
  ...settlementAnswers,
  ...ledgerAnswers,
  ...integrityAnswers,
  ...selfServiceAnswers,
  ...statementAnswers,
  ...taxAnswers,
  ...payoutAnswers,
  ...dealAnswers,
  ...claimAnswers,
  ...webhookAnswers,
  ...connectorAnswers,
  ...accessAnswers,
  ...referenceAnswers,
} satisfies Readonly<Record<RouteName, Answer>>;
