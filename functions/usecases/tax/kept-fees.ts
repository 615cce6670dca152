import type { MerchantId } from '../../../domain/ids.ts';
import type { KeptFee, PaidFee } from '../../../domain/tax/paid-fee.ts';
import { paidPayer } from '../../../domain/tax/paid-fee.ts';
import type { Deps } from '../../runtime/deps.ts';
import { payerOn } from './payer.ts';

/** Records of payments, each with its payer. */
export async function withPayers(
  deps: Deps,
  merchantId: MerchantId,
  kept: readonly KeptFee[],
): Promise<readonly PaidFee[]> {
  const fees: PaidFee[] = [];
  for (const fee of kept) {
    const { payer, programId, paidOn } = fee;
    fees.push({ ...fee, payer: payer ?? paidPayer(await payerThen(deps, { merchantId, programId }, paidOn)) });
  }
  return fees;
}

/** Without a payer nothing would have been recorded, and its history is never edited. */
async function payerThen(deps: Deps, program: Parameters<typeof payerOn>[1], on: string) {
  const payer = await payerOn(deps, program, on);
  if (payer === null) throw new Error(`${program.programId} had no payer on ${on}`);
  return payer;
}
