import type { Adjustment } from '../../domain/ledger/adjustment.ts';
import type { Period } from '../../domain/settlement/calendar.ts';
import { calendarOf } from '../../domain/settlement/calendar.ts';
import type { Click } from '../../domain/tracking/click.ts';
import type { Conversion } from '../../domain/tracking/conversion.ts';
import type { Reversal } from '../../domain/tracking/reversal.ts';
import type { Review } from '../../domain/tracking/review.ts';
import type { Folder } from '../folder/folder.ts';

/** One thing that happens in a month. */
export type Happening =
  | { readonly type: 'click'; readonly at: number; readonly click: Click }
  | { readonly type: 'conversion'; readonly at: number; readonly conversion: Conversion }
  | { readonly type: 'reversal'; readonly at: number; readonly reversal: Reversal }
  | { readonly type: 'review'; readonly at: number; readonly review: Review }
  | { readonly type: 'adjustment'; readonly at: number; readonly adjustment: Adjustment };

/** A period with what happened since the one before it, in the order of time. */
export interface Month {
  readonly period: Period;
  readonly happenings: readonly Happening[];
}

// What happens at one instant happens in this order: people click before they buy, and buy before they return.
const ORDER = { click: 0, conversion: 1, reversal: 2, review: 3, adjustment: 4 };

/** The periods to close, in order, each with its facts; what happened after the last of them is left out. */
export function monthsOf(folder: Folder, periodIds: readonly string[]): readonly Month[] {
  const calendar = calendarOf(folder.program.timezone);
  const happenings: Happening[] = [
    ...folder.clicks.map((click) => ({ type: 'click', at: click.occurredAt, click }) as const),
    ...folder.conversions.map((conversion) => ({ type: 'conversion', at: conversion.occurredAt, conversion }) as const),
    ...folder.reversals.map((reversal) => ({ type: 'reversal', at: reversal.occurredAt, reversal }) as const),
    ...(folder.reviews ?? []).map((review) => ({ type: 'review', at: review.at, review }) as const),
    ...(folder.adjustments ?? []).map(
      (adjustment) => ({ type: 'adjustment', at: adjustment.effectiveAt, adjustment }) as const,
    ),
  ];
  happenings.sort((a, b) => a.at - b.at || ORDER[a.type] - ORDER[b.type]);
  const months: Month[] = [];
  let next = 0;
  for (const periodId of periodIds) {
    const period = calendar.period(periodId);
    const first = next;
    while (next < happenings.length && (happenings[next]?.at ?? period.end) < period.end) next += 1;
    months.push({ period, happenings: happenings.slice(first, next) });
  }
  return months;
}
