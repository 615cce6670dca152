import type { PartnerId, PeriodId, ProgramId } from '../ids.ts';
import type { PartnerBucket } from '../ledger/account.ts';
import { PARTNER_BUCKETS, partnerAccount } from '../ledger/account.ts';
import type { Balances } from '../ledger/balances.ts';
import type { Currency } from '../money/currency.ts';
import type { Payout } from '../payout/payout.ts';
import type { Instant } from '../time.ts';

/** Why personal data is erased: GDPR article 17(1), and 個人情報保護法 articles 22 and 35. */
export const ERASURE_REASONS = [
  'person-asked',
  'consent-withdrawn',
  'purpose-ended',
  'unlawful',
  'retention-ended',
] as const;

/** That the personal data of a partner was erased: stays for ever, and names nobody but who did it. */
export interface Erasure {
  readonly partnerId: PartnerId;
  readonly at: Instant;
  readonly by: string;
  readonly reasonCode: (typeof ERASURE_REASONS)[number];
  readonly text: string;
}

/** The key under which a partner's personal data is sealed, itself sealed; or, where it was destroyed, its tombstone. */
export interface PartnerKey {
  readonly partnerId: PartnerId;
  readonly madeAt: Instant;
  /** Null: destroyed, and nothing it sealed opens any more. */
  readonly wrapped: string | null;
  readonly erased: Erasure | null;
}

/** What no longer opens. */
export const ERASED = ['profile', 'contact', 'bank-details'] as const;

/** What law or proof makes stay, and why. */
export const KEPT = [
  { what: 'ledger', why: 'bookkeeping' },
  { what: 'statements', why: 'bookkeeping' },
  { what: 'payouts', why: 'bookkeeping' },
  { what: 'tax-profile', why: 'tax-records' },
  { what: 'partner-name', why: 'bookkeeping' },
  { what: 'account-fingerprint', why: 'fraud-prevention' },
  { what: 'deals-and-claims', why: 'legal-claims' },
  { what: 'audit-log', why: 'proof' },
] as const;

/** Money of a partner that is not settled, which keeps its data from being erased. */
export type OpenMoney =
  | { readonly programId: ProgramId; readonly waits: 'membership' | 'adjustment' | 'opening-balance' }
  | {
      readonly programId: ProgramId;
      readonly bucket: PartnerBucket;
      readonly currency: Currency;
      readonly minor: bigint;
    }
  | { readonly programId: ProgramId; readonly periodId: PeriodId; readonly payout: Payout['status'] };

/** Where the books of a program end that pays elsewhere. */
const ELSEWHERE: ReadonlySet<PartnerBucket> = new Set(['payable', 'tax', 'in-payout']);
/** Neither paid nor taken back. */
const UNDER_WAY: ReadonlySet<string> = new Set<Payout['status']>(['draft', 'approved', 'remitted', 'returned']);

/** What a program's books say of a partner. */
export interface PartnerBooks {
  readonly balances: Balances;
  readonly payouts: readonly Payout[];
  /** Whether its payouts are made here; if not, what was released is paid where nobody here sees it. */
  readonly paysHere: boolean;
}

/** What a program still owes a partner, what the partner owes it, and payouts on their way. */
export function openMoney(
  programId: ProgramId,
  partnerId: PartnerId,
  { balances, payouts, paysHere }: PartnerBooks,
): readonly OpenMoney[] {
  const open: OpenMoney[] = [];
  for (const [currency, accounts] of balances) {
    for (const bucket of PARTNER_BUCKETS) {
      const minor = accounts.get(partnerAccount(partnerId, bucket)) ?? 0n;
      const isPaidElsewhere = !paysHere && minor > 0n && ELSEWHERE.has(bucket);
      if (minor !== 0n && !isPaidElsewhere) open.push({ programId, bucket, currency, minor });
    }
  }
  for (const { periodId, status } of payouts) {
    if (UNDER_WAY.has(status)) open.push({ programId, periodId, payout: status });
  }
  return open;
}
