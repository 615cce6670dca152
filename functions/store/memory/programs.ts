import type { Plan } from '../../../domain/commission/plan.ts';
import type { DailyRate } from '../../../domain/money/exchange.ts';
import type { Program } from '../../../domain/partner/program.ts';
import { ordered, pageOfOrdered } from '../order.ts';
import { ratePositionOf } from '../own-index.ts';
import type { PlanDraft, ProgramStore } from '../program-store.ts';
import type { Recorded, Scope } from '../scope.ts';
import { putOnce, replaceIf } from './put-once.ts';
import { getOrMake, Spaces } from './spaces.ts';

export function memoryPrograms(): ProgramStore {
  const programs = new Map<string, Map<string, Recorded<Program>>>();
  const plans = new Spaces(() => new Map<string, Recorded<Plan>>());
  const drafts = new Spaces(() => new Map<string, PlanDraft>());
  const rates = new Spaces(() => new Map<string, Recorded<DailyRate>>());
  const ratesIn = (scope: Scope) => [...rates.of(scope).values()].map(({ fact }) => fact);
  return {
    putProgram: async (program) => {
      const { merchantId, programId } = program.fact;
      return putOnce(
        getOrMake(programs, merchantId, () => new Map()),
        programId,
        program,
      );
    },
    everyProgram: async function* () {
      for (const [merchantId, own] of programs) for (const programId of own.keys()) yield { merchantId, programId };
    },
    program: async ({ merchantId, programId }) => programs.get(merchantId)?.get(programId)?.fact ?? null,
    programSince: async ({ merchantId, programId }) => programs.get(merchantId)?.get(programId)?.recordedAt ?? null,
    programs: async (merchantId) => {
      const all = [...(programs.get(merchantId)?.values() ?? [])].map(({ fact }) => fact);
      return ordered(all, (program) => program.programId);
    },
    putPlan: async (scope, plan) => putOnce(plans.of(scope), String(plan.fact.version), plan),
    plans: async (scope) => ordered(plans.of(scope).values(), ({ fact }) => fact.version),
    draft: async (scope, version) => drafts.of(scope).get(String(version)) ?? null,
    drafts: async (scope) => ordered(drafts.of(scope).values(), ({ version }) => version),
    advanceDraft: async (scope, expected, next) => replaceIf(drafts.of(scope), String(next.version), expected, next),
    putRate: async (scope, rate) => putOnce(rates.of(scope), ratePositionOf(rate.fact), rate),
    rate: async (scope, of) => rates.of(scope).get(ratePositionOf(of))?.fact ?? null,
    rates: async (scope) => ordered(ratesIn(scope), ratePositionOf),
    ratesAfter: async (scope, page) => pageOfOrdered(ratesIn(scope), ratePositionOf, page),
  };
}
