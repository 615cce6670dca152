import type { ConversionId, RuleId } from '../ids.ts';
import type { VolumePay } from './compile-plan.ts';
import type { ClosedWindow, PayLine } from './pay-line.ts';
import { metricWindow, ruleOf, windowKey } from './pay-line.ts';
import type { Volume } from './plan.ts';
import { unitsOf } from './volume.ts';

/** How far one rule has come with one partner, closed windows included. Metrics are minor units or counts. */
export interface Course {
  readonly ruleId: RuleId;
  readonly closed: ReadonlyMap<string, ClosedWindow>;
  /** By `metricWindow`. */
  readonly metricByWindow: Map<string, bigint>;
  readonly capUsedByScope: Map<string, bigint>;
  // Lines of one conversion are neighbours, so the last one is all there is to remember.
  lastCounted: ConversionId | null;
  lastPaidOnce: ConversionId | null;
}

/** By rule. */
export type Courses = Map<RuleId, Course>;

/** The course of a rule, by its id: a rule keeps its windows across plan versions. */
export function courseOf(courses: Courses, ruleId: RuleId, closed: Course['closed']): Course {
  const known = courses.get(ruleId);
  if (known !== undefined) return known;
  const course: Course = {
    ruleId,
    closed,
    metricByWindow: new Map(),
    capUsedByScope: new Map(),
    lastCounted: null,
    lastPaidOnce: null,
  };
  courses.set(ruleId, course);
  return course;
}

/** Moves the metric on by a live line and gives where it stood before. All lines of one conversion share its place in a count. */
export function advance(course: Course, line: PayLine, { volume }: VolumePay): bigint {
  const window = windowOf(line, volume.metric);
  const before = metricIn(course, window);
  if (volume.metric === 'conversions') {
    if (course.lastCounted === line.conversionId) return before - 1n;
    course.lastCounted = line.conversionId;
  }
  course.metricByWindow.set(window, before + unitsOf(line, volume.metric));
  return before;
}

/** The window in which a line moves a metric. */
export function windowOf(line: PayLine, metric: Volume['metric']): string {
  return metricWindow(metric, line.volumeWindow ?? '');
}

/** Where a metric stands in a window, closed periods included; minor units or a count. */
export function metricIn({ ruleId, metricByWindow, closed }: Course, window: string): bigint {
  return metricByWindow.get(window) ?? closed.get(windowKey(ruleId, window))?.metricMinor ?? 0n;
}

/** What of a cap is used up in a scope, closed periods included; minor units. */
export function capUsedIn({ ruleId, capUsedByScope, closed }: Course, scope: string): bigint {
  return capUsedByScope.get(scope) ?? closed.get(windowKey(ruleId, scope))?.capUsedMinor ?? 0n;
}

/** Moves courses on to where the windows of these lines end: what a retroactive rule pays by. */
export function countToTheEnd(courses: Courses, lines: readonly PayLine[], closed: Course['closed']): Courses {
  for (const line of lines) {
    const rule = ruleOf(line.pay);
    if (rule?.pay.type !== 'volume' || !line.isLive || line.frozen !== null) continue;
    advance(courseOf(courses, rule.id, closed), line, rule.pay);
  }
  return courses;
}
