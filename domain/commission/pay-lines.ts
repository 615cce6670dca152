import { allocate } from '../money/allocate.ts';
import { roundProduct, roundRatio } from '../money/round.ts';
import { capLine, capScope } from './cap-line.ts';
import type { CompiledRule, CompiledShare } from './compile-plan.ts';
import { frozenWorth, ruleWorth } from './line-worth.ts';
import type { ClosedWindow, Frozen, PayLine, Worth } from './pay-line.ts';
import { ruleOf, windowKey } from './pay-line.ts';
import { stretchesOf } from './volume.ts';
import type { Course, Courses } from './volume-window.ts';
import { advance, capUsedIn, countToTheEnd, courseOf, metricIn, windowOf } from './volume-window.ts';

/**
 * The amounts of one partner's lines, given in (occurredAt, conversionId, position) order: each rule's running metric and caps
 * move along that order. Only amounts are made here; how one came about is told from them on demand by `traceOf`.
 * Program-wide caps are a second pass, see `capProgram`.
 */
export function payLines(lines: readonly PayLine[], closed: ReadonlyMap<string, ClosedWindow>): readonly Worth[] {
  return linePayer(closed, () => countToTheEnd(new Map(), lines, closed))(lines);
}

/**
 * Pays the lines of a partner that has too many for one list, part after part in their order; no conversion is cut in two.
 * `endsOf` tells where the windows of all parts end; a retroactive rule asks for it, once.
 */
export function linePayer(
  closed: ReadonlyMap<string, ClosedWindow>,
  endsOf: () => Courses,
): (lines: readonly PayLine[]) => readonly Worth[] {
  const courses: Courses = new Map();
  let counted: Courses | null = null;
  const ends = (): Courses => {
    counted ??= endsOf();
    return counted;
  };
  return (lines) => {
    const context: Context = { closed, courses, ends, sealed: sealedIn(lines, courses, closed) };
    return lines.map((line) => payLine(line, context));
  };
}

interface Context {
  readonly closed: ReadonlyMap<string, ClosedWindow>;
  readonly courses: Courses;
  readonly ends: () => Courses;
  readonly sealed: ReadonlySet<string> | null;
}

/**
 * What sealed lines of a conversion had is had: another line of it that comes to life later is not counted or paid again for
 * the whole conversion, and shares its cap. Gives the rules that sealed a conversion; null where none did.
 */
function sealedIn(lines: readonly PayLine[], courses: Courses, closed: Context['closed']): Context['sealed'] {
  let sealed: Set<string> | null = null;
  for (const line of lines) {
    const rule = ruleOf(line.pay);
    if (line.frozen === null || rule === null) continue;
    const { id, cap } = rule;
    sealed ??= new Set();
    sealed.add(windowKey(id, line.conversionId));
    if (cap?.per !== 'conversion') continue;
    const course = courseOf(courses, id, closed);
    const scope = capScope(line, cap.per);
    course.capUsedByScope.set(scope, capUsedIn(course, scope) + line.frozen.amountMinor);
  }
  return sealed;
}

function payLine(line: PayLine, context: Context): Worth {
  if (line.pay === null) return nothing(0n, 'no-rule');
  if ('share' in line.pay) return payShare(line, line.pay.share);
  const { rule } = line.pay;
  if (line.frozen !== null) return payFrozen(line, line.frozen, rule, context);
  if (!line.isLive) return nothing(0n, 'fully-reversed');
  const course = courseOf(context.courses, rule.id, context.closed);
  if (context.sealed?.has(windowKey(rule.id, line.conversionId))) {
    course.lastCounted = line.conversionId;
    course.lastPaidOnce = line.conversionId;
  }
  const metric = metricOf(line, rule, course, context);
  if (paysOnce(line, rule, metric)) {
    if (course.lastPaidOnce === line.conversionId) return nothing(metric, 'paid-on-earlier-line');
    course.lastPaidOnce = line.conversionId;
  }
  const exact = ruleWorth(line, rule.pay, metric);
  const rounded = roundRatio(exact.numerator, exact.denominator, line.rounding);
  const cap = capLine(line, rule, rounded, course);
  if (cap === null) return whole(metric, rounded);
  const amount = rounded - cap.cutMinor;
  const isCapped = cap.cutMinor > 0n && amount === 0n;
  return { metricMinor: metric, roundedMinor: rounded, cap, amountMinor: amount, reason: isCapped ? 'capped' : null };
}

/** Where the rule's metric stood before this line, moved on by it; or the window's total when all its lines earn by that. */
function metricOf(line: PayLine, { id, pay }: CompiledRule, course: Course, context: Context): bigint {
  if (pay.type !== 'volume') return 0n;
  const before = advance(course, line, pay);
  if (pay.volume.mode === 'marginal') return before;
  return metricIn(courseOf(context.ends(), id, context.closed), windowOf(line, pay.volume.metric));
}

/** Whether a flat amount of the whole conversion is due on the first of its lines only. */
function paysOnce(line: PayLine, { pay }: CompiledRule, metric: bigint): boolean {
  if (pay.type === 'flat') return pay.per === 'conversion';
  if (pay.type !== 'volume' || pay.volume.metric !== 'conversions') return false;
  return stretchesOf(line, pay, metric).some(({ step }) => step.pay.type === 'flat');
}

function payShare(line: PayLine, { rate, among }: CompiledShare): Worth {
  const total = roundProduct(rate, line.netBaseMinor, line.rounding);
  const parts = allocate(
    total,
    among.map(({ shareWeight }) => shareWeight),
  );
  const amount = parts[among.findIndex(({ partnerId }) => partnerId === line.partnerId)] ?? 0n;
  return line.isLive ? whole(0n, amount) : { ...whole(0n, amount), reason: 'fully-reversed' };
}

/** What a won dispute gives back beyond the sealed amount needs room under the cap. */
function payFrozen(line: PayLine, frozen: Frozen, rule: CompiledRule, { courses, closed }: Context): Worth {
  if (!line.isLive) return nothing(0n, 'fully-reversed');
  const exact = frozenWorth(line, frozen, rule);
  const rounded = roundRatio(exact.numerator, exact.denominator, line.rounding);
  const cap = rounded > frozen.amountMinor ? capLine(line, rule, rounded, courseOf(courses, rule.id, closed)) : null;
  return { ...whole(0n, rounded), cap, amountMinor: rounded - (cap?.cutMinor ?? 0n) };
}

function whole(metricMinor: bigint, amountMinor: bigint): Worth {
  return { metricMinor, roundedMinor: amountMinor, cap: null, amountMinor, reason: null };
}

function nothing(metricMinor: bigint, reason: Worth['reason']): Worth {
  return { metricMinor, roundedMinor: 0n, cap: null, amountMinor: 0n, reason };
}
