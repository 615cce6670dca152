import type { Program } from '../../../domain/partner/program.ts';
import { calendarOf } from '../../../domain/settlement/calendar.ts';
import type { IssuedFact } from '../../../domain/statement/confirmation.ts';
import { CONFIRM_DAYS, confirmByOf } from '../../../domain/statement/confirmation.ts';
import { documentAmounts } from '../../../domain/statement/document-amounts.ts';
import { taxFigures } from '../../../domain/statement/document-tax.ts';
import type { StatementTax } from '../../../domain/tax/statement-tax.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { StatementHeader } from '../../store/statement-store.ts';
import { payOnOf } from '../tax/tax-at-close.ts';
import { taxCarriedTo } from '../tax/tax-carried.ts';

interface ToIssue {
  readonly program: Program;
  readonly header: StatementHeader;
  /** Newly fixed less taken back: balances taken over and the reserve were, or will be, in another document. */
  readonly suppliedMinor: bigint;
  readonly tax: StatementTax | null;
  readonly hasTaxSettings: boolean;
}

/** Issues the first version of a partner's document, or answers the one that was issued before: safe to repeat. */
export async function issueDocument(
  deps: Deps,
  { program, header, suppliedMinor, ...taxed }: ToIssue,
): Promise<IssuedFact> {
  const { statementId, programId, partnerId, periodId, currency, issuedAt, payoutMinor } = header;
  const taxCarriedMinor = taxed.hasTaxSettings
    ? await taxCarriedTo(deps, { merchantId: program.merchantId, ...header })
    : 0n;
  const figures = { ...taxFigures(taxed.tax, header), suppliedMinor, payoutMinor, taxCarriedMinor };
  const { totalMinor, transferMinor } = documentAmounts(figures);
  const fact: IssuedFact = {
    ...{ statementId, programId, partnerId, periodId, currency },
    kind: 'issued',
    sequence: 1,
    version: 1,
    at: issuedAt,
    by: null,
    confirmBy: confirmByOf(issuedAt, confirmDays(program)),
    issuedOn: calendarOf(program.timezone).dateOf(issuedAt),
    totalMinor,
    taxCarriedMinor,
    transferMinor,
    agreedOn: program.confirmation?.agreedOn ?? null,
    plannedOn: program.settlement.payout !== undefined && transferMinor > 0n ? payOnOf(program, periodId) : null,
    correction: null,
  };
  if (await deps.stores.documents.appendStep(program.merchantId, fact)) return fact;
  const [first] = await deps.stores.documents.steps(program.merchantId, statementId);
  return first?.kind === 'issued' ? first : fact;
}

export function confirmDays({ confirmation }: Program): number {
  return confirmation?.days ?? CONFIRM_DAYS;
}
