import { describe, expect, it } from 'vitest';
import { calendarOf } from '../../../domain/settlement/calendar.ts';
import { openPeriodFor, releasePeriodOf } from '../../../domain/settlement/release-period.ts';
import type { SettlementRecord } from '../../../domain/settlement/settlement.ts';
import { at } from '../../support/build.ts';
import { aSettlement } from './build.ts';

describe('the period that lets go of what is held', () => {
  it.each([
    ['ends in its middle', '2026-11-14T12:00:00+09:00', '2026-10', '2026-11'],
    ['ends at its very cutoff', '2026-12-01T00:00:00+09:00', '2026-10', '2026-11'],
    ['ends just after its cutoff: the next', '2026-12-01T00:00:00.001+09:00', '2026-10', '2026-12'],
    ['ended before the first that can still be closed: that one', '2026-09-14T12:00:00+09:00', '2026-10', '2026-10'],
    ['ends in the first that can still be closed', '2026-10-14T12:00:00+09:00', '2026-10', '2026-10'],
  ])('is, of a hold that %s', (_, until, earliest, expected) => {
    expect(releasePeriodOf(at(until), earliest, calendarOf('Asia/Tokyo'))).toBe(expected);
  });
});

describe('the period that takes up what is recorded', () => {
  const sealedAt = at('2026-11-01T09:00:00+09:00');
  const september = aSettlement({ periodId: '2026-09', status: 'closed', sealedAt: sealedAt - 1 });
  const october = (status: SettlementRecord['status']) => aSettlement({ periodId: '2026-10', status, sealedAt });

  it.each<[string, readonly SettlementRecord[], number, string | null]>([
    ['is not known before anything was sealed', [], sealedAt, null],
    ['is not known while nothing but an open period stands', [october('open')], sealedAt, null],
    ['is the sealed one until its seal', [september, october('sealed')], sealedAt, '2026-10'],
    ['is the calculated one for what came before its seal', [october('calculated')], sealedAt - 1, '2026-10'],
    ['is the next after the seal', [september, october('sealed')], sealedAt + 1, '2026-11'],
    ['is the next once it is closed, whenever it was recorded', [october('closed')], sealedAt - 1, '2026-11'],
    [
      'is the one after the last sealed, when a seal was thrown away',
      [september, october('open')],
      sealedAt,
      '2026-10',
    ],
  ])('%s', (_, records, recordedAt, expected) => {
    expect(openPeriodFor(recordedAt, records)).toBe(expected);
  });

  it('is the next where a run has no time of its seal', () => {
    expect(openPeriodFor(0, [aSettlement({ status: 'sealed', sealedAt: null })])).toBe('2026-11');
  });
});
