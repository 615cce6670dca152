import type { Attribution } from '../attribution/attribution.ts';
import type { ConversionId, LineId, PartnerId, RuleId } from '../ids.ts';
import type { Instant } from '../time.ts';

/**
 * What we can say of a conversion on its arrival: credits and the certain part of the commission (rate, flat, the first step of
 * a volume rule). For display and forecasts only; nothing is posted from it, and the close decides anew.
 */
export interface Decision {
  readonly conversionId: ConversionId;
  readonly planVersion: number | null;
  readonly holdUntil: Instant | null;
  readonly attribution: Attribution;
  /** `rate.missing`: the conversion waits for an exchange rate and has no lines yet. */
  readonly waitsFor: 'rate.missing' | null;
  readonly lines: readonly DecidedLine[];
}

/** One line × one partner; `ruleId` is null where no rule pays. Amounts in the program's currency. */
export interface DecidedLine {
  readonly lineId: LineId;
  readonly partnerId: PartnerId;
  readonly ruleId: RuleId | null;
  readonly netBaseMinor: bigint;
  readonly amountMinor: bigint;
}
