import { formatAmount } from '../money/amount.ts';
import type { Instant } from '../time.ts';
import { formatInstant } from '../time.ts';
import type { Deal, DealStep } from './deal.ts';
import { afterStep } from './deal-state.ts';

/** Who changed what of a deal: texts as people read them, null where there is none. */
export interface DealChange {
  readonly sequence: number;
  readonly kind: DealStep['kind'];
  readonly at: Instant;
  readonly by: string | null;
  readonly changes: readonly {
    readonly field: string;
    readonly before: string | null;
    readonly after: string | null;
  }[];
}

/** The history of a deal with what each step changed. */
export function historyOf(steps: readonly DealStep[]): readonly DealChange[] {
  let before: Deal | null = null;
  const history: DealChange[] = [];
  for (const step of steps) {
    const after: Deal = afterStep(before, step);
    const { sequence, kind, at, by } = step;
    history.push({ sequence, kind, at, by, changes: differences(before, after) });
    before = after;
  }
  return history;
}

function differences(before: Deal | null, after: Deal): DealChange['changes'] {
  const old = before === null ? {} : texts(before);
  return Object.entries(texts(after))
    .map(([field, text]) => ({ field, before: old[field] ?? null, after: text }))
    .filter((change) => change.before !== change.after);
}

function texts({ content, stage, owner, approval, state }: Deal): Readonly<Record<string, string | null>> {
  const { expected, parts, attachments, ...plain } = content;
  return {
    status: state.status,
    ...plain,
    amount: expected === null ? null : `${formatAmount(expected.amountMinor, expected.currency)} ${expected.currency}`,
    parts: parts.map(({ partnerId, share }) => `${partnerId} ${share}`).join(', '),
    attachments: attachments.map(({ name, sha256 }) => `${name} ${sha256}`).join(', ') || null,
    stage,
    owner,
    protectedUntil: approval === null ? null : formatInstant(approval.protectedUntil),
    extension: approval?.extension?.reason ?? null,
    judgements: approval?.judgements.map(({ dealId, reason }) => `${dealId}: ${reason}`).join(', ') || null,
    reason: 'reason' in state ? state.reason : null,
    text: 'text' in state ? state.text : null,
    inFavourOf: state.status === 'rejected' ? state.inFavourOf : null,
  };
}
