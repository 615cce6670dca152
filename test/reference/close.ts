import type { Known, Standing } from './amounts.ts';
import { amountOf, larger, smaller, volumeWindow } from './amounts.ts';
import { bonusesOf } from './bonuses.ts';
import { calendarOf, monthAfter, windowEnd } from './calendar.ts';
import type { Earned, Read } from './earned.ts';
import { earnedIn, minorOf, planOn, rateOf } from './earned.ts';
import type { Folder } from './folder.ts';
import { fraction, rounded, sharedOut, times, whole } from './fraction.ts';
import { journeysOf, membersOf } from './journeys.ts';
import { lineStandings } from './reversed.ts';

/** The figures of one partner, in minor units. */
export interface Figures {
  base: bigint;
  commission: bigint;
  bonus: bigint;
  override: bigint;
  held: bigint;
  released: bigint;
  payable: bigint;
  payout: bigint;
}

export interface MonthClosed {
  readonly partners: ReadonlyMap<string, Figures>;
  readonly conversions: ReadonlyMap<string, number>;
}

/** What is known of an earned line from close to close. */
interface Book {
  posted: bigint;
  released: bigint;
  net: bigint;
  /** What it was worth when the last window of its rule ended. */
  frozen: { readonly posted: bigint; readonly net: bigint } | null;
}

/** What partners carry from close to close. */
interface Carried {
  readonly books: Map<Earned, Book>;
  readonly held: Map<string, bigint>;
  readonly opening: Map<string, bigint>;
  readonly bonuses: Map<string, bigint>;
}

/**
 * Closes every month of a folder in turn as the rules say it in words, and gives the last: every line is looked at anew for
 * every month, and nothing is kept but what was posted.
 */
export function closeMonths(folder: Folder, first: string, last: string): MonthClosed {
  const calendar = calendarOf(folder.program.timezone);
  const members = membersOf(folder);
  const read: Read = { folder, calendar, members, journeys: journeysOf(folder, members) };
  const earned = earnedIn(read);
  const carried: Carried = { books: new Map(), held: new Map(), opening: new Map(), bonuses: new Map() };
  let partners: ReadonlyMap<string, Figures> = new Map();
  for (let month = first; month <= last; month = monthAfter(month)) partners = closed(month, earned, read, carried);
  return { partners, conversions: outcomes(last, read) };
}

function closed(month: string, all: readonly Earned[], read: Read, carried: Carried): ReadonlyMap<string, Figures> {
  const { folder, calendar, members } = read;
  const cutoff = calendar.begins(monthAfter(month));
  const known = all
    .filter(({ sold }) => sold.conversion.at < cutoff)
    .map((earned): Known => ({ earned, standing: standingOf(earned, folder, cutoff) }));
  const figures = new Map(folder.partners.map(({ id }) => [id, noFigures()]));
  const of = (partner: string): Figures => figures.get(partner) ?? noFigures();
  const targets = targetsOf(known, carried.books, folder);
  for (const { earned, standing } of known) {
    const own = of(earned.partner);
    const book = bookOf(carried.books, earned);
    const target = targets.get(earned) ?? 0n;
    own.commission += target - book.posted;
    if (earned.share === null) own.base += standing.net - book.net;
    book.posted = target;
    book.net = standing.net;
    if (earned.sold.conversion.at + earned.sold.plan.holdDays * 86_400 <= cutoff) {
      own.released += target - book.released;
      book.released = target;
    }
    if (book.frozen === null && standing.isLive && areWindowsOver(earned, month)) {
      book.frozen = { posted: target, net: standing.net };
    }
  }
  for (const [partner, amount] of bonusesOf(month, known, read, carried.bonuses)) of(partner).bonus += amount;
  const plan = planOn(calendar.wall(cutoff - 1).slice(0, 10), folder);
  for (const { id } of folder.partners) {
    let recruiter = members.standing(id, cutoff - 1).recruitedBy;
    for (const rate of plan?.overrides?.rates ?? []) {
      if (recruiter === '') break;
      const amount = rounded(times(fraction(rate), whole(of(id).released)), plan?.rounding ?? 'down');
      if (members.isActive(recruiter, cutoff - 1)) of(recruiter).override += amount;
      recruiter = members.standing(recruiter, cutoff - 1).recruitedBy;
    }
  }
  for (const [id, own] of figures) {
    own.held = (carried.held.get(id) ?? 0n) + own.commission - own.released;
    own.payable = (carried.opening.get(id) ?? 0n) + own.released + own.bonus + own.override;
    own.payout = own.payable > 0n && own.payable >= folder.program.threshold ? own.payable : 0n;
    carried.held.set(id, own.held);
    carried.opening.set(id, own.payable - own.payout);
  }
  return figures;
}

function noFigures(): Figures {
  return {
    ...{ base: 0n, commission: 0n, bonus: 0n, override: 0n },
    ...{ held: 0n, released: 0n, payable: 0n, payout: 0n },
  };
}

