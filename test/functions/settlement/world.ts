import type { Plan } from '../../../domain/commission/plan.ts';
import type { PeriodId } from '../../../domain/ids.ts';
import type { Entry } from '../../../domain/ledger/entry.ts';
import type { DailyRate } from '../../../domain/money/exchange.ts';
import type { Coupon, Enrollment } from '../../../domain/partner/enrollment.ts';
import type { Program } from '../../../domain/partner/program.ts';
import type { Period } from '../../../domain/settlement/calendar.ts';
import { calendarOf } from '../../../domain/settlement/calendar.ts';
import { writeCarry } from '../../../domain/settlement/carry-text.ts';
import type { SettlementRecord } from '../../../domain/settlement/settlement.ts';
import type { Instant } from '../../../domain/time.ts';
import type { Click } from '../../../domain/tracking/click.ts';
import type { Conversion } from '../../../domain/tracking/conversion.ts';
import type { Reversal } from '../../../domain/tracking/reversal.ts';
import type { Review } from '../../../domain/tracking/review.ts';
import { localCipher } from '../../../functions/runtime/cipher.ts';
import type { Deps } from '../../../functions/runtime/deps.ts';
import { sha256Bytes } from '../../../functions/runtime/ed25519.ts';
import { newId, sha256 } from '../../../functions/runtime/ids.ts';
import { memoryStores } from '../../../functions/store/memory/stores.ts';
import type { Scope } from '../../../functions/store/scope.ts';
import type { Stores } from '../../../functions/store/store.ts';
import { recordClick } from '../../../functions/usecases/facts/record-click.ts';
import { recordConversion } from '../../../functions/usecases/facts/record-conversion.ts';
import { recordReversal } from '../../../functions/usecases/facts/record-reversal.ts';
import { aPlan, aProgram, threePartners } from '../../support/build.ts';
import { aSigner } from '../../support/signing.ts';
import { stepsWithRights } from '../../support/with-rights.ts';

export interface WorldFacts {
  readonly rates?: readonly DailyRate[];
  readonly clicks?: readonly Click[];
  readonly conversions?: readonly Conversion[];
  readonly reversals?: readonly Reversal[];
  readonly reviews?: readonly Review[];
}

export interface WorldOptions {
  readonly program?: Program;
  readonly plans?: readonly Plan[];
  readonly enrollments?: readonly Enrollment[];
  readonly coupons?: readonly Coupon[];
  readonly stores?: Stores;
  /** When the program is created; by default with the first partner. */
  readonly createdAt?: Instant;
}

export type Step = 'seal' | 'calculate' | 'approve' | 'close' | 'payout';

/** A program on memory stores with a clock that stands still until it is set. */
export interface World {
  readonly deps: Deps;
  readonly program: Program;
  readonly scope: Scope;
  readonly setNow: (now: Instant) => void;
  readonly periodOf: (periodId: PeriodId) => Period;
  /** Records facts through their use cases: rates, clicks, conversions, reversals. */
  readonly record: (facts: WorldFacts) => Promise<void>;
  readonly step: (step: Step, periodId: PeriodId, stores?: Stores) => Promise<SettlementRecord>;
  /** Seals, calculates, approves, closes and pays a period. */
  readonly settle: (periodId: PeriodId) => Promise<SettlementRecord>;
}

const STEPS: readonly Step[] = ['seal', 'calculate', 'approve', 'close', 'payout'];
const MAKER = 'maker@example.jp';
const CHECKER = 'checker@example.jp';
const ACTORS = { seal: MAKER, calculate: MAKER, approve: CHECKER, close: MAKER, payout: CHECKER } as const;

/** Made once: its keys are derived. */
const CIPHER = localCipher(new Uint8Array(32));

