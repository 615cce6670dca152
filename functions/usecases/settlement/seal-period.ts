import { dateAfter } from '../../../domain/dates.ts';
import { DomainError } from '../../../domain/errors.ts';
import type { PeriodId } from '../../../domain/ids.ts';
import { canonical } from '../../../domain/integrity/canonical.ts';
import type { Adjustment, OpeningBalance } from '../../../domain/ledger/adjustment.ts';
import type { Period } from '../../../domain/settlement/calendar.ts';
import { calendarOf, nextPeriodId } from '../../../domain/settlement/calendar.ts';
import type { LaterFact, Manifest, ManifestRow, UnhashedRow } from '../../../domain/settlement/manifest.ts';
import { byTypeAndId, hashedRow, manifestHashOf } from '../../../domain/settlement/manifest.ts';
import type { SettlementRecord, SettlementStatus } from '../../../domain/settlement/settlement.ts';
import { SETTLEMENT_STATUS_JA } from '../../../domain/settlement/settlement.ts';
import { utcDay } from '../../../domain/time.ts';
import type { Conversion } from '../../../domain/tracking/conversion.ts';
import type { Reversal } from '../../../domain/tracking/reversal.ts';
import type { Review } from '../../../domain/tracking/review.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Scope } from '../../store/scope.ts';
import type { Stores } from '../../store/store.ts';
import { fitForSeal } from '../analysis/fit-program.ts';
import { gatherClicks } from '../facts/gather-clicks.ts';
import { mapLimited } from '../map-limited.ts';
import { loadDirectory, programOf } from '../terms/load-terms.ts';
import { advance, lastClosed, openRecord } from './settlement-record.ts';

const READS_AT_ONCE = 32;
/**
 * A fact whose process died before it was indexed is mended when its message is handled again, at the latest when it leaves the
 * dead-letter queue. Its place in the index is the day it was recorded, so every seal looks that far behind the one before.
 */
const MENDED_DAYS_MAX = 14;

export interface SealCommand {
  readonly scope: Scope;
  readonly periodId: PeriodId;
  readonly actor: string;
}

/**
 * Freezes the facts of a period. From here on the order in which they arrived means nothing, and what comes later belongs to
 * the next period. A draft that nobody approved is thrown away by sealing again.
 */
export async function sealPeriod(deps: Deps, { scope, periodId, actor }: SealCommand): Promise<SettlementRecord> {
  const program = await programOf(deps, scope);
  const period = calendarOf(program.timezone).period(periodId);
  if (deps.now() < period.end) {
    const { timezone: timeZone } = program;
    const [end, now] = [period.end, deps.now()].map((at) => new Date(at).toLocaleString('sv-SE', { timeZone }));
    const message = {
      en: `${periodId} ends at ${end}, now it is ${now} (${timeZone})`,
      ja: `${periodId}は${end}に終わります。現在は${now}です（${timeZone}）。`,
    };
    throw new DomainError('period.not-over', message, { field: 'periodId' });
  }
  const records = await deps.stores.settlements.settlements(scope);
  const previous = lastClosed(records);
  assertIsNext(period, previous, records, program.timezone);
  const manifest = await gather(deps, scope, period, previous);
  await deps.stores.runs.putManifest(scope, manifest);
  // Against the record that was checked: an approval that came in the meantime stands.
  const checked = records.find((record) => record.periodId === periodId) ?? null;
  return advance(deps, scope, checked, {
    ...openRecord(periodId),
    status: 'sealed',
    previousPeriodId: previous?.periodId ?? null,
    manifestHash: manifest.header.hash,
    sealedBy: actor,
    rejections: checked?.rejections ?? [],
    sealedAt: deps.now(),
  });
}

/** Nothing is on its way: not begun, thrown away again, or done. */
const IDLE: readonly SettlementStatus[] = ['open', 'closed'];

