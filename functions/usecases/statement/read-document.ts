import { DomainError } from '../../../domain/errors.ts';
import type { MerchantId, PartnerId } from '../../../domain/ids.ts';
import { formatAmount, parseAmount } from '../../../domain/money/amount.ts';
import type { Program } from '../../../domain/partner/program.ts';
import type { DocumentFact, IssuedFact } from '../../../domain/statement/confirmation.ts';
import type { IssuedStatement, StatementDocument } from '../../../domain/statement/document.ts';
import { issued } from '../../../domain/statement/document.ts';
import { documentParty, documentTax } from '../../../domain/statement/document-tax.ts';
import type { Statement } from '../../../domain/statement/statement.ts';
import type { StatementTax } from '../../../domain/tax/statement-tax.ts';
import { formatInstant } from '../../../domain/time.ts';
import type { Deps } from '../../runtime/deps.ts';
import { payOnOf } from '../tax/tax-at-close.ts';
import { programOf } from '../terms/load-terms.ts';
import { readStatement } from './read-statement.ts';

interface Wanted {
  readonly merchantId: MerchantId;
  /** The partner who asks, or null for the merchant's own people. */
  readonly partnerId: PartnerId | null;
  readonly statementId: string;
  /** Null: the latest. */
  readonly version: number | null;
}

/** A statement as it was issued, in the latest version or an older one. */
export async function readDocument(deps: Deps, wanted: Wanted): Promise<IssuedStatement> {
  const { merchantId, statementId, version } = wanted;
  const statement = JSON.parse(await readStatement(deps, wanted)) as Statement;
  const steps = await deps.stores.documents.steps(merchantId, statementId);
  const versions = steps.filter((step): step is IssuedFact => step.kind === 'issued');
  const found = version === null ? versions.at(-1) : versions.find((fact) => fact.version === version);
  if (found === undefined && version === null) return statement;
  if (found === undefined) {
    throw new DomainError('statement.not-found', `there is no version ${version} of ${statementId}`, {
      field: 'version',
    });
  }
  const [program, tax] = await Promise.all([
    programOf(deps, { merchantId, programId: found.programId }),
    deps.stores.taxes.statementTax(merchantId, found),
  ]);
  return issued(statement, documentOf(found, { statement, program, steps, tax }));
}

interface Given {
  readonly statement: Statement;
  readonly program: Program;
  readonly steps: readonly DocumentFact[];
  readonly tax: StatementTax | null;
}

function documentOf(fact: IssuedFact, { statement, program, steps, tax }: Given): StatementDocument {
  const { currency, taxCarriedMinor } = fact;
  const nobody = { address: null, registrationNumber: null, vatNumber: null };
  const payoutMinor = parseAmount(statement.payout, currency);
  const rejected = steps.findLast((step) => step.kind === 'rejected' && step.version === fact.version);
  const confirmBy = rejected?.kind === 'rejected' ? rejected.confirmBy : fact.confirmBy;
  return {
    agreedOn: program.confirmation?.agreedOn ?? null,
    confirmBy: formatInstant(confirmBy),
    ...(fact.correction === null ? {} : { correction: fact.correction }),
    issuedAt: formatInstant(fact.at),
    partner: tax?.payee ? documentParty(tax.payee) : { ...nobody, name: statement.partner.name },
    payer: tax === null ? null : documentParty(tax.payer),
    plannedOn: program.settlement.payout !== undefined && payoutMinor > 0n ? payOnOf(program, fact.periodId) : null,
    tax: documentTax({ currency, tax, payoutMinor, taxCarriedMinor }),
    total: formatAmount(fact.totalMinor, currency),
    transfer: formatAmount(fact.transferMinor, currency),
    version: fact.version,
  };
}
