import type { MerchantId } from '../ids.ts';
import type { Account } from '../ledger/account.ts';
import { EXPENSE, partnerAccount } from '../ledger/account.ts';
import type { Entry } from '../ledger/entry.ts';
import { entryIdOf } from '../ledger/entry-id.ts';
import { postingsBetween } from '../ledger/postings-between.ts';
import type { Instant } from '../time.ts';
import type { StatementTax } from './statement-tax.ts';

/**
 * The entry of a statement's consumption tax; null when there is none. Tax on top is owed to the partner, tax within the agreed
 * price was booked as expense and comes out of it; what is taken back goes the other way.
 */
export function taxEntry(
  tax: StatementTax,
  { merchantId, bookedOn, effectiveAt }: { merchantId: MerchantId; bookedOn: string; effectiveAt: Instant },
): Entry | null {
  const { programId, partnerId, periodId, currency, statementId } = tax;
  const owed: Account = partnerAccount(partnerId, 'tax');
  const sums = new Map<Account, bigint>();
  for (const { mode, taxMinor } of tax.rates) {
    const account = mode === 'exclusive' ? owed : EXPENSE;
    sums.set(account, (sums.get(account) ?? 0n) + taxMinor);
  }
  const postings = [...sums].flatMap(([account, minor]) => postingsBetween('input-tax', account, minor));
  if (postings.length === 0) return null;
  const entryId = entryIdOf(periodId, 'tax', partnerId);
  const cause = { type: 'statement', statementId } as const;
  const whose = { merchantId, programId, partnerId, periodId, currency };
  return { entryId, ...whose, kind: 'tax', bookedOn, effectiveAt, cause, postings };
}