/** Periods are closed in order, one at a time, each with its payouts made before the next begins. */
function assertIsNext(
  period: Period,
  previous: SettlementRecord | null,
  records: readonly SettlementRecord[],
  timezone: string,
): void {
  const busy = records.find(({ status, periodId }) => !IDLE.includes(status) && periodId !== period.periodId);
  if (busy) {
    throw new DomainError('period.other-open', {
      en: `${busy.periodId} is ${busy.status}; close it first`,
      ja: `${busy.periodId}が「${SETTLEMENT_STATUS_JA[busy.status]}」です。先に締めを完了してください。`,
    });
  }
  const own = records.find(({ periodId }) => periodId === period.periodId);
  if (own?.status === 'approved' || own?.status === 'closed') {
    throw new DomainError('period.already-approved', {
      en: `${period.periodId} is ${own.status} and is never edited`,
      ja: `${period.periodId}は「${SETTLEMENT_STATUS_JA[own.status]}」のため変更できません`,
    });
  }
  if (previous === null) return;
  if (calendarOf(timezone).period(previous.periodId).end > period.start) {
    throw new DomainError('period.before-closed', {
      en: `${previous.periodId} is closed already; ${period.periodId} is before it`,
      ja: `${previous.periodId}は締め完了です。${period.periodId}はそれより前の期間です。`,
    });
  }
  const next = nextPeriodId(previous.periodId);
  if (period.periodId !== next) {
    throw new DomainError('period.other-open', {
      en: `${next} is open, the period after ${previous.periodId}; close it first`,
      ja: `${previous.periodId}の次の期間${next}の締めが終わっていません。先に${next}の締めを完了してください。`,
    });
  }
  if (previous.payoutRunAt === null) {
    throw new DomainError('payout.not-run', {
      en: `make the payout run of ${previous.periodId} first`,
      ja: `先に${previous.periodId}の支払処理を行ってください`,
    });
  }
}

async function gather(deps: Deps, scope: Scope, period: Period, previous: SettlementRecord | null): Promise<Manifest> {
  const { stores } = deps;
  const before = await manifestOf(stores, scope, previous);
  const first = utcDay((await stores.programs.programSince(scope)) ?? period.start);
  const since = before === null ? first : later(first, dateAfter(before.header.recordedTo, -MENDED_DAYS_MAX));
  const until = utcDay(deps.now());
  const sealed = await sealedSince(deps, scope, since, previous, before);
  const candidates = await recordedFacts(deps, scope, since, until, before?.header.later ?? [], sealed);
  const { conversions, reversals, reviews, leftForLater } = await inPeriod(deps, scope, candidates, period);
  const adjustments = await approvedAdjustments(deps, scope, { period, since, sealed });
  const openings = await approvedOpenings(deps, scope, { since, sealed });

  const [program, plans, directory, rates] = await Promise.all([
    programOf(deps, scope),
    stores.programs.plans(scope),
    loadDirectory(stores, scope),
    stores.programs.rates(scope),
  ]);
  const gathered = await gatherClicks(stores, scope, conversions, program.attribution);
  const fit = await fitForSeal(deps, { scope, periodId: period.periodId });
  const row = (unhashed: UnhashedRow): ManifestRow => hashedRow(unhashed, deps.sha256);
  const rows = [
    row({ type: 'program', id: program.programId, fact: program }),
    ...plans.map(({ fact }) => row({ type: 'plan', id: String(fact.version), fact })),
    ...directory.enrollments.map((fact) => row({ type: 'enrollment', id: fact.partner.partnerId, fact })),
    ...directory.coupons.map((fact) => row({ type: 'coupon', id: canonical(fact), fact })),
    ...(fit === null ? [] : [row({ type: 'snapshot', id: fit.snapshotId, fact: fit })]),
    ...adjustments.map((fact) => row({ type: 'adjustment', id: fact.adjustmentId, fact })),
    ...openings.map((fact) => row({ type: 'opening', id: openingId(fact), fact })),
    ...rates.map((fact) => row({ type: 'rate', id: `${fact.date}/${fact.from}/${fact.to}`, fact })),
    ...gathered.conversions.map((fact) => row({ type: 'conversion', id: fact.conversion.conversionId, fact })),
    ...reversals.map((fact) => row({ type: 'reversal', id: fact.reversalId, fact })),
    ...reviews.map((fact) => row({ type: 'review', id: fact.conversionId, fact })),
    ...[...gathered.clicks.values()].flat().map((fact) => row({ type: 'click', id: fact.clickId, fact })),
  ].sort(byTypeAndId);
  const previousHash = previous?.manifestHash ?? null;
  const own = {
    ...scope,
    periodId: period.periodId,
    previousHash,
    recordedFrom: since,
    recordedTo: until,
    later: leftForLater,
  };
  return { header: { ...own, hash: manifestHashOf(own, rows, deps.sha256) }, rows };
}

const keyOf = ({ type, id }: { readonly type: string; readonly id: string }): string => `${type} ${id}`;

async function manifestOf({ runs }: Stores, scope: Scope, record: SettlementRecord | null): Promise<Manifest | null> {
  const hash = record?.manifestHash ?? null;
  return record === null || hash === null ? null : await runs.manifest(scope, record.periodId, hash);
}

