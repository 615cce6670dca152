import { checkPlan, partnersNamedIn } from '../../domain/commission/check-plan.ts';
import type { Plan } from '../../domain/commission/plan.ts';
import { DomainError } from '../../domain/errors.ts';
import type { MerchantId, PartnerId } from '../../domain/ids.ts';
import type { Program } from '../../domain/partner/program.ts';
import { calendarOf } from '../../domain/settlement/calendar.ts';
import { formatInstant } from '../../domain/time.ts';
import { detailOf } from '../contract/problem.ts';
import { Refusal } from '../contract/refusal.ts';
import type { Deps } from '../runtime/deps.ts';
import type { Recorded, Scope } from '../store/store.ts';
import { programOf } from './load-terms.ts';
import { accepted } from './put-fact.ts';

/** Publishes a version of a program's rules. It is never edited, and takes effect on a later business date. */
export async function publishPlan(deps: Deps, command: { scope: Scope; plan: Plan }): Promise<Recorded<Plan>> {
  const { scope, plan } = command;
  const program = await programOf(deps, scope);
  const published = await deps.stores.programs.plans(scope);
  const isRepeated = published.some(({ fact }) => fact.version === plan.version);
  if (!isRepeated) {
    await refusePlanFaults(deps, { merchantId: scope.merchantId, program, plan }, '');
    // The first plan may reach back, so that history can be imported; nobody has been promised other terms before it.
    if (published.length > 0) refuseBackdated(deps, program, plan);
  }
  const put = await deps.stores.programs.putPlan(scope, { fact: plan, recordedAt: deps.now() });
  return accepted(put, plan, { name: `plan version ${plan.version}`, code: 'plan.conflict' });
}

interface Candidate {
  readonly merchantId: MerchantId;
  readonly program: Program;
  readonly plan: Plan;
}

/** Refuses a plan with all that is wrong with it; `place` is where it stands in the request, before every field. */
export async function refusePlanFaults(
  deps: Deps,
  { merchantId, program, plan }: Candidate,
  place: string,
): Promise<void> {
  const partners = new Set<PartnerId>();
  for (const partnerId of partnersNamedIn(plan)) {
    if (await deps.stores.partners.partner(merchantId, partnerId)) partners.add(partnerId);
  }
  const found = checkPlan(plan, { currency: program.currency, partners });
  const faults = found.map(({ field, reason }) => ({ field: `${place}${field}`, reason }));
  if (faults.length > 0) throw new Refusal('plan.invalid', detailOf(faults), faults);
}

function refuseBackdated(deps: Deps, program: Program, plan: Plan): void {
  const { startOf, dateOf } = calendarOf(program.timezone);
  const now = deps.now();
  if (startOf(plan.effectiveFrom) >= now) return;
  const message =
    `must be after ${dateOf(now)}, the date in ${program.timezone} of its publication at ${formatInstant(now)}, ` +
    `got ${plan.effectiveFrom}; only the first plan of a program may reach back`;
  throw new DomainError('plan.backdated', message, { field: 'effectiveFrom' });
}
