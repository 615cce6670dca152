import type { MerchantId, ProgramId } from '../../../domain/ids.ts';
import type { SupplyBasis } from '../../../domain/tax/consumption-tax.ts';
import type { Payer } from '../../../domain/tax/payer.ts';
import { supplyBasis, UNTAXED } from '../../../domain/tax/supply-basis.ts';
import type { TaxProfile } from '../../../domain/tax/tax-profile.ts';
import type { TaxTables } from '../../../domain/tax/tax-tables.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { TaxVersion } from '../../store/tax-store.ts';
import { payerOn } from './payer.ts';
import { versionOn } from './tax-book.ts';

/** What is known by now, also of earlier days. */
export interface KnownOfTax {
  readonly profiles: readonly TaxVersion<TaxProfile>[];
  readonly payer: Payer;
  readonly tables: TaxTables;
}

/** How a fee that was fixed by a day is taxed, as far as is known of that day by now. */
export function basisOn(suppliedOn: string, { profiles, payer, tables }: KnownOfTax): SupplyBasis {
  const profile = versionOn(profiles, suppliedOn)?.value ?? null;
  return supplyBasis({ suppliedOn, profile, payer, tables }, [], []);
}

/** The same by the payer of that day: without one no tax is computed. */
export async function basisThen(
  deps: Deps,
  of: { readonly merchantId: MerchantId; readonly programId: ProgramId },
  suppliedOn: string,
  known: Omit<KnownOfTax, 'payer'>,
): Promise<SupplyBasis> {
  const payer = await payerOn(deps, of, suppliedOn);
  return payer === null ? UNTAXED : basisOn(suppliedOn, { ...known, payer });
}
