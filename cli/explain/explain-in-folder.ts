import type { PeriodId } from '../../domain/ids.ts';
import type { BookedConversion } from '../../domain/settlement/booked.ts';
import type { Carry } from '../../domain/settlement/carry.ts';
import { EMPTY_CARRY } from '../../domain/settlement/carry.ts';
import type { PeriodResult } from '../../domain/settlement/close-period.ts';
import { closePeriod } from '../../domain/settlement/close-period.ts';
import type { ProgramTerms } from '../../domain/settlement/terms.ts';
import type { Statement } from '../../domain/statement/statement.ts';
import { statementText } from '../../domain/statement/statement-text.ts';
import { explainedRefusals, unearnedNotes, unearnedText } from '../../domain/statement/text/unearned-text.ts';
import { say } from '../../domain/statement/text/words.ts';
import { wordsIn } from '../../domain/statement/text/words-in.ts';
import { BadInput } from '../bad-input.ts';
import { firstFactAt, monthsUpTo } from '../calculate/months-up-to.ts';
import { factsByPeriod } from '../folder/facts-by-period.ts';
import type { Folder } from '../folder/folder.ts';
import { folderDecisions } from '../folder/folder-decisions.ts';
import { folderFits } from '../folder/folder-fits.ts';
import { folderTerms } from '../folder/folder-terms.ts';
import type { Progress } from '../progress.ts';
import type { Asked } from './conversion-text.ts';
import { conversionText } from './conversion-text.ts';

/**
 * How the commission of a conversion of a folder came about in a month's close (null: that of the conversion), for each partner that
 * earns by it, or why nobody does.
 */
export function explainInFolder(
  folder: Folder,
  asked: Asked & { readonly periodId: PeriodId | null },
  progress: Progress,
): string {
  const { conversionId } = asked;
  const base = folderTerms(folder);
  const conversion = folder.conversions.find((each) => each.conversionId === conversionId);
  if (conversion === undefined) {
    throw new BadInput(`conversion: the folder has no "${conversionId}"; it has ${folder.conversions.length}`);
  }
  const own = base.calendar.periodOf(conversion.occurredAt).periodId;
  const periodId = asked.periodId ?? own;
  if (periodId < own) throw new BadInput(`period: "${conversionId}" is of ${own}, got ${periodId}`);
  const { result, terms } = closed(folder, base, periodId, progress);
  const statements = statementsWith(result, terms, conversionId);
  if (statements.length > 0) return statements.map((statement) => conversionText(statement, asked)).join('\n');
  const booked = result.carry.booked.get(conversionId);
  if (booked === undefined || booked.lines.length > 0) {
    throw new BadInput(`period: nothing of "${conversionId}" changed in ${periodId}; it is of ${own}`);
  }
  return unearned(booked, { periodId, terms }, asked);
}

interface Closed {
  readonly result: PeriodResult;
  readonly terms: ProgramTerms;
}

/** The month's close, after those of all months before it. */
function closed(folder: Folder, base: ProgramTerms, periodId: PeriodId, progress: Progress): Closed {
  const { calendar, program } = base;
  const months = monthsUpTo(periodId, { firstFactAt: firstFactAt(folder), timezone: program.timezone });
  const decisions = folderDecisions(folder, months[0] ?? periodId);
  const factsIn = factsByPeriod(folder);
  const fitOf = folderFits(folder, program.attribution.model);
  const closing = progress.phase('closing months', months.length);
  const close = (month: PeriodId, carry: Carry): Closed => {
    const period = calendar.period(month);
    const terms = { ...base, decisions, fit: fitOf(period) };
    const result = closePeriod(period, factsIn(period), carry, terms);
    closing.advance();
    return { result, terms };
  };
  let carry: Carry = EMPTY_CARRY;
  for (const month of months.slice(0, -1)) carry = close(month, carry).result.carry;
  const last = close(periodId, carry);
  closing.done();
  return last;
}

/** Of the partners with lines of the conversion. */
function statementsWith(result: PeriodResult, terms: ProgramTerms, conversionId: string): readonly Statement[] {
  const lines = result.lines.filter(({ paid }) => paid.booked.conversion.conversionId === conversionId);
  const owners = new Set(lines.map(({ paid }) => paid.line.partnerId));
  return result.partners
    .filter(({ partnerId }) => owners.has(partnerId))
    .map((partner) => JSON.parse(statementText(partner, result, terms)) as Statement);
}

function unearned(
  { conversion, attribution, waitsFor }: BookedConversion,
  { periodId, terms }: { readonly periodId: PeriodId; readonly terms: ProgramTerms },
  { conversionId: id, language }: Asked,
): string {
  const { currency, timezone, attribution: settings } = terms.program;
  const unearnedCase = { conversion, coupons: settings.coupon, attribution, waitsFor, lines: [], partnerId: null };
  const reasons = unearnedNotes(unearnedCase, currency);
  const refused = explainedRefusals(attribution, null);
  const heading = say(wordsIn(language).closedUnearned, { period: periodId, id });
  return `${[heading, ...unearnedText({ reasons, refused, timezone }, language)].join('\n')}\n`;
}
