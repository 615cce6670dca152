import type { AttributionBasis, ModelNote, RefusalReason } from '../../attribution/attribution.ts';
import type { PayTrace } from '../../commission/pay-trace.ts';
import type { Cap } from '../../commission/plan.ts';
import type { AdjustmentReason } from '../../ledger/adjustment-reason.ts';
import type { RoundingMode } from '../../money/round.ts';
import type { Movement } from '../../settlement/movements.ts';
import type { ConversionKind } from '../../tracking/conversion.ts';
import type { RejectionReason } from '../../tracking/review.ts';
import type { UnearnedReason } from '../unearned.ts';

export type Language = 'en' | 'ja';

/** Every phrase of an explanation in one language; `{name}` stands for what `say` puts in. */
export interface Words {
  readonly title: string;
  readonly kinds: Readonly<Record<ConversionKind, string>>;
  readonly whose: string;
  readonly occurred: string;
  readonly amounts: string;
  readonly rounding: Readonly<Record<RoundingMode, string>>;
  readonly creditHeading: string;
  readonly basis: Readonly<Record<AttributionBasis | 'share', string>>;
  readonly models: Readonly<Record<string, string>>;
  readonly notes: Readonly<Record<ModelNote, string>>;
  readonly modelOptions: string;
  readonly snapshot: string;
  readonly touchpoint: string;
  readonly touchpointTypes: Readonly<Record<string, string>>;
  readonly own: string;
  readonly others: string;
  readonly refused: string;
  readonly approved: string;
  readonly rejected: string;
  readonly rejections: Readonly<Record<RejectionReason, string>>;
  readonly refusals: Readonly<Record<RefusalReason, string>>;
  readonly credit: string;
  readonly credits: string;
  readonly creditFactor: string;
  readonly line: string;
  readonly product: string;
  readonly charged: string;
  readonly taxOut: string;
  readonly shippingOut: string;
  readonly base: string;
  readonly baseSum: string;
  readonly exchange: string;
  readonly rateSource: string;
  readonly takenBack: string;
  readonly netBase: string;
  readonly part: string;
  readonly allocated: string;
  readonly rate: string;
  readonly flat: string;
  readonly per: Readonly<Record<string, string>>;
  readonly marginal: string;
  readonly retroactive: string;
  readonly belowSteps: string;
  readonly metrics: Readonly<Record<string, string>>;
  readonly stretch: string;
  readonly frozen: string;
  readonly frozenWhole: string;
  readonly share: string;
  readonly sharePart: string;
  readonly reasons: Readonly<Record<NonNullable<PayTrace['reason']>, string>>;
  readonly exact: string;
  readonly exactFraction: string;
  readonly rounded: string;
  readonly cap: string;
  readonly capShared: string;
  readonly capSealed: string;
  readonly caps: Readonly<Record<Cap['per'], string>>;
  readonly commission: string;
  readonly postedBefore: string;
  readonly posted: string;
  readonly states: Readonly<Record<'held' | 'released', string>>;
  readonly tried: string;
  readonly lost: Readonly<Record<string, string>>;
  readonly dimension: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly made: string;
  readonly sources: string;
  readonly provisional: string;
  readonly provisionalLine: string;
  readonly closedUnearned: string;
  readonly closedNotYours: string;
  readonly unearnedHeading: string;
  readonly unearned: Readonly<Record<UnearnedReason, string>>;
  readonly refusedOf: string;
  readonly statement: string;
  readonly payable: string;
  readonly payableMoved: string;
  readonly movements: Readonly<Record<Movement['type'], string>>;
  readonly adjustmentReasons: Readonly<Record<AdjustmentReason, string>>;
  readonly asked: string;
  readonly heldUntil: string;
  readonly closing: string;
  readonly outcomes: Readonly<Record<string, string>>;
  readonly bonus: string;
  readonly bonusFlat: string;
  readonly bonusRate: string;
  readonly bonusMissed: string;
  readonly bonusDropped: string;
  readonly bonusPosted: string;
  readonly override: string;
  readonly overrideMonths: string;
}

/** A phrase with its blanks filled in. */
export function say(phrase: string, blanks: Readonly<Record<string, string | number>> = {}): string {
  return phrase.replace(/\{(\w+)\}/g, (blank, name: string) => String(blanks[name] ?? blank));
}

/** The word for a code, or the code itself where there is none. */
export function wordFor(words: Readonly<Record<string, string>>, code: string): string {
  return Object.hasOwn(words, code) ? (words[code] ?? code) : code;
}