/** Everything taken by earlier seals that looked at the same days: more than one when periods are sealed on one day. */
async function sealedSince(
  { stores }: Deps,
  scope: Scope,
  since: string,
  previous: SettlementRecord | null,
  before: Manifest | null,
): Promise<ReadonlySet<string>> {
  const sealed = new Set<string>();
  let record = previous;
  let manifest = before;
  while (record !== null && manifest !== null && manifest.header.recordedTo >= since) {
    for (const row of manifest.rows) sealed.add(keyOf(row));
    const { previousPeriodId } = record;
    record = previousPeriodId === null ? null : await stores.settlements.settlement(scope, previousPeriodId);
    manifest = await manifestOf(stores, scope, record);
  }
  return sealed;
}

/** Facts recorded since the last seal, and those that it left for later; never one that was sealed. */
async function recordedFacts(
  { stores }: Deps,
  scope: Scope,
  since: string,
  until: string,
  later: readonly LaterFact[],
  sealed: ReadonlySet<string>,
): Promise<readonly LaterFact[]> {
  const found = new Map<string, LaterFact>();
  for (const fact of later) found.set(keyOf(fact), fact);
  for (let day = since; day <= until; day = dateAfter(day, 1)) {
    for await (const fact of stores.conversions.recordedOn(scope, day)) {
      if (!sealed.has(keyOf(fact))) found.set(keyOf(fact), fact);
    }
  }
  return [...found.keys()].sort().map((key) => found.get(key) as LaterFact);
}

async function inPeriod(deps: Deps, scope: Scope, candidates: readonly LaterFact[], period: Period) {
  const conversions: Conversion[] = [];
  const reversals: Reversal[] = [];
  const reviews: Review[] = [];
  const leftForLater: LaterFact[] = [];
  await mapLimited(candidates, READS_AT_ONCE, async (candidate) => {
    const { conversions: store } = deps.stores;
    if (candidate.type === 'conversion') {
      const fact = (await store.conversion(scope, candidate.id))?.fact;
      if (fact !== undefined && fact.occurredAt < period.end) conversions.push(fact);
      else if (fact !== undefined) leftForLater.push(candidate);
    } else if (candidate.type === 'review') {
      const fact = await store.review(scope, candidate.id);
      if (fact !== null && fact.at < period.end) reviews.push(fact);
      else if (fact !== null) leftForLater.push(candidate);
    } else {
      const fact = (await store.reversal(scope, candidate.id))?.fact;
      if (fact !== undefined && fact.occurredAt < period.end) reversals.push(fact);
      else if (fact !== undefined) leftForLater.push(candidate);
    }
  });
  leftForLater.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  return { conversions, reversals, reviews, leftForLater };
}

/**
 * Adjustments approved and not sealed yet, but for those that take effect after the cutoff. One that was decided before the days
 * that are looked through was seen by an earlier seal: it is new only if it was too early then.
 */
async function approvedAdjustments(
  { stores }: Deps,
  scope: Scope,
  { period, since, sealed }: { readonly period: Period; readonly since: string; readonly sealed: ReadonlySet<string> },
): Promise<readonly Adjustment[]> {
  const found: Adjustment[] = [];
  for (const { status, content, draftedBy, decidedBy, decidedAt } of await stores.adjustments.adjustments(scope)) {
    if (status !== 'approved' || decidedBy === null || decidedAt === null) continue;
    const isNew = utcDay(decidedAt) >= since || content.effectiveAt >= period.start;
    if (!isNew || content.effectiveAt >= period.end) continue;
    if (sealed.has(keyOf({ type: 'adjustment', id: content.adjustmentId }))) continue;
    found.push({ ...content, draftedBy, approvedBy: decidedBy });
  }
  return found;
}

const openingId = ({ importId, partnerId }: OpeningBalance): string => `${importId}/${partnerId}`;

/** Balances to take over: of the first period, or of the next if their approval came while that was under way. */
async function approvedOpenings(
  { stores }: Deps,
  scope: Scope,
  { since, sealed }: { readonly since: string; readonly sealed: ReadonlySet<string> },
): Promise<readonly OpeningBalance[]> {
  const openings = await stores.adjustments.openings(scope);
  if (openings?.status !== 'approved' || openings.decidedAt === null || utcDay(openings.decidedAt) < since) return [];
  return openings.content.rows.filter((row) => !sealed.has(keyOf({ type: 'opening', id: openingId(row) })));
}

function later(a: string, b: string): string {
  return a > b ? a : b;
}
