import type { Program } from '../../../domain/partner/program.ts';
import { calendarOf } from '../../../domain/settlement/calendar.ts';
import { CONFIRM_DAYS, confirmByOf } from '../../../domain/statement/confirmation.ts';
import { documentAmounts } from '../../../domain/statement/document-amounts.ts';
import { taxFigures } from '../../../domain/statement/document-tax.ts';
import { taxOnTopMinor } from '../../../domain/tax/consumption-tax.ts';
import type { StatementTax } from '../../../domain/tax/statement-tax.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { StatementHeader } from '../../store/statement-store.ts';

interface ToIssue {
  readonly program: Program;
  readonly header: StatementHeader;
  /** Newly fixed less taken back: balances taken over and the reserve were, or will be, in another document. */
  readonly suppliedMinor: bigint;
  readonly tax: StatementTax | null;
  readonly hasTaxSettings: boolean;
}

/** Issues the first version of a partner's document. What was issued before stays, so it is safe to repeat. */
export async function issueDocument(deps: Deps, { program, header, suppliedMinor, ...taxed }: ToIssue): Promise<void> {
  const { statementId, programId, partnerId, periodId, currency, issuedAt, payoutMinor } = header;
  const taxCarriedMinor = taxed.hasTaxSettings ? await taxCarriedTo(deps, program, header) : 0n;
  const figures = { ...taxFigures(taxed.tax), suppliedMinor, payoutMinor, taxCarriedMinor };
  const { totalMinor, transferMinor } = documentAmounts(figures);
  await deps.stores.documents.appendStep(program.merchantId, {
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
    correction: null,
  });
}

/** Tax on top that the documents since the last one with a payout left unpaid: a payout takes all that is owed. */
async function taxCarriedTo(
  { stores }: Deps,
  { merchantId }: Program,
  { partnerId, programId, periodId }: StatementHeader,
): Promise<bigint> {
  const [taxes, headers] = await Promise.all([
    stores.taxes.statementTaxes(merchantId, partnerId),
    stores.statements.statementsOfPartner(merchantId, partnerId),
  ]);
  const earlier = headers.filter((header) => header.programId === programId && header.periodId < periodId);
  const paidIn = earlier.flatMap((header) => (header.payoutMinor > 0n ? header.periodId : [])).sort();
  const since = paidIn.at(-1) ?? '';
  let carriedMinor = 0n;
  for (const tax of taxes) {
    const isUnpaid = tax.programId === programId && tax.periodId > since && tax.periodId < periodId;
    if (isUnpaid) carriedMinor += taxOnTopMinor(tax.rates);
  }
  return carriedMinor;
}

export function confirmDays({ confirmation }: Program): number {
  return confirmation?.days ?? CONFIRM_DAYS;
}