function bookOf(books: Map<Earned, Book>, earned: Earned): Book {
  const book = books.get(earned) ?? { posted: 0n, released: 0n, net: 0n, frozen: null };
  books.set(earned, book);
  return book;
}

function standingOf({ sold, partner, share }: Earned, folder: Folder, cutoff: number): Standing {
  const line = lineStandings(sold.conversion, folder, cutoff)[sold.conversion.lines.indexOf(sold.line)];
  if (line === undefined) throw new Error(`${sold.conversion.id} has no such line`);
  const { amount } = sold.line;
  const part = { above: line.reversed * sold.base, below: amount === 0n ? 1n : amount };
  const net = line.isLive ? sold.base - smaller(rounded(part, sold.plan.rounding), sold.base) : 0n;
  const place = [...sold.credits.keys()].indexOf(partner);
  const own = share === null ? (sharedOut(net, [...sold.credits.values()])[place] ?? 0n) : net;
  return { net: own, items: line.items, isLive: line.isLive };
}

/** What each line is worth now, caps and frozen amounts included. */
function targetsOf(known: readonly Known[], books: Map<Earned, Book>, folder: Folder): ReadonlyMap<Earned, bigint> {
  const { currency } = folder.program;
  const room = new Map<string, bigint>();
  return new Map(
    known.map((one) => {
      const { earned } = one;
      const { rule, share, sold, partner } = earned;
      if (share !== null) return [earned, shareOf(one)];
      const others = known.filter(({ earned: other }) => isBesides(other, earned));
      const frozen = bookOf(books, earned).frozen;
      const amount = frozen === null ? amountOf(one, others, currency) : frozenAmount(frozen, one);
      if (rule?.cap === undefined) return [earned, amount];
      const { per } = rule.cap;
      const limit = minorOf(rule.cap.amount, currency);
      const { conversion } = sold;
      const place = [...sold.credits.keys()].indexOf(partner);
      const whose = {
        conversion: `${conversion.id} ${partner}`,
        customer: `${partner} ${conversion.customer === '' ? `of ${conversion.id}` : conversion.customer}`,
        'partner-period': `${partner} ${sold.month}`,
        'program-period': sold.month,
      }[per];
      const key = `${rule.id} ${per} ${whose}`;
      const own = per === 'conversion' ? (sharedOut(limit, [...sold.credits.values()])[place] ?? 0n) : limit;
      const used = room.get(key) ?? 0n;
      const paid = frozen === null ? smaller(amount, larger(0n, own - used)) : amount;
      room.set(key, used + paid);
      return [earned, paid];
    }),
  );

  function isBesides(other: Earned, earned: Earned): boolean {
    const window = volumeWindow(earned);
    if (window !== null) return volumeWindow(other) === window;
    return other.rule === earned.rule && other.partner === earned.partner;
  }
}

function shareOf({ earned: { share, sold, partner }, standing }: Known): bigint {
  if (share === null || !standing.isLive) return 0n;
  const all = rounded(times(fraction(share.rate), whole(standing.net)), sold.plan.rounding);
  const parts = sharedOut(
    all,
    share.among.map(({ weight }) => fraction(weight)),
  );
  return parts[share.among.findIndex((one) => one.partner === partner)] ?? 0n;
}

function frozenAmount(frozen: NonNullable<Book['frozen']>, { earned, standing }: Known): bigint {
  const { rule, sold } = earned;
  if (!standing.isLive || rule === null) return 0n;
  const isFlat =
    ('flat' in rule.pay && rule.pay.per !== 'item') ||
    ('volume' in rule.pay && rule.pay.volume.steps.some((step) => 'flat' in step));
  if (isFlat || frozen.net === 0n) return frozen.posted;
  return rounded({ above: frozen.posted * standing.net, below: frozen.net }, sold.plan.rounding);
}

/** Caps of a customer never end; a rule without windows is paid by what is so. */
function areWindowsOver({ rule, sold }: Earned, month: string): boolean {
  if (rule === null || rule.cap?.per === 'customer') return false;
  const ends = [
    ...('volume' in rule.pay ? [windowEnd(rule.pay.volume.window, sold.month)] : []),
    ...(rule.cap !== undefined && rule.cap.per !== 'conversion' ? [windowEnd('month', sold.month)] : []),
  ];
  return ends.length > 0 && ends.every((end) => end !== null && end <= monthAfter(month));
}

function outcomes(month: string, { folder, calendar, journeys }: Read): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const count = (what: string) => counts.set(what, (counts.get(what) ?? 0) + 1);
  for (const conversion of folder.conversions) {
    if (!calendar.wall(conversion.at).startsWith(month)) continue;
    count('recorded');
    const journey = journeys.get(conversion.id);
    if (rateOf(conversion, { folder, calendar }) === null) count('waiting:rate.missing');
    else count(journey !== undefined && 'reason' in journey ? `unattributed:${journey.reason}` : 'attributed');
  }
  return counts;
}
