import type { Credit } from '../attribution/attribution.ts';
import type { ConversionId, CustomerId, PartnerId } from '../ids.ts';
import type { RoundingMode } from '../money/round.ts';
import type { Instant } from '../time.ts';
import type { CompiledRule, CompiledShare } from './compile-plan.ts';
import type { CapTrace, PayTrace } from './pay-trace.ts';
import type { Volume } from './plan.ts';

/** One line of a conversion × one partner × the rule (or share) that pays it, as it stands after its reversals. */
export interface PayLine {
  readonly conversionId: ConversionId;
  readonly occurredAt: Instant;
  readonly customerId: CustomerId | null;
  /** Place of the line in its conversion. */
  readonly position: number;
  readonly partnerId: PartnerId;
  readonly pay: { readonly rule: CompiledRule } | { readonly share: CompiledShare } | null;
  readonly rounding: RoundingMode;
  /** For a rule the credited part of the net base, for a share the whole. */
  readonly netBaseMinor: bigint;
  readonly isLive: boolean;
  readonly quantity: number;
  readonly credits: readonly Credit[];
  readonly creditWeight: bigint;
  readonly creditTotalWeight: bigint;
  /** Windows of the rule that this line falls in. */
  readonly volumeWindow: string | null;
  readonly periodId: string;
  /** Set once its windows have closed: what it was last worth. */
  readonly frozen: Frozen | null;
}

/** What a line comes to, in the few numbers that its trace is told from; see `traceOf`. Minor units. */
export interface Worth {
  /** Where its rule's metric stood before this line, or the window's total for `retroactive`; 0 without a volume rule. */
  readonly metricMinor: bigint;
  readonly roundedMinor: bigint;
  readonly cap: CapTrace | null;
  readonly amountMinor: bigint;
  readonly reason: PayTrace['reason'];
}

/** A sealed line: later reversals take back in proportion to what it was worth when its window closed. */
export interface Frozen {
  readonly amountMinor: bigint;
  readonly netBaseMinor: bigint;
}

/** What a closed window held, so that a line that arrives late goes on from there. Metrics are minor units or counts. */
export interface ClosedWindow {
  readonly metricMinor: bigint;
  readonly capUsedMinor: bigint;
}

/** The rule that pays a line; null for a share's line and for one that nothing pays. */
export const ruleOf = (pay: PayLine['pay']): CompiledRule | null => (pay !== null && 'rule' in pay ? pay.rule : null);

/** Names one rule's window, or the scope of its cap. */
export const windowKey = (ruleId: string, window: string): string => `${ruleId}|${window}`;

/** Names the window of a metric of one rule. Money and counts are kept apart, should a later version count something else. */
export const metricWindow = (metric: Volume['metric'], window: string): string =>
  metric === 'base' ? window : `${window}|${metric}`;
