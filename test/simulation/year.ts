import { randomFrom } from '../../cli/sample/random.ts';
import { DomainError } from '../../domain/errors.ts';
import type { Account } from '../../domain/ledger/account.ts';
import { localCipher } from '../../functions/runtime/cipher.ts';
import type { Deps } from '../../functions/runtime/deps.ts';
import { sha256Bytes } from '../../functions/runtime/ed25519.ts';
import { sha256 } from '../../functions/runtime/ids.ts';
import { localStepRunner } from '../../functions/steps/local-step-runner.ts';
import type { StepName } from '../../functions/steps/machines.ts';
import { memoryBlobs } from '../../functions/store/memory/blobs.ts';
import { memoryStores } from '../../functions/store/memory/stores.ts';
import { blobRuns } from '../../functions/store/runs/blob-runs.ts';
import type { Stores } from '../../functions/store/store.ts';
import { replayPeriod } from '../../functions/usecases/analysis/replay-period.ts';
import { healDecision } from '../../functions/usecases/facts/heal-decision.ts';
import { decideAdjustment, draftAdjustment } from '../../functions/usecases/ledger/adjustment.ts';
import { runPayouts } from '../../functions/usecases/payout/run-payouts.ts';
import { calculatePeriod } from '../../functions/usecases/settlement/calculate-period.ts';
import { rejectPeriod } from '../../functions/usecases/settlement/reject-period.ts';
import { sealPeriod } from '../../functions/usecases/settlement/seal-period.ts';
import { changeTerms } from '../../functions/usecases/terms/change-terms.ts';
import { publishPlan } from '../../functions/usecases/terms/publish-plan.ts';
import { aProgram, at, someAttribution, someEnrollmentTerms } from '../support/build.ts';
import { Crashed } from '../support/crashing-stores.ts';
import { aSigner } from '../support/signing.ts';
import { keyOf, occurredAtOf, otherThan, record } from './arrivals.ts';
import type { Faults } from './faulty-stores.ts';
import { faultyStores } from './faulty-stores.ts';
import { balanceName, costKey, watchLedger } from './ledger-watch.ts';
import { Reference } from './reference.ts';
import type { Arrival } from './year-facts.ts';
import { arrivalsOf, DAY, PARTNERS } from './year-facts.ts';
import type { YearHands } from './year-hands.ts';
import { YearPayouts } from './year-payouts.ts';
import { calendar, FIRST_PLAN, GOLD, GOLD_SINCE, JOINED, MERCHANT, RULES, SCOPE, SECOND_PLAN } from './year-program.ts';

/** A year of a program with its people, its accidents and its books. The same seed is the same year, to the byte. */
export interface Year {
  readonly seed: number;
  readonly conversions: number;
  readonly entries: number;
  /** Commands that had to be sent again because a process died. */
  readonly deaths: number;
  /** What went wrong, in words, with the step at which it showed; the year ends there. Null: all is well. */
  readonly fault: string | null;
}

export interface YearOptions {
  readonly salesPerMonth?: number;
  readonly faults?: Faults;
}

const MONTHS = Array.from({ length: 12 }, (_, index) => `2026-${String(index + 1).padStart(2, '0')}`);
const MAKER = 'maker@example.jp';
const CHECKER = 'checker@example.jp';
/** Made once: keys are derived at length, and a process is made for every command. */
const CIPHER = localCipher(new Uint8Array(32));
const ATTEMPTS_MAX = 200;
const BATCHED_YEARS = 3;
const PAYOUT_TERMS = { monthsLater: 1, day: 'last', shift: 'before', calendar: 'jp' } as const;
const NO_FAULTS: Faults = { probability: 0, callsMax: 1 };

/** Lives a year through: what arrives is recorded, every month is closed by two people and paid, and all is checked as it goes. */
export async function simulateYear(seed: number, options: YearOptions = {}): Promise<Year> {
  const year = new SimulatedYear(seed, options);
  let fault: string | null = null;
  try {
    await year.live();
  } catch (error) {
    fault = `${year.step}: ${error instanceof Error ? error.message : String(error)}`;
  }
  return { seed, conversions: year.conversions, entries: year.entries, deaths: year.deaths, fault };
}

