import { allocate } from '../money/allocate.ts';
import { greater, lesser } from '../money/lesser.ts';
import type { CompiledRule } from './compile-plan.ts';
import type { PayLine } from './pay-line.ts';
import type { CapTrace } from './pay-trace.ts';
import type { Course } from './volume-window.ts';
import { capUsedIn } from './volume-window.ts';

/**
 * Cuts an amount at what is left of its rule's cap and uses that room up; what the line itself took when it was sealed is its
 * own. Null where there is no cap, or one over the whole program, which is a second pass: see `capProgram`.
 */
export function capLine(line: PayLine, { cap }: CompiledRule, amount: bigint, course: Course): CapTrace | null {
  if (cap === null || cap.per === 'program-period') return null;
  const limit = cap.per === 'conversion' ? conversionShare(line, cap.amountMinor) : cap.amountMinor;
  const scope = capScope(line, cap.per);
  const sealed = line.frozen?.amountMinor ?? 0n;
  const usedBefore = capUsedIn(course, scope) - sealed;
  const kept = lesser(amount, greater(limit - usedBefore, sealed));
  course.capUsedByScope.set(scope, usedBefore + kept);
  return { per: cap.per, limitMinor: limit, usedBeforeMinor: usedBefore, cutMinor: amount - kept };
}

/** A conversion's cap is one whole for all its partners, shared by credit. */
function conversionShare(line: PayLine, cap: bigint): bigint {
  const parts = allocate(
    cap,
    line.credits.map(({ creditWeight }) => creditWeight),
  );
  return parts[line.credits.findIndex(({ partnerId }) => partnerId === line.partnerId)] ?? 0n;
}

/** Where cap room is shared. A conversion without a customer stands for a customer of its own. */
export function capScope(line: PayLine, per: 'conversion' | 'customer' | 'partner-period'): string {
  if (per === 'partner-period') return line.periodId;
  if (per === 'customer' && line.customerId !== null) return `customer/${line.customerId}`;
  return `conversion/${line.conversionId}`;
}
