import type { MerchantId, PartnerId, PeriodId, ProgramId } from '../../../domain/ids.ts';
import { documentAmounts } from '../../../domain/statement/document-amounts.ts';
import { taxFigures } from '../../../domain/statement/document-tax.ts';
import type { Deps } from '../../runtime/deps.ts';

interface CarriedTo {
  readonly merchantId: MerchantId;
  readonly programId: ProgramId;
  readonly partnerId: PartnerId;
  readonly periodId: PeriodId;
}

/** Tax on top that the documents since the last one that was paid left unpaid: what is paid takes all that is owed. */
export async function taxCarriedTo(
  { stores }: Pick<Deps, 'stores'>,
  { merchantId, partnerId, programId, periodId }: CarriedTo,
): Promise<bigint> {
  const [taxes, headers] = await Promise.all([
    stores.taxes.statementTaxes(merchantId, partnerId),
    stores.statements.statementsOfPartner(merchantId, partnerId),
  ]);
  const own = new Map(taxes.filter((tax) => tax.programId === programId).map((tax) => [tax.periodId, tax]));
  const earlier = headers.filter((header) => header.programId === programId && header.periodId < periodId);
  let taxCarriedMinor = 0n;
  for (const header of earlier.toSorted((a, b) => (a.periodId < b.periodId ? -1 : 1))) {
    const figures = taxFigures(own.get(header.periodId) ?? null, header);
    const { payoutMinor } = header;
    ({ taxCarriedOnMinor: taxCarriedMinor } = documentAmounts({
      ...{ ...figures, suppliedMinor: 0n, payoutMinor, taxCarriedMinor },
    }));
  }
  return taxCarriedMinor;
}