class SimulatedYear {
  step = 'set-up';
  deaths = 0;
  conversions = 0;
  readonly #random;
  readonly #faults: Faults;
  readonly #arrivals: readonly Arrival[];
  readonly #ledger = watchLedger(memoryStores().ledger);
  readonly #stores: Stores;
  readonly #reference = new Reference(RULES);
  readonly #recorded = { clicks: new Map<string, Arrival>(), facts: new Map<string, Arrival>() };
  readonly #sealed = new Set<string>();
  readonly #adjustments: { readonly partnerId: string; readonly amountMinor: bigint }[] = [];
  /** Every third year pays by batches, every other one of them somebody abroad too; the others pay elsewhere. */
  readonly #payouts: YearPayouts | null;
  #now = JOINED;
  #ids = 0;

  constructor(seed: number, { salesPerMonth = 5, faults }: YearOptions) {
    this.#random = randomFrom(seed);
    this.#faults = faults ?? { probability: 0.15, callsMax: 12 };
    this.#arrivals = arrivalsOf(this.#random, salesPerMonth);
    const blobs = memoryBlobs();
    this.#stores = { ...memoryStores(), blobs, runs: blobRuns(blobs), ledger: this.#ledger.store };
    const hasAbroad = seed % (2 * BATCHED_YEARS) === 0;
    this.#payouts = seed % BATCHED_YEARS === 0 ? new YearPayouts(this.#hands(), hasAbroad) : null;
  }

