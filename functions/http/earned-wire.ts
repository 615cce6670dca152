import { earningWords } from '../../domain/partner/earning-words.ts';
import type { Figures } from '../../domain/partner/statistics.ts';
import { explanationPath } from '../../domain/statement/explanation-path.ts';
import type { Language } from '../../domain/statement/text/words.ts';
import { say } from '../../domain/statement/text/words.ts';
import { wordsIn } from '../../domain/statement/text/words-in.ts';
import type { EarnedConversion, EarnedLine } from '../usecases/partner/list-earned.ts';
import type { PartnerGround } from '../usecases/partner/partner-ground.ts';
import type { PartnerStatistics } from '../usecases/partner/read-statistics.ts';
import { amount, instant } from './wire.ts';

/** A conversion as its partner sees it: what it earns, what it waits for, when each line is expected to be paid. */
export function earnedAnswer(earned: EarnedConversion, { program, scope }: PartnerGround, language: Language) {
  const { conversion, awaits, review, isProvisional, lines } = earned;
  const { conversionId, occurredAt, kind } = conversion;
  let commissionMinor = 0n;
  for (const line of lines) commissionMinor += line.commissionMinor;
  return {
    conversionId,
    occurredAt: instant(occurredAt),
    kind,
    commission: amount(commissionMinor, program.currency),
    isProvisional,
    awaits,
    review: review === null ? null : reviewOf(review, language),
    lines: lines.map(({ commissionMinor: minor, heldUntil, ...line }) => ({
      ...line,
      commission: amount(minor, program.currency),
      heldUntil: instant(heldUntil),
      text: textOf(line, earned, language),
    })),
    explanation: explanationPath(scope.programId, conversionId),
  };
}

function reviewOf({ outcome, at, reasonCode }: NonNullable<EarnedConversion['review']>, language: Language) {
  const reasonText = reasonCode === null ? null : wordsIn(language).rejections[reasonCode];
  return { outcome, at: instant(at), reasonCode, reasonText };
}

function textOf(
  { state, payment, payOn, releasePeriodId }: Pick<EarnedLine, 'state' | 'payment' | 'payOn' | 'releasePeriodId'>,
  { awaits, review }: EarnedConversion,
  language: Language,
): string {
  const words = earningWords[language];
  const blanks = { date: payOn ?? '—', period: releasePeriodId ?? '—' };
  if (review?.outcome === 'rejected') return words.rejected;
  switch (payment) {
    case 'none':
      return awaits === 'rate' ? words.rate : words.nothing;
    case 'expected':
      if (awaits === 'review') return say(words.review, blanks);
      return say(state === 'held' ? words.held : words.expected, blanks);
    case 'planned':
      return say(words.planned, blanks);
    case 'on-hold':
      return payOn === null ? words.waiting : say(words.onHold, blanks);
    case 'under-way':
      return say(words.underWay, blanks);
    case 'paid':
      return words.paid;
    case 'returned':
      return words.returned;
    case 'carried-forward':
      return words.carried;
  }
}

export function statisticsAnswer({ ground, statistics, periods }: PartnerStatistics) {
  const { currency } = ground.program;
  const figures = ({ commissionMinor, ...counts }: Figures) => ({
    ...counts,
    commission: amount(commissionMinor, currency),
  });
  const rows = <K>(map: ReadonlyMap<K, Figures>, name: string) =>
    [...map].map(([key, each]) => ({ [name]: key, ...figures(each) }));
  return {
    timezone: ground.program.timezone,
    total: figures(statistics.total),
    days: rows(new Map([...statistics.days].sort(([a], [b]) => (a < b ? -1 : 1))), 'date'),
    links: rows(statistics.links, 'linkId'),
    coupons: rows(statistics.coupons, 'code'),
    periods: periods.map(({ closed, ...period }) => ({
      ...period,
      closed:
        closed === null
          ? null
          : {
              commission: amount(closed.commissionMinor, currency),
              released: amount(closed.releasedMinor, currency),
              payout: amount(closed.payoutMinor, currency),
              payOn: closed.payOn,
            },
    })),
  };
}
