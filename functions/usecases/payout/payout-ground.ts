import type { PartnerId } from '../../../domain/ids.ts';
import type { DailyRate } from '../../../domain/money/exchange.ts';
import type { Program } from '../../../domain/partner/program.ts';
import type { Scheme } from '../../../domain/payout/bank-account.ts';
import type { DueDate } from '../../../domain/payout/due-date.ts';
import type { Batch } from '../../../domain/payout/payout.ts';
import type { Calendar } from '../../../domain/settlement/calendar.ts';
import type { SettlementRecord } from '../../../domain/settlement/settlement.ts';
import type { Scope } from '../../store/scope.ts';

/** What the payouts of one preparation have in common. */
export interface PayoutGround {
  readonly scope: Scope;
  readonly program: Program;
  readonly calendar: Calendar;
  /** Closed periods up to the one prepared, oldest first. */
  readonly closed: readonly SettlementRecord[];
  readonly rates: readonly DailyRate[];
  readonly due: DueDate;
  readonly batches: readonly Batch[];
  /** The day on which banks are told to pay. */
  readonly valueDates: Readonly<Record<Scheme, string>>;
}

/** A partner's payout of one closed period, as its statement says. */
export interface OwedPayout {
  readonly record: SettlementRecord;
  readonly partnerId: PartnerId;
  readonly payableMinor: bigint;
}
