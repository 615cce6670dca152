import { DomainError } from '../../../domain/errors.ts';
import type { ClickId } from '../../../domain/ids.ts';
import type { Click } from '../../../domain/tracking/click.ts';
import type { SignedClick } from '../../tracking/click-id.ts';
import type { ClickStore, DaySalt } from '../fact-store.ts';
import { ordered } from '../order.ts';
import type { PutOnce, Recorded, Scope } from '../scope.ts';
import type { Table } from './items.ts';
import {
  factsOf,
  getFact,
  lastBefore,
  putIfAbsent,
  putOnce,
  recordedIn,
  replaceFactIf,
  rowsAfter,
  sortKeysIn,
} from './items.ts';
import { key, notedClickOf, partitions, ranges, trackingEnd } from './table.ts';

export interface ClickSettings {
  /** What a click id of our own says, or null for any other. */
  readonly parse: (clickId: ClickId) => SignedClick | null;
  /** How long a click is kept, from recordedAt on. */
  readonly days: number;
  /** Where the salts of days are, of which there is no copy. */
  readonly salts: Table;
}

export function dynamoClicks(tracking: Table, { parse, days, salts }: ClickSettings): ClickStore {
  return {
    putClick: async (scope, click) => {
      const signed = parse(click.fact.clickId);
      const end = trackingEnd(click.recordedAt, days);
      return signed === null
        ? await putOtherClick(tracking, scope, { ...click, end })
        : await putSignedClick(tracking, scope, { ...click, end, signed });
    },
    click: async (scope, clickId) => {
      const signed = parse(clickId);
      const place = signed ? key.clickOfVisitor(scope, { ...signed, clickId }) : key.clickById(scope, clickId);
      return await getFact<Click>(tracking, place);
    },
    clicksByVisitor: async (scope, visitorId, range) => {
      return ordered(
        await factsOf<Click>(tracking, ranges.clicks(scope, visitorId, range)),
        (click) => click.occurredAt,
        (click) => click.clickId,
      );
    },
    lastClickBefore: async (scope, visitorId, before) => {
      const { pk, to } = ranges.clicks(scope, visitorId, { from: 0, to: before - 1 });
      const item = await lastBefore(tracking, pk, to);
      return item ? (await recordedIn<Click>(tracking, item)).fact : null;
    },
    noteVisitor: async (scope, { fact, recordedAt }) => {
      await putIfAbsent(tracking, { ...key.visitorOn(scope, fact), x: trackingEnd(recordedAt, days) });
    },
    visitorsOn: (scope, day) => sortKeysIn(tracking, partitions.visitorsOn(scope, day)),
    noteSource: async (scope, date, { fact, recordedAt }) => {
      const row = { key: key.sourceOf(scope, date, fact), type: null, fact: { clickId: fact.clickId }, recordedAt };
      const { outcome } = await putOnce(tracking, { ...row, end: trackingEnd(recordedAt, days) });
      return outcome !== 'conflict';
    },
    noteRepeat: async (scope, month, { fact, recordedAt }) => {
      await putIfAbsent(tracking, { ...key.repeat(scope, month, fact), x: trackingEnd(recordedAt, days) });
    },
    repeatsOf: async (scope, place, max) =>
      (await rowsAfter(tracking, partitions.repeats(scope, place), { after: null, limit: max })).length,
    daySalt: async (day) => await getFact<DaySalt>(salts, key.daySalt(day)),
    advanceDaySalt: async (expected, next) => {
      const recordedAt = Date.parse(`${next.day}T00:00:00Z`);
      const row = { key: key.daySalt(next.day), type: null, fact: next, recordedAt };
      return await replaceFactIf(salts, { ...row, end: trackingEnd(recordedAt, SALT_DAYS) }, expected);
    },
    noteOfPartner: async (scope, date, { fact, recordedAt }) => {
      await putIfAbsent(tracking, { ...key.clickOfPartner(scope, date, fact), x: trackingEnd(recordedAt, days) });
    },
    clicksOfPartner: async function* (scope, partnerId, date) {
      const rows = sortKeysIn(tracking, partitions.clicksOfPartner(scope, partnerId, date));
      for await (const row of rows) yield notedClickOf(row);
    },
  };
}

/** A salt goes then by itself, should nobody have destroyed it. */
const SALT_DAYS = 3;

interface Ending {
  readonly end: number;
}

/** The id says where the click stands, so one item is both the click and the guard of its id. */
async function putSignedClick(
  tracking: Table,
  scope: Scope,
  { fact, recordedAt, end, signed }: Recorded<Click> & Ending & { readonly signed: SignedClick },
): Promise<PutOnce<Click>> {
  if (fact.visitorId !== signed.visitorId || fact.occurredAt !== signed.occurredAt) {
    throw new DomainError(
      'click.conflict',
      {
        en: `click id ${fact.clickId} was signed for another visitor or instant`,
        ja: `クリックID${fact.clickId}は別の訪問者または日時に対して署名されています`,
      },
      {
        field: 'clickId',
      },
    );
  }
  return await putOnce(tracking, { key: key.clickOfVisitor(scope, fact), type: 'click', fact, recordedAt, end });
}

/** First the permanent key, then the click beside its visitor's; a retry after a crash between writes the second. */
async function putOtherClick(
  tracking: Table,
  scope: Scope,
  { fact, recordedAt, end }: Recorded<Click> & Ending,
): Promise<PutOnce<Click>> {
  const put = await putOnce(tracking, {
    key: key.clickById(scope, fact.clickId),
    type: null,
    fact,
    recordedAt,
    end,
  });
  if (put.outcome !== 'conflict') {
    await putOnce(tracking, { ...put.stored, key: key.clickOfVisitor(scope, fact), type: 'click', end });
  }
  return put;
}
