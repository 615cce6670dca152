import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { activeRecords } from '../../cli/calculate/active-record.ts';
import { bookPartition } from '../../cli/calculate/book-partition.ts';
import type { Bucket, SettledMonth } from '../../cli/calculate/settle-bucket.ts';
import { settleBucket } from '../../cli/calculate/settle-bucket.ts';
import type { ShelfRecords } from '../../cli/calculate/shelf.ts';
import { slicedBucket } from '../../cli/calculate/sliced-bucket.ts';
import { sortedRuns } from '../../cli/calculate/sorted-runs.ts';
import type { PartnerId } from '../../domain/ids.ts';
import type { ActiveConversion } from '../../domain/settlement/book-period.ts';
import { byConversion } from '../../domain/settlement/facts.ts';
import type { SettledLine } from '../../domain/settlement/settle-lines.ts';
import { linesByPartner } from '../../domain/statement/statement.ts';
import { MONTHS, scenario } from '../domain/settlement/scenario.ts';

const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 100);

describe('runs that are sorted on disk', () => {
  it('give all things in order, each time they are read, and leave nothing behind', () => {
    const folder = mkdtempSync(join(tmpdir(), 'bunpai-runs-'));
    const records: ShelfRecords<readonly [number, string]> = {
      name: 'things',
      write: ([key, text], into) => {
        into.number(key);
        into.text(text);
      },
      read: (from) => [from.number(), from.text() ?? ''],
    };
    const things = fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.string()), { maxLength: 60 });
    fc.assert(
      fc.property(things, fc.integer({ min: 1, max: 30 }), (some, sizeMax) => {
        const compare = (a: readonly [number, string], b: readonly [number, string]): number =>
          a[0] - b[0] || (a[1] < b[1] ? -1 : Number(a[1] > b[1]));
        const pathOf = (run: number): string => join(folder, `run-${run}`);
        const runs = sortedRuns(some, { compare, records, pathOf, sizeOf: ([, text]) => text.length, sizeMax });
        const ordered = some.toSorted(compare);
        expect([...runs.read()]).toEqual(ordered);
        expect([...runs.read()]).toEqual(ordered);
        runs.remove();
        expect(readdirSync(folder)).toEqual([]);
      }),
      { numRuns: RUNS },
    );
    rmSync(folder, { recursive: true });
  });
});

describe('partners settled in slices', () => {
  it('come to what they come to at once: lines, sums and figures of every month, whatever the plan', () => {
    const folder = mkdtempSync(join(tmpdir(), 'bunpai-slices-'));
    fc.assert(
      fc.property(scenario, fc.integer({ min: 1, max: 12 }), ({ terms, clicks, ...facts }, sizeMax) => {
        fc.pre(!terms.plans.some(({ rules }) => rules.some(({ cap }) => cap?.per === 'program-period')));
        const periods = MONTHS.map(terms.calendar.period);
        const active: ActiveConversion[][] = MONTHS.map(() => []);
        bookPartition(
          {
            clicks,
            conversions: facts.conversions.map(({ fact }) => fact),
            reversals: facts.reversals.map(({ fact }) => fact),
          },
          periods.map((period) => ({ period, terms })),
          (month, conversion) => active[month]?.push(conversion),
        );
        const partnerIds = [...terms.directory.enrollments.keys()].sort();
        const inOrder = (month: number) =>
          (active[month] ?? []).toSorted((a, b) => byConversion(a.booked.conversion, b.booked.conversion));
        const settled = (bucket: Bucket) => settledOf(bucket, periods, terms);
        const whole = settled({ partnerIds, slices: (month) => [inOrder(month)], isSliced: false });
        const { buckets, remove } = slicedBucket(
          partnerIds,
          // As they come from several partitions: in no order.
          active.map((conversions) => conversions.toReversed()),
          {
            records: activeRecords(partnerIds),
            pathOf: (month, run) => join(folder, `${month}-${run}`),
            sizeMax,
          },
        );
        const lines = linesByPartner(whole.lines);
        for (const bucket of buckets) {
          const sliced = settled(bucket);
          const [partnerId = ''] = bucket.partnerIds;
          expect(withoutPlaces(sliced.lines)).toEqual(withoutPlaces(lines.get(partnerId) ?? []));
          expect(sliced.months.map((month) => figuresOf(month, partnerId))).toEqual(
            whole.months.map((month) => figuresOf(month, partnerId)),
          );
        }
        remove();
        expect(readdirSync(folder)).toEqual([]);
      }),
      { numRuns: RUNS },
    );
    rmSync(folder, { recursive: true });
  });
});

function settledOf(
  bucket: Bucket,
  ...[periods, terms]: [Parameters<typeof settleBucket>[1], Parameters<typeof settleBucket>[2]]
) {
  const lines: SettledLine[] = [];
  const months = [...settleBucket(bucket, periods, terms, (some) => lines.push(...some))];
  return { lines, months };
}

/** A conversion of several partners stands in a slice with the lines of one. */
function withoutPlaces(lines: readonly SettledLine[]) {
  return lines.map(({ paid, ...line }) => ({ ...line, paid: { ...paid, booked: { ...paid.booked, lines: null } } }));
}

function figuresOf({ period, sums, partners }: SettledMonth, partnerId: PartnerId) {
  return {
    period: period.periodId,
    sum: sums.get(partnerId),
    result: partners.find((partner) => partner.partnerId === partnerId),
  };
}
