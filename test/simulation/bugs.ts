/** A bug that somebody could make: one piece of a file becomes another. */
export interface Bug {
  readonly what: string;
  readonly file: string;
  /** Stands in the file once; where it no longer does, the bug has to be planted anew. */
  readonly find: string;
  readonly replace: string;
}

const MEMORY = 'functions/store/memory';
const USECASES = 'functions/usecases/settlement';
const PAYOUT = 'functions/usecases/payout';
const SETTLEMENT = 'domain/settlement';

/** Planted one at a time: a year must notice each. */
export const BUGS: readonly Bug[] = [
  {
    what: 'other content under the same id passes for a repetition',
    file: `${MEMORY}/put-once.ts`,
    find: `? 'repeated' : 'conflict'`,
    replace: `? 'repeated' : 'repeated'`,
  },
  {
    what: 'a repeated fact replaces the first',
    file: `${MEMORY}/put-once.ts`,
    find: '  return { outcome: isSameContent(stored.fact',
    replace: '  map.set(key, recorded);\n  return { outcome: isSameContent(stored.fact',
  },
  {
    what: 'the ledger takes an entry twice',
    file: `${MEMORY}/ledger.ts`,
    find: 'if (posted === undefined) {',
    replace: 'if (posted === undefined || posted.kind === entry.kind) {',
  },
  {
    what: 'a reversal loses its link to its conversion, and its day',
    file: `${MEMORY}/conversions.ts`,
    find: 'dayOf(space, reversal.recordedAt).reversalIds.push(reversal.fact.reversalId);',
    replace: '',
  },
  {
    what: 'the first click of every visitor is not read',
    file: `${MEMORY}/clicks.ts`,
    find: 'const clicks = sortedTrail(spaces.of(scope), visitorId);\n      return clicks.slice(',
    replace: 'const clicks = sortedTrail(spaces.of(scope), visitorId).slice(1);\n      return clicks.slice(',
  },
  {
    what: 'a visitor is remembered by the last click alone',
    file: `${MEMORY}/clicks.ts`,
    find: '  trail.clicks.push(click);',
    replace: '  trail.clicks.splice(0, trail.clicks.length, click);',
  },
  {
    what: 'what was too early for one seal is forgotten by the next',
    file: `${USECASES}/seal-period.ts`,
    find: 'for (const fact of later) found.set(keyOf(fact), fact);',
    replace: '',
  },
  {
    what: 'a seal takes what an earlier one took',
    file: `${USECASES}/seal-period.ts`,
    find: 'if (!sealed.has(keyOf(fact))) found.set(keyOf(fact), fact);',
    replace: 'found.set(keyOf(fact), fact);',
  },
  {
    what: 'a seal takes conversions of the next month',
    file: `${USECASES}/seal-period.ts`,
    find: 'if (fact !== undefined && fact.occurredAt < period.end) conversions.push(fact);',
    replace: 'if (fact !== undefined) conversions.push(fact);',
  },
  {
    what: 'a seal takes reversals of the next month',
    file: `${USECASES}/seal-period.ts`,
    find: 'if (fact !== undefined && fact.occurredAt < period.end) reversals.push(fact);',
    replace: 'if (fact !== undefined) reversals.push(fact);',
  },
  {
    what: 'a seal looks only at days after the last one',
    file: `${USECASES}/seal-period.ts`,
    find: 'dateAfter(before.header.recordedTo, -MENDED_DAYS_MAX)',
    replace: 'dateAfter(before.header.recordedTo, 1)',
  },
  {
    what: 'every month is calculated as if it were the first',
    file: `${USECASES}/calculate-period.ts`,
    find: 'previous === null ? EMPTY_CARRY : await runs.carry(scope, runKeyOf(previous))',
    replace: 'previous === null ? EMPTY_CARRY : EMPTY_CARRY',
  },
  {
    what: 'a line posts its target and not what is missing of it',
    file: `${SETTLEMENT}/settle-lines.ts`,
    find: 'const postedMinor = less(targetMinor, line.postedMinor);',
    replace: 'const postedMinor = targetMinor;',
  },
  {
    what: 'a line is released as often as it is looked at',
    file: `${SETTLEMENT}/settle-lines.ts`,
    find: 'isReleased ? less(targetMinor, line.releasedMinor) : 0n',
    replace: 'isReleased ? targetMinor : 0n',
  },
  {
    what: 'nothing is held',
    file: `${SETTLEMENT}/settle-lines.ts`,
    find: 'line.isReleased || isReleasedBy(booked, period.end, terms)',
    replace: 'true',
  },
  {
    what: 'a clawback is always taken from what is held',
    file: `${SETTLEMENT}/line-entries.ts`,
    find: 'from: paid.line.isReleased ? payable : held',
    replace: 'from: held',
  },
  {
    what: 'two months give their entries the same name',
    file: `${SETTLEMENT}/line-entries.ts`,
    find: 'entryId: entryIdOf(period.periodId, kind, conversion.conversionId, partnerId)',
    replace: 'entryId: entryIdOf(kind, conversion.conversionId, partnerId)',
  },
  {
    what: 'an entry of several lines moves the last one only',
    file: `${SETTLEMENT}/line-entries.ts`,
    find: 'posting.amountMinor += amountMinor;',
    replace: 'posting.amountMinor = amountMinor;',
  },
  {
    what: 'a bonus is paid again at every look',
    file: `${SETTLEMENT}/bonus.ts`,
    find: 'amountMinor: targetMinor - posted,',
    replace: 'amountMinor: targetMinor,',
  },
  {
    what: 'a bonus stays when its sales are gone',
    file: `${SETTLEMENT}/bonus.ts`,
    find: 'isOffered || reached < posted ? reached : posted',
    replace: 'reached > posted ? reached : posted',
  },
  {
    what: 'what nobody released is released a little',
    file: `${SETTLEMENT}/partner-sum.ts`,
    find: 'sum.releasedMinor += releasedMinor;',
    replace: 'sum.releasedMinor += releasedMinor + (releasedMinor === 0n ? 1n : 0n);',
  },
  {
    what: 'what was carried forward is lost',
    file: `${SETTLEMENT}/partner-result.ts`,
    find: 'const earnedMinor = book.openingMinor + sum.releasedMinor',
    replace: 'const earnedMinor = sum.releasedMinor',
  },
  {
    what: 'debt is forgiven by the carry',
    file: `${SETTLEMENT}/carry-over.ts`,
    find: 'openingMinor: result.closingMinor,',
    replace: 'openingMinor: result.closingMinor < 0n ? 0n : result.closingMinor,',
  },
  {
    what: 'what is rounded down is rounded up',
    file: 'domain/money/round.ts',
    find: `if (mode === 'down') return false;`,
    replace: `if (mode === 'down') return true;`,
  },
  {
    what: 'a second refund of a line counts for nothing',
    file: 'domain/commission/lay-reversals.ts',
    find: '  part.line.reversedMinor += minor;',
    replace: '  part.line.reversedMinor = minor;',
  },
  {
    what: 'bots earn',
    file: 'domain/attribution/journey.ts',
    find: `if (click.isBot) return 'bot';`,
    replace: '',
  },
  {
    what: 'a new tier reaches back',
    file: 'domain/time.ts',
    find: 'if (entry.from > at) break;',
    replace: '',
  },
  {
    what: 'the first of the rules that match wins, or the least specific',
    file: 'domain/commission/choose-rule.ts',
    find: 'rule.when.dimensions > chosen.when.dimensions',
    replace: 'rule.when.dimensions < chosen.when.dimensions',
  },
  {
    what: 'one person may draft and approve',
    file: `${USECASES}/four-eyes.ts`,
    find: 'draftedBy === null || personOf(draftedBy) !== personOf(approver)',
    replace: 'draftedBy === null || draftedBy !== null',
  },
  {
    what: 'an adjustment is posted at every close',
    file: `${USECASES}/seal-period.ts`,
    find: `if (sealed.has(keyOf({ type: 'adjustment', id: content.adjustmentId }))) continue;`,
    replace: '',
  },
  {
    what: 'part of a run is not posted',
    file: `${USECASES}/post-shard.ts`,
    find: 'batch.push(entry);',
    replace: `if (entry.kind !== 'release') batch.push(entry);`,
  },
  {
    what: 'a statement shows the payable as payout',
    file: `${USECASES}/issue-shard.ts`,
    find: '      payoutMinor,\n',
    replace: '      payoutMinor: payableMinor,\n',
  },
  {
    what: 'a transfer that came back posts no return',
    file: `${PAYOUT}/import-results.ts`,
    find: 'await deps.stores.ledger.post(returnEntry(payout, program, { at, calendar }, result.reference));',
    replace: '',
  },
  {
    what: 'what came back is posted anew when it is sent again',
    file: `${PAYOUT}/approve-batch.ts`,
    find: 'if (!payout.isPosted) await',
    replace: 'await',
  },
  {
    what: 'a transfer that came back keeps its exchange booked',
    file: `${PAYOUT}/import-results.ts`,
    find: 'await deps.stores.ledger.post(reopenedEntry(payout, program, { ...exchange, day: { at, calendar }, reference }));',
    replace: '',
  },
  {
    what: 'an exchange is booked at the locked rate, whatever the bank took',
    file: 'domain/payout/payout-entries.ts',
    find: `postingsBetween('fx', 'cash', costMinor),`,
    replace: `postingsBetween('fx', 'cash', worthMinor),`,
  },
  {
    what: 'what the rounding of a transfer left over stays for ever',
    file: 'domain/payout/payout-entries.ts',
    find: `    ...postingsBetween('rounding', 'fx/realised', leftOverMinor),\n`,
    replace: '',
  },
];