export async function aWorld(options: WorldOptions = {}): Promise<World> {
  const program = options.program ?? aProgram();
  const { merchantId, programId } = program;
  const scope = { merchantId, programId };
  const stores = options.stores ?? memoryStores();
  const enrollments = options.enrollments ?? threePartners();
  const now: Instant = options.createdAt ?? Math.min(...enrollments.map(({ joinedAt }) => joinedAt));
  const world = worldOn(stores, program, now);
  await stores.programs.putProgram({ fact: program, recordedAt: now });
  for (const fact of options.plans ?? [aPlan()]) await stores.programs.putPlan(scope, { fact, recordedAt: now });
  for (const { partner, joinedAt, endedAt, terms } of enrollments) {
    const { partnerId } = partner;
    const [first, ...changes] = terms;
    if (first === undefined) throw new Error(`${partnerId} has no terms`);
    await stores.partners.putPartner(merchantId, { fact: partner, recordedAt: now });
    const fact = { partnerId, joinedAt, endedAt, terms: first.value };
    await stores.partners.putEnrollment(scope, { fact, recordedAt: now });
    for (const change of changes) {
      await stores.partners.putTermsChange(scope, { fact: { partnerId, ...change }, recordedAt: now });
    }
  }
  for (const fact of options.coupons ?? []) await stores.partners.putCoupon(scope, { fact, recordedAt: now });
  return world;
}

/** A world of a program that the stores have already. */
export function worldOn(stores: Stores, program: Program, since: Instant): World {
  const scope = { merchantId: program.merchantId, programId: program.programId };
  let now = since;
  const deps: Deps = {
    stores,
    now: () => now,
    newId,
    sha256,
    cipher: CIPHER,
    sha256Bytes,
    signer: aSigner(),
    clickIdKey: new Uint8Array(32),
  };
  const calendar = calendarOf(program.timezone);

  const step: World['step'] = async (name, periodId, other) => {
    const runner = stepsWithRights(other ? { ...deps, stores: other } : deps);
    await runner.start(name, { ...scope, periodId, actor: ACTORS[name] });
    const record = await stores.settlements.settlement(scope, periodId);
    if (record === null) throw new Error(`${periodId} has no settlement`);
    return record;
  };
  return {
    deps,
    program,
    scope,
    setNow: (at) => {
      now = at;
    },
    periodOf: calendar.period,
    record: async ({ rates = [], clicks = [], conversions = [], reversals = [], reviews = [] }) => {
      for (const fact of rates) await stores.programs.putRate(scope, { fact, recordedAt: now });
      for (const click of clicks) await recordClick(deps, { scope, click });
      for (const conversion of conversions) await recordConversion(deps, { scope, conversion });
      for (const reversal of reversals) await recordReversal(deps, { scope, reversal });
      for (const fact of reviews) await deps.stores.conversions.putReview(scope, { fact, recordedAt: deps.now() });
    },
    step,
    settle: async (periodId) => {
      let record: SettlementRecord | null = null;
      for (const name of STEPS) record = await step(name, periodId);
      if (record === null) throw new Error('nothing was settled');
      return record;
    },
  };
}

/** What a settled period left behind, as text: statements, entries of the ledger, carry, manifest and figures. */
export async function booksOf({ deps, scope }: World, periodId: PeriodId): Promise<Record<string, unknown>> {
  const { runs, ledger, settlements } = deps.stores;
  const settlement = await settlements.settlement(scope, periodId);
  const runId = settlement?.runId;
  if (!settlement || !runId) throw new Error(`${periodId} has no run`);
  const run = { periodId, runId };
  const statements: Record<string, string | null> = {};
  const entries: Entry[] = [];
  for (const { partnerId } of await runs.partners(scope, run)) {
    statements[partnerId] = await runs.statement(scope, run, partnerId);
    for await (const entry of ledger.entries(scope, partnerId, periodId)) entries.push(entry);
  }
  return {
    statements,
    entries,
    carry: [...writeCarry(await runs.carry(scope, run))],
    manifestHash: settlement.manifestHash,
    runId,
    summary: await runs.summary(scope, run),
  };
}
