import type { PartnerBucket } from '../../../domain/ledger/account.ts';
import { balancesIn } from '../../../domain/ledger/balances.ts';
import { formatAmount } from '../../../domain/money/amount.ts';
import { mayEarnFrom } from '../../../domain/partner/enrollment.ts';
import type { OpenMoney } from '../../../domain/partner/erasure.ts';
import { openMoney } from '../../../domain/partner/erasure.ts';
import type { Program } from '../../../domain/partner/program.ts';
import { PAYOUT_STATUS_JA } from '../../../domain/payout/payout.ts';
import type { Sentence } from '../../../domain/said.ts';
import { calendarOf } from '../../../domain/settlement/calendar.ts';
import type { SettlementRecord } from '../../../domain/settlement/settlement.ts';
import type { Deps } from '../../runtime/deps.ts';
import { mapLimited } from '../map-limited.ts';
import type { Whose } from './partner-cipher.ts';

const AT_ONCE = 8;

/** What is not settled with a partner: in the books of every program, on its way to the bank, or before the next close. */
export async function openMoneyOf(deps: Deps, whose: Whose): Promise<readonly OpenMoney[]> {
  const programs = await deps.stores.programs.programs(whose.merchantId);
  const found = await mapLimited(programs, AT_ONCE, async (program) => {
    const settlements = await deps.stores.settlements.settlements({ ...whose, programId: program.programId });
    const closed = settlements.findLast(({ status }) => status === 'closed') ?? null;
    return [
      ...(await inBooks(deps, whose, program, settlements)),
      ...(await beforeClose(deps, whose, program, closed)),
      ...(await decided(deps, whose, program, closed)),
    ];
  });
  return found.flat();
}

/** What to tell whoever asked: all of it, and the way out. */
export function openMoneyText(open: readonly OpenMoney[]): Sentence {
  const words = open.map(inWords);
  return {
    en: `not settled yet: ${words.map(({ en }) => en).join('; ')}. End memberships, pay or write off by an adjustment, and close the month`,
    ja: `未精算: ${words.map(({ ja }) => ja).join('、')}。参加を終了し、支払うか調整で債権放棄し、月を締めてください。`,
  };
}

const BUCKETS_JA: Readonly<Record<PartnerBucket, string>> = {
  held: '保留中',
  payable: '未払',
  reserve: '留保',
  tax: '消費税',
  'in-payout': '支払手続中',
};

function inWords(open: OpenMoney): Sentence {
  if ('payout' in open) {
    return {
      en: `the payout of ${open.programId} for ${open.periodId} is ${open.payout}`,
      ja: `${open.programId}の${open.periodId}の支払（${PAYOUT_STATUS_JA[open.payout]}）`,
    };
  }
  if ('waits' in open && open.waits === 'membership') {
    return {
      en: `the membership of ${open.programId} goes on after the last closed month`,
      ja: `${open.programId}への参加（最後に締めた月より後も継続）`,
    };
  }
  if ('waits' in open) {
    return {
      en: `${open.waits} in ${open.programId} waits for the next close`,
      ja: `${open.programId}の次回締め待ち（${open.waits}）`,
    };
  }
  const amount = `${formatAmount(open.minor, open.currency)} ${open.currency}`;
  return {
    en: `${open.bucket} ${amount} in ${open.programId}`,
    ja: `${open.programId}の${BUCKETS_JA[open.bucket]} ${amount}`,
  };
}

async function inBooks(
  { stores }: Deps,
  { merchantId, partnerId }: Whose,
  { programId, settlement }: Program,
  settlements: readonly SettlementRecord[],
): Promise<readonly OpenMoney[]> {
  const scope = { merchantId, programId };
  const { balances, add } = balancesIn({ bookedOn: null, effectiveAt: null });
  const payouts = await mapLimited(settlements, AT_ONCE, async ({ periodId }) => {
    for await (const entry of stores.ledger.entries(scope, partnerId, periodId)) add(entry);
    return await stores.payouts.payout(scope, { periodId, partnerId });
  });
  const made = payouts.filter((payout) => payout !== null);
  return openMoney(programId, partnerId, { balances, payouts: made, paysHere: settlement.payout !== undefined });
}

/** Whether it may have earned in a month that is not closed, or may yet. */
async function beforeClose(
  { stores }: Deps,
  { merchantId, partnerId }: Whose,
  { programId, timezone }: Program,
  closed: SettlementRecord | null,
): Promise<readonly OpenMoney[]> {
  const scope = { merchantId, programId };
  const enrollment = await stores.partners.enrollment(scope, partnerId);
  if (enrollment === null) return [];
  const { joinedAt, endedAt, terms } = enrollment;
  const changes = await stores.partners.termsChangesOf(scope, partnerId);
  const membership = { joinedAt, endedAt, terms: [{ from: joinedAt, value: terms }, ...changes] };
  const since = closed === null ? joinedAt : calendarOf(timezone).period(closed.periodId).end;
  return mayEarnFrom(membership, since) ? [{ programId, waits: 'membership' }] : [];
}

/** What people decided, or are about to, and no close has taken up. */
async function decided(
  { stores }: Deps,
  { merchantId, partnerId }: Whose,
  { programId }: Program,
  closed: SettlementRecord | null,
): Promise<readonly OpenMoney[]> {
  const scope = { merchantId, programId };
  const seen = closed?.sealedAt ?? Number.NEGATIVE_INFINITY;
  const isOpen = ({ status, decidedAt }: { readonly status: string; readonly decidedAt: number | null }): boolean =>
    status === 'draft' || (status === 'approved' && (decidedAt ?? Number.POSITIVE_INFINITY) > seen);
  const [adjustments, openings] = await Promise.all([
    stores.adjustments.adjustments(scope),
    stores.adjustments.openings(scope),
  ]);
  const own = adjustments.filter((draft) => draft.content.partnerId === partnerId && isOpen(draft));
  const rows = openings !== null && isOpen(openings) ? openings.content.rows : [];
  return [
    ...own.map(() => ({ programId, waits: 'adjustment' }) as const),
    ...rows.filter((row) => row.partnerId === partnerId).map(() => ({ programId, waits: 'opening-balance' }) as const),
  ];
}