  #hands(): YearHands {
    return {
      stores: this.#stores,
      random: this.#random,
      persist: (command) => this.#persist(command),
      refuses: (code, command) => this.#refuses(code, command),
      now: () => this.#now,
      pass: (ms) => {
        this.#now += ms;
      },
      balance: (account, other) => this.#ledger.balances.get(balanceName(account, other)) ?? 0n,
      maker: MAKER,
      checker: CHECKER,
    };
  }

  get entries(): number {
    return this.#ledger.entries.length;
  }

  async live(): Promise<void> {
    await this.#setUp();
    let next = 0;
    for (const month of MONTHS) {
      const { end } = calendar.period(month);
      const closesAt =
        end +
        this.#random.weighted([
          [9, this.#random.whole(1, 9)],
          [1, this.#random.whole(16, 25)],
        ]) *
          DAY;
      while ((this.#arrivals[next]?.arrivesAt ?? Number.POSITIVE_INFINITY) <= closesAt) {
        await this.#take(this.#arrivals[next++] as Arrival);
      }
      // Paying the month before may have taken longer.
      this.#now = Math.max(this.#now, closesAt);
      this.step = `adjustments of ${month}`;
      if (this.#random.isTrue(0.3)) await this.#adjust(`adj_${month}`, end - this.#random.whole(1, 50) * DAY);
      next = await this.#close(month, next);
    }
    this.step = 'replay';
    const month = this.#random.pick(MONTHS);
    const replay = await replayPeriod(this.#deps(NO_FAULTS), { scope: SCOPE, periodId: month });
    insist(replay.differenceCount === 0, () => `replay of ${month} differs: ${shown(replay.differences)}`);
  }

  async #setUp(): Promise<void> {
    const { programs, partners } = this.#stores;
    const recordedAt = this.#now;
    const program = aProgram({
      settlement: {
        period: 'month',
        thresholdMinor: RULES.thresholdMinor,
        ...(this.#payouts === null ? {} : { payout: PAYOUT_TERMS }),
      },
      attribution: someAttribution({ lookbackDays: 30 }),
    });
    await programs.putProgram({ fact: program, recordedAt });
    await programs.putPlan(SCOPE, { fact: FIRST_PLAN, recordedAt });
    for (const partnerId of PARTNERS) {
      const partner = { partnerId, name: partnerId, kind: 'affiliate', country: 'JP', customerIds: [] } as const;
      const terms = someEnrollmentTerms({ recruitedBy: RULES.recruiterOf.get(partnerId) ?? null });
      await partners.putPartner(MERCHANT, { fact: partner, recordedAt });
      await partners.putEnrollment(SCOPE, { fact: { partnerId, joinedAt: JOINED, endedAt: null, terms }, recordedAt });
    }
    await this.#payouts?.setUp();
  }

  /** Records a fact as it arrives, now and then by two processes at once, and tells our own subscriber as often as it likes. */
  async #take(arrival: Arrival): Promise<void> {
    this.#now = Math.max(this.#now, arrival.arrivesAt);
    await this.#changeTermsInTime();
    const key = keyOf(arrival);
    this.step = key;
    const tries = this.#random.isTrue(0.05) ? 2 : 1;
    await Promise.all(Array.from({ length: tries }, () => this.#persist((deps) => record(deps, arrival))));
    if (arrival.type === 'click') this.#recorded.clicks.set(key, arrival);
    else {
      this.#recorded.facts.set(key, arrival);
      const { conversionId } = arrival.type === 'conversion' ? arrival.conversion : arrival.reversal;
      const isOutdated = arrival.type === 'reversal';
      await this.#persist((deps) => healDecision(deps, { scope: SCOPE, conversionId, isOutdated }));
    }
    if (this.#random.isTrue(0.03)) await this.#refusesOther(arrival);
    this.#check();
  }

  /** The same id with other content is a conflict, whenever it comes. */
  async #refusesOther(arrival: Arrival): Promise<void> {
    await this.#refuses(`${arrival.type}.conflict`, (deps) => record(deps, otherThan(arrival)));
  }

  /** One person drafts a change of what is owed, may not approve it, and another one does. */
  async #adjust(adjustmentId: string, effectiveAt: number): Promise<void> {
    const partnerId = this.#random.pick(PARTNERS);
    const minor = BigInt(this.#random.whole(-4_000, 4_000) || 1);
    const body = {
      adjustmentId,
      partnerId,
      amount: { minor, currency: 'JPY' },
      effectiveAt,
      reason: 'correction' as const,
      text: '訂正',
    };
    await this.#persist((deps) => draftAdjustment(deps, { scope: SCOPE, body, by: MAKER }));
    const approval = { scope: SCOPE, adjustmentId, outcome: 'approved' as const };
    await this.#refuses('approval.same-person', (deps) => decideAdjustment(deps, { ...approval, by: MAKER }));
    await this.#persist((deps) => decideAdjustment(deps, { ...approval, by: CHECKER }));
    this.#adjustments.push({ partnerId, amountMinor: minor });
  }

  async #refuses(code: string, command: (deps: Deps) => Promise<unknown>): Promise<void> {
    try {
      await command(this.#deps(NO_FAULTS));
    } catch (error) {
      if (error instanceof DomainError && error.code === code) return;
      throw error;
    }
    throw new Error(`was not refused with ${code}`);
  }

  /** Told more than a month ahead, since paying a month may take as long and nothing may be told for days gone by. */
  async #changeTermsInTime(): Promise<void> {
    if (this.#now >= at('2026-03-20T00:00:00+09:00') && this.#now < GOLD_SINCE) {
      const value = someEnrollmentTerms({ tier: 'gold' });
      await this.#persist((deps) =>
        changeTerms(deps, { scope: SCOPE, change: { partnerId: GOLD, from: GOLD_SINCE, value } }),
      );
    }
    if (this.#now >= at('2026-06-01T00:00:00+09:00') && this.#now < at('2026-07-20T00:00:00+09:00')) {
      await this.#persist((deps) => publishPlan(deps, { scope: SCOPE, plan: SECOND_PLAN, by: 'plan@example.jp' }));
    }
  }

  /** Two people close a month; facts go on arriving between their steps and during the seal. */
  async #close(month: string, first: number): Promise<number> {
    let next = first;
    const takeSome = async (count: number): Promise<void> => {
      for (let taken = 0; taken < count && next < this.#arrivals.length; taken += 1) {
        const arrival = this.#arrivals[next];
        if (arrival === undefined || arrival.arrivesAt > this.#now + 3 * DAY) return;
        next += 1;
        await this.#take(arrival);
        this.step = `close ${month}`;
      }
    };
    this.step = `close ${month}`;
    const maker = { scope: SCOPE, periodId: month, actor: MAKER };
    const checker = { ...maker, actor: CHECKER };
    const approve = stepOf('approve', month);
    if (this.#random.isTrue(0.3)) {
      await this.#persist((deps) => sealPeriod(deps, maker));
      await this.#persist((deps) => calculatePeriod(deps, maker));
      if (this.#random.isTrue(0.5)) {
        await this.#persist((deps) => rejectPeriod(deps, { ...checker, reason: 'a refund is missing' }));
      }
      await takeSome(3);
    }
    const before = new Set(this.#recorded.facts.keys());
    const clicks = [...this.#recorded.clicks.values()];
    const racing = this.#arrivals.slice(next, next + 2).filter(({ type }) => type !== 'click');
    await Promise.all([
      this.#persist((deps) => sealPeriod(deps, maker)),
      ...racing.map((arrival) => this.#persist((deps) => record({ ...deps, now: () => arrival.arrivesAt }, arrival))),
    ]);
    for (const arrival of racing) this.#recorded.facts.set(keyOf(arrival), arrival);
    await this.#persist((deps) => calculatePeriod(deps, maker));
    await takeSome(2);
    await this.#refuses('approval.same-person', approve(MAKER));
    await Promise.all([1, 2].map(() => this.#persist(approve(CHECKER))));
    await takeSome(1);
    this.#now += DAY;
    await this.#persist(stepOf('close', month)(CHECKER));
    if (this.#payouts === null) await this.#persist((deps) => runPayouts(deps, checker));
    else await this.#payouts.pay(month);
    this.#check();
    await this.#compare(month, before, clicks);
    return next;
  }

  /** Holds a closed month against the bookkeeper's. */
  async #compare(month: string, before: ReadonlySet<string>, clicks: readonly Arrival[]): Promise<void> {
    const { end } = calendar.period(month);
    const settlement = await this.#stores.settlements.settlement(SCOPE, month);
    const manifest = await this.#stores.runs.manifest(SCOPE, month, settlement?.manifestHash ?? '');
    const rows = new Set((manifest?.rows ?? []).map(({ type, id }) => `${type} ${id}`));
    const own = [...this.#recorded.facts].filter(([key, arrival]) => rows.has(key) && occurredAtOf(arrival) < end);
    for (const [key, arrival] of this.#recorded.facts) {
      const isWanted = before.has(key) && !this.#sealed.has(key) && occurredAtOf(arrival) < end;
      insist(!isWanted || rows.has(key), () => `${key} was recorded before the seal and is not in it`);
      insist(!rows.has(key) || !this.#sealed.has(key), () => `${key} is sealed twice`);
    }
    for (const [key] of own) this.#sealed.add(key);
    const conversions = own.flatMap(([, arrival]) => (arrival.type === 'conversion' ? [arrival.conversion] : []));
    this.conversions += conversions.length;
    const owed = this.#reference.close({
      cutoff: end,
      conversions,
      reversals: own.flatMap(([, arrival]) => (arrival.type === 'reversal' ? [arrival.reversal] : [])),
      clicks: clicks.flatMap((arrival) => (arrival.type === 'click' ? [arrival.click] : [])),
      adjustments: this.#adjustments.splice(0),
    });
    const run = { periodId: month, runId: settlement?.runId ?? '' };
    const partners = new Map((await this.#stores.runs.partners(SCOPE, run)).map((each) => [each.partnerId, each]));
    for (const [partnerId, wanted] of owed) {
      const balance = (bucket: string): bigint =>
        this.#ledger.balances.get(`partner/${partnerId}/${bucket}` as Account) ?? 0n;
      same(`${partnerId} held by the ledger`, balance('held'), wanted.heldMinor);
      same(`${partnerId} payable by the ledger after the payout`, balance('payable'), wanted.carriedMinor);
      const of = partners.get(partnerId);
      if (of === undefined) {
        same(`${partnerId} is not in the run and has`, wanted.payableMinor + wanted.heldMinor, 0n);
        continue;
      }
      same(`${partnerId} payable by the run`, of.payableMinor, wanted.payableMinor);
      same(`${partnerId} payout by the run`, of.payoutMinor, wanted.payoutMinor);
      const headers = await this.#stores.statements.statementsOfPartner(MERCHANT, partnerId);
      const header = headers.find(({ periodId }) => periodId === month);
      same(`${partnerId} payout by the statement`, header?.payoutMinor ?? null, wanted.payoutMinor);
    }
    await this.#compareCosts();
    await this.#compareFold();
  }

  /** What every conversion has cost by the ledger is what its facts say. */
  async #compareCosts(): Promise<void> {
    const sums = new Map<string, bigint>();
    for (const [key, minor] of this.#ledger.costs) {
      const [conversionId = '', partnerId = ''] = JSON.parse(key) as string[];
      insist(costKey(conversionId, partnerId) === key, () => `odd key ${key}`);
      sums.set(conversionId, (sums.get(conversionId) ?? 0n) + minor);
    }
    for (const [key, arrival] of this.#recorded.facts) {
      if (arrival.type !== 'conversion' || !this.#sealed.has(key)) continue;
      const { conversionId } = arrival.conversion;
      same(`${conversionId} cost`, sums.get(conversionId) ?? 0n, this.#reference.earnedBy(conversionId));
    }
  }

  /** The ledger read back partner by partner is what was posted, no entry more or less. */
  async #compareFold(): Promise<void> {
    const stored = new Set<string>();
    for (const partnerId of PARTNERS) {
      for (const month of MONTHS) {
        for await (const { entryId } of this.#stores.ledger.entries(SCOPE, partnerId, month)) stored.add(entryId);
      }
    }
    same('entries in the ledger', BigInt(stored.size), BigInt(this.#ledger.entries.length));
  }

  #check(): void {
    const faults = this.#ledger.faults();
    insist(faults.length === 0, () => faults.join('; '));
  }

  /** Sends a command again until its process lives to answer, as a client or a queue does. */
  async #persist<T>(command: (deps: Deps) => Promise<T>): Promise<T> {
    for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
      try {
        return await command(this.#deps(this.#faults));
      } catch (error) {
        const isOvertaken = error instanceof DomainError && error.code.endsWith('.moved-on');
        if (!(error instanceof Crashed) && !isOvertaken) throw error;
        this.deaths += 1;
      }
    }
    throw new Error(`no end after ${ATTEMPTS_MAX} attempts`);
  }

  #deps(faults: Faults): Deps {
    return {
      stores: faultyStores(this.#stores, this.#random, faults),
      now: () => this.#now,
      newId: () => `id_${this.#ids++}`,
      sha256,
      cipher: CIPHER,
      sha256Bytes,
      signer: aSigner(),
      clickIdKey: new Uint8Array(32),
    };
  }
}

/** A step of a month's settlement with all its shards, as a person asks for it. */
function stepOf(step: StepName, periodId: string): (actor: string) => (deps: Deps) => Promise<void> {
  return (actor) => (deps) =>
    localStepRunner(deps, { drained: async () => {} }).start(step, { ...SCOPE, periodId, actor });
}

function insist(isTrue: boolean, message: () => string): void {
  if (!isTrue) throw new Error(message());
}

function same(what: string, found: bigint | null, wanted: bigint): void {
  insist(found === wanted, () => `${what}: ${found}, must be ${wanted}`);
}

function shown(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? `${each}` : each)).slice(0, 2000);
}
