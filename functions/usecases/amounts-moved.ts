import type { ClaimedSale } from '../../domain/claim/claim.ts';
import type { WonDeal } from '../../domain/deal/deal.ts';
import type { MerchantId } from '../../domain/ids.ts';
import { formatAmount } from '../../domain/money/amount.ts';
import type { PayoutAmounts } from '../../domain/payout/payout.ts';
import type { Figures } from '../../domain/settlement/summary.ts';
import type { Money } from '../contract/schemas/common.ts';
import type { Deps } from '../runtime/deps.ts';
import type { Scope } from '../store/scope.ts';
import { appealedSale } from './claim/accept-claim.ts';
import { claimHistory } from './claim/claim-steps.ts';
import { runKeyOf } from './settlement/settlement-record.ts';
import { programOf } from './terms/load-terms.ts';

/** An amount that an operation would move, and as what. */
export interface Move {
  readonly what: string;
  readonly amount: { readonly amount: string; readonly currency: string };
}

/** What is tried: an operation with its parsed parts. */
export interface Tried {
  readonly operation: string;
  readonly merchantId: MerchantId;
  readonly parameters: unknown;
  readonly body: unknown;
}

type Parts = Readonly<Record<string, string>>;
type Look = (
  deps: Deps,
  scope: Scope,
  asked: { readonly parameters: Parts; readonly body: unknown },
) => Promise<readonly Move[]>;

/** The amounts that a dry run found would move, by name; empty for what moves none itself, such as the approval of bank details. */
export async function amountsMoved(
  deps: Deps,
  { operation, merchantId, parameters, body }: Tried,
): Promise<readonly Move[]> {
  const parts = parameters as Parts;
  const scope = { merchantId, programId: parts['programId'] ?? '' };
  return (await LOOKS[operation]?.(deps, scope, { parameters: parts, body })) ?? [];
}

const RUN: readonly (keyof Figures)[] = ['commission', 'bonus', 'override', 'released', 'payable', 'payout'];

/** The figures of the run of a period. */
const ofRun =
  (names: readonly (keyof Figures)[]): Look =>
  async ({ stores }, scope, { parameters }) => {
    const record = await stores.settlements.settlement(scope, parameters['periodId'] ?? '');
    if (record === null || record.runId === null) return [];
    const { totals, currency } = await stores.runs.summary(scope, runKeyOf(record));
    return names.map((what) => ({ what, amount: { amount: totals[what], currency } }));
  };

/** The sums of a batch; what is transferred is in the payees' currency. */
const ofBatch: Look = async ({ stores }, scope, { parameters }) => {
  const batch = await stores.payouts.batch(scope, parameters['batchId'] ?? '');
  if (batch === null) return [];
  const sum = (name: keyof PayoutAmounts): bigint => batch.items.reduce((all, item) => all + item[name], 0n);
  return [
    ...(['payable', 'tax', 'withholding', 'grossUp', 'net'] as const).map((what) =>
      move(what, sum(`${what}Minor`), batch.currency),
    ),
    move('transfer', sum('transferMinor'), batch.transferCurrency),
  ];
};

/** What a batch really cost, beside what its transfers stand in the books for. */
const ofExchange: Look = async ({ stores }, scope, { parameters }) => {
  const batch = await stores.payouts.batch(scope, parameters['batchId'] ?? '');
  if (batch?.exchange === undefined) return [];
  const { paidMinor, bookedMinor } = batch.exchange;
  return [move('paid', paidMinor, batch.currency), move('gain', bookedMinor - paidMinor, batch.currency)];
};

/** What somebody says that a batch really cost. */
const saidOfExchange: Look = async (_deps, _scope, { body }) => {
  const { paid } = body as { readonly paid: Money };
  return [move('paid', paid.minor, paid.currency)];
};

/** What was held is let go, in the program's currency. */
const ofPayout: Look = async ({ stores }, scope, { parameters }) => {
  const { periodId = '', partnerId = '' } = parameters;
  const payout = await stores.payouts.payout(scope, { periodId, partnerId });
  return payout === null ? [] : [move('net', payout.netMinor, payout.currency)];
};

/** What conversions are expected to earn, as they stand. */
const ofConversions = async (deps: Deps, scope: Scope, ids: readonly string[]): Promise<readonly Move[]> => {
  const { conversions } = deps.stores;
  let sumMinor = 0n;
  for (const conversionId of new Set(ids)) {
    const recorded = await conversions.conversion(scope, conversionId);
    const decision = recorded && (await conversions.decision(scope, recorded.recordedAt, conversionId));
    for (const { amountMinor } of decision?.lines ?? []) sumMinor += amountMinor;
  }
  return [move('commission', sumMinor, (await programOf(deps, scope)).currency)];
};

const ofAdjustment: Look = async (deps, scope, { parameters }) => {
  const draft = await deps.stores.adjustments.adjustment(scope, parameters['adjustmentId'] ?? '');
  return draft === null ? [] : [move('adjustment', draft.content.amountMinor, (await programOf(deps, scope)).currency)];
};

const ofOpenings: Look = async (deps, scope) => {
  const rows = (await deps.stores.adjustments.openings(scope))?.content.rows ?? [];
  const { currency } = await programOf(deps, scope);
  const sum = (name: 'heldMinor' | 'payableMinor') => rows.reduce((all, row) => all + row[name], 0n);
  return [move('held', sum('heldMinor'), currency), move('payable', sum('payableMinor'), currency)];
};

/** What was sold, of which the plan makes commission. */
const ofSale = ({ lines, currency }: WonDeal): readonly Move[] => {
  return [
    move(
      'sale',
      lines.reduce((all, line) => all + line.amountMinor, 0n),
      currency,
    ),
  ];
};

/** An appeal without a sale of its own is for what was sold. */
const ofClaim: Look = async (deps, scope, { parameters, body }) => {
  const { sale } = body as { readonly sale: ClaimedSale | null };
  const { claim } = await claimHistory(deps, { scope, claimId: parameters['claimId'] ?? '', partnerId: null });
  return ofSale(sale ?? (await appealedSale(deps, scope, claim)));
};

const LOOKS: Readonly<Record<string, Look>> = {
  approvePeriod: ofRun(RUN),
  closePeriod: ofRun(RUN),
  runPayouts: ofRun(['payout']),
  releasePayout: ofPayout,
  approveBatch: ofBatch,
  cancelBatch: ofBatch,
  remitBatch: ofBatch,
  importResults: ofBatch,
  draftExchange: saidOfExchange,
  approveExchange: ofExchange,
  reviewConversion: (deps, scope, { parameters }) => ofConversions(deps, scope, [parameters['conversionId'] ?? '']),
  reviewConversions: (deps, scope, { body }) => {
    const { decisions } = body as { readonly decisions: readonly { readonly conversionId: string }[] };
    return ofConversions(
      deps,
      scope,
      decisions.map(({ conversionId }) => conversionId),
    );
  },
  approveAdjustment: ofAdjustment,
  rejectAdjustment: ofAdjustment,
  decideOpenings: ofOpenings,
  acceptClaim: ofClaim,
  winDeal: async (_deps, _scope, { body }) => ofSale((body as { readonly won: WonDeal }).won),
};

function move(what: string, minor: bigint, currency: string): Move {
  return { what, amount: { amount: formatAmount(minor, currency), currency } };
}
