import type { ConversionId } from '../ids.ts';
import type { Account } from '../ledger/account.ts';
import { EXPENSE, partnerAccount } from '../ledger/account.ts';
import type { Entry, EntryKind, EntryLine, Posting } from '../ledger/entry.ts';
import { entryIdOf } from '../ledger/entry-id.ts';
import type { Instant } from '../time.ts';
import type { Period } from './calendar.ts';
import type { OwnFields } from './run-entry.ts';
import { runEntry } from './run-entry.ts';
import type { SettledLine } from './settle-lines.ts';
import type { ProgramTerms } from './terms.ts';

/**
 * The entries of lines, handed over one by one, since a large partner has hundreds of thousands: per conversion and partner one
 * for each kind, whatever the number of lines. Additions come before take-backs and releases, so that no account that must not
 * be negative ever is.
 */
export function eachLineEntry(
  settled: readonly SettledLine[],
  period: Period,
  terms: ProgramTerms,
  take: (entry: Entry) => void,
): void {
  let groups: SettledLine[][] = [];
  // Lines stand in conversion order, so those of one conversion are neighbours.
  let conversionId: ConversionId | null = null;
  for (const line of settled) {
    if (line.postedMinor === 0n && line.releasedMinor === 0n) continue;
    const { booked, line: booking } = line.paid;
    if (booked.conversion.conversionId !== conversionId) {
      for (const group of groups) lineEntries(group, period, terms, take);
      groups = [];
      conversionId = booked.conversion.conversionId;
    }
    const group = groups.find(([first]) => first?.paid.line.partnerId === booking.partnerId);
    if (group) group.push(line);
    else groups.push([line]);
  }
  for (const group of groups) lineEntries(group, period, terms, take);
}

const LINE_KINDS = ['accrual', 'true-up', 'clawback', 'release'] as const;
type LineKind = (typeof LINE_KINDS)[number];

function lineEntries(
  group: readonly SettledLine[],
  period: Period,
  terms: ProgramTerms,
  take: (entry: Entry) => void,
): void {
  for (const kind of LINE_KINDS) {
    const moved = group.filter((line) => movesAs(line, kind));
    if (moved.length > 0) take(lineEntry(moved, kind, period, terms));
  }
}

/** One entry for lines of one conversion and partner; they share their hold, so they move between the same accounts. */
function lineEntry(lines: readonly SettledLine[], kind: LineKind, period: Period, terms: ProgramTerms): Entry {
  const [first] = lines as readonly [SettledLine, ...SettledLine[]];
  const { partnerId } = first.paid.line;
  const { conversion } = first.paid.booked;
  const held = partnerAccount(partnerId, 'held');
  const payable = partnerAccount(partnerId, 'payable');
  const moves = lines.map((line) => moveOf(line, kind, { held, payable }));
  const causes = lines.map(({ paid: { line } }, place): EntryLine => {
    const amountMinor = moves[place]?.signedMinor ?? 0n;
    return { lineId: conversion.lines[line.position]?.lineId ?? '', ruleId: line.payId ?? '', amountMinor };
  });
  const own: OwnFields = {
    entryId: entryIdOf(period.periodId, kind, conversion.conversionId, partnerId),
    kind,
    partnerId,
    effectiveAt: effectiveAtOf(first, kind, period),
    cause: { type: 'conversion', conversionId: conversion.conversionId, lines: causes },
    postings: postingsOf(moves),
  };
  return runEntry(own, period, terms);
}

/** One for each account that money leaves: of nearly all entries that is one. */
function postingsOf(moves: readonly Move[]): readonly Posting[] {
  const [first, ...others] = moves as readonly [Move, ...Move[]];
  // Not an empty list that grows: that would leave room for sixteen more in every entry of a large month.
  const postings = [postingOf(first)];
  for (const move of others) {
    const { from, amountMinor } = postingOf(move);
    const posting = postings.find((other) => other.from === from);
    if (posting === undefined) postings.push(postingOf(move));
    else posting.amountMinor += amountMinor;
  }
  return postings;
}

function postingOf({ from, to, signedMinor }: Move): Posting & { amountMinor: bigint } {
  return { from, to, amountMinor: signedMinor < 0n ? -signedMinor : signedMinor };
}

interface Move {
  readonly from: Account;
  readonly to: Account;
  readonly signedMinor: bigint;
}

function movesAs(settled: SettledLine, kind: LineKind): boolean {
  if (kind === 'release') return settled.releasedMinor > 0n;
  return settled.postedMinor !== 0n && kindOf(settled) === kind;
}

/** What a line moves in an entry of this kind, which it does. */
function moveOf(
  { postedMinor, releasedMinor, paid }: SettledLine,
  kind: LineKind,
  { held, payable }: { readonly held: Account; readonly payable: Account },
): Move {
  if (kind === 'release') return { from: held, to: payable, signedMinor: releasedMinor };
  if (postedMinor > 0n) return { from: EXPENSE, to: held, signedMinor: postedMinor };
  return { from: paid.line.isReleased ? payable : held, to: EXPENSE, signedMinor: postedMinor };
}

/** More than before is a true-up; less is a clawback when the sale shrank, and a true-up when only the rate did. */
function kindOf({ isNew, postedMinor, paid }: SettledLine): 'accrual' | 'true-up' | 'clawback' {
  if (isNew) return 'accrual';
  if (postedMinor > 0n) return 'true-up';
  const hasShrunk = paid.pay.netBaseMinor < paid.line.netBaseMinor || (paid.line.isLive && !paid.base.isLive);
  return hasShrunk ? 'clawback' : 'true-up';
}

function effectiveAtOf({ paid }: SettledLine, kind: EntryKind, period: Period): Instant {
  const { conversion, reversals, review, holdUntil } = paid.booked;
  if (kind === 'accrual') return conversion.occurredAt;
  if (kind === 'release') return paid.line.isReleased ? period.end : Math.max(holdUntil, review?.at ?? holdUntil);
  if (kind !== 'clawback') return period.end;
  return review?.outcome === 'rejected' ? review.at : (reversals.at(-1)?.occurredAt ?? period.end);
}
