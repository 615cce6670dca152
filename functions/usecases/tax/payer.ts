import type { MerchantId, ProgramId } from '../../../domain/ids.ts';
import type { Payer } from '../../../domain/tax/payer.ts';
import { payerFaults } from '../../../domain/tax/payer.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { TaxVersion } from '../../store/tax-store.ts';
import type { SeenRevision } from '../revision.ts';
import { programOf } from '../terms/load-terms.ts';
import { addVersion, versionOn, versionsIn } from './tax-book.ts';
import { refuseFaults } from './tax-profile.ts';

export interface PayerOf {
  readonly merchantId: MerchantId;
  /** Null: the payer of every program that names none of its own. */
  readonly programId: ProgramId | null;
}

/** Every version of the settings of a payer, oldest first. */
export async function payers(deps: Deps, of: PayerOf): Promise<readonly TaxVersion<Payer>[]> {
  await knownProgram(deps, of);
  return versionsIn(deps, bookOf(of));
}

/** Writes the settings of a payer from a date on: from then its statements are taxed. */
export async function putPayer(
  deps: Deps,
  change: PayerOf & {
    readonly from: string;
    readonly payer: Payer;
    readonly by: string;
    readonly seen?: SeenRevision | undefined;
  },
): Promise<TaxVersion<Payer>> {
  const { from, payer, by, seen } = change;
  await knownProgram(deps, change);
  refuseFaults('tax.payer-invalid', { en: 'the payer', ja: '支払者' }, payerFaults(payer));
  return addVersion(deps, bookOf(change), { from, value: payer, by, isProposal: false, seen });
}

/** Who pays the partners of a program on a date; null: no tax settings, and nothing is taxed. */
export async function payerOn(
  deps: Deps,
  { merchantId, programId }: { readonly merchantId: MerchantId; readonly programId: ProgramId },
  on: string,
): Promise<Payer | null> {
  const own = versionOn(await versionsIn(deps, bookOf({ merchantId, programId })), on);
  return (own ?? versionOn(await versionsIn(deps, bookOf({ merchantId, programId: null })), on))?.value ?? null;
}

const bookOf = ({ merchantId, programId }: PayerOf) => ({ merchantId, book: 'payer', id: programId ?? '' }) as const;

async function knownProgram(deps: Deps, { merchantId, programId }: PayerOf): Promise<void> {
  if (programId !== null) await programOf(deps, { merchantId, programId });
}
