import type { Plan } from '../../../domain/commission/plan.ts';
import type { DailyRate } from '../../../domain/money/exchange.ts';
import type { Program } from '../../../domain/partner/program.ts';
import { ordered } from '../order.ts';
import { ratePositionOf } from '../own-index.ts';
import type { PlanDraft, ProgramStore } from '../program-store.ts';
import type { Scope } from '../scope.ts';
import type { Table } from './items.ts';
import { factsAfter, getFact, getRecorded, listFacts, listRecorded, putOnce, replaceFactIf } from './items.ts';
import { key, partitions } from './table.ts';

export function dynamoPrograms(records: Table): ProgramStore {
  return {
    putProgram: async (program) => {
      const { merchantId, programId } = program.fact;
      const scope: Scope = { merchantId, programId };
      await putOnce(records, { ...program, fact: scope, key: key.anyProgram(scope), type: null });
      return await putOnce(records, { ...program, key: key.program(merchantId, programId), type: 'program' });
    },
    everyProgram: async function* () {
      for (const pk of partitions.everyProgram()) yield* await listFacts<Scope>(records, [pk]);
    },
    program: async ({ merchantId, programId }) => await getFact<Program>(records, key.program(merchantId, programId)),
    programSince: async ({ merchantId, programId }) =>
      (await getRecorded<Program>(records, key.program(merchantId, programId)))?.recordedAt ?? null,
    programs: async (merchantId) =>
      ordered(await listFacts<Program>(records, partitions.programs(merchantId)), (program) => program.programId),
    putPlan: async (scope, plan) =>
      await putOnce(records, { ...plan, key: key.plan(scope, plan.fact.version), type: 'plan' }),
    plans: async (scope) =>
      ordered(await listRecorded<Plan>(records, partitions.plans(scope)), ({ fact }) => fact.version),
    draft: async (scope, version) => await getFact<PlanDraft>(records, key.planDraft(scope, version)),
    drafts: async (scope) =>
      ordered(await listFacts<PlanDraft>(records, partitions.planDrafts(scope)), ({ version }) => version),
    advanceDraft: async (scope, expected, next) => {
      const row = { fact: next, recordedAt: next.draftedAt, key: key.planDraft(scope, next.version), type: null };
      return await replaceFactIf(records, row, expected);
    },
    putRate: async (scope, rate) => await putOnce(records, { ...rate, key: key.rate(scope, rate.fact), type: 'rate' }),
    rate: async (scope, of) => await getFact<DailyRate>(records, key.rate(scope, of)),
    rates: async (scope) => ordered(await listFacts<DailyRate>(records, partitions.rates(scope)), ratePositionOf),
    ratesAfter: async (scope, page) => await factsAfter<DailyRate>(records, partitions.rates(scope), page),
  };
}
