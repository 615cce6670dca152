import { describe, expect, it } from 'vitest';
import { inParallel } from '../../../cli/live/in-parallel.ts';
import { monthsOf } from '../../../cli/live/months.ts';
import { formatTable } from '../../../cli/live/table.ts';
import {
  clickBody,
  conversionBody,
  couponBody,
  enrollmentBody,
  partnerBody,
  programBody,
  reversalBody,
  wonDealBody,
} from '../../../cli/live/wire.ts';
import { sampleFolder } from '../../../cli/sample/sample-folder.ts';
import { routes } from '../../../functions/contract/routes.ts';

const folder = sampleFolder();
const { program } = folder;

describe('what is told over HTTP', () => {
  it('means what the folder says, for every program, partner and fact of the sample', () => {
    const { merchantId, ...unowned } = program;
    expect(routes.createProgram.body?.parse(programBody(program))).toEqual(unowned);
    expect(merchantId).not.toBe('');
    for (const one of folder.partners) expect(routes.createPartner.body?.parse(partnerBody(one))).toEqual(one);
    for (const one of folder.enrollments) expect(routes.enroll.body?.parse(enrollmentBody(one))).toEqual(one);
    for (const one of folder.coupons) expect(routes.createCoupon.body?.parse(couponBody(one))).toEqual(one);
    for (const one of folder.clicks) expect(routes.recordClick.body?.parse(clickBody(one))).toEqual(one);
    for (const one of folder.conversions) {
      expect(routes.recordConversion.body?.parse(conversionBody(one))).toEqual(one);
    }
    for (const one of folder.reversals) {
      const expected = { ...one, currency: program.currency };
      expect(routes.recordReversal.body?.parse(reversalBody(one, program.currency))).toEqual(expected);
    }
    for (const one of folder.conversions.filter(({ kind }) => kind === 'deal')) {
      expect(routes.recordWonDeal.body?.parse(wonDealBody(one))).toEqual(one);
    }
  });
});

describe('the months to live through', () => {
  it('hold every fact up to the last cutoff once, in the order of time, those before the first month in the first', () => {
    const [september, october] = monthsOf(folder, ['2026-09', '2026-10']);
    const facts = folder.clicks.length + folder.conversions.length + folder.reversals.length;
    expect([september?.happenings.length, october?.happenings.length]).toEqual([0, facts]);
    const times = october?.happenings.map(({ at }) => at) ?? [];
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(monthsOf(folder, ['2026-09']).flatMap(({ happenings }) => happenings)).toEqual([]);
    expect(monthsOf(folder, ['2026-12'])[0]?.happenings.length).toBe(facts);
  });
});

describe('the printed table', () => {
  it('stands in straight columns where letters are two cells wide', () => {
    const rows = [
      { name: '山本 健太（お茶）', amount: '1,200' },
      { name: 'Café ☕', amount: '7' },
      { name: 'ｶﾞ', amount: '-30' },
    ];
    const columns = [
      { title: 'name', isFigure: false, cell: ({ name }: (typeof rows)[number]) => name },
      { title: 'amount', isFigure: true, cell: ({ amount }: (typeof rows)[number]) => amount },
    ];
    expect(formatTable(columns, rows).split('\n')).toEqual([
      'name               amount',
      '─────────────────  ──────',
      '山本 健太（お茶）   1,200',
      'Café ☕                 7',
      'ｶﾞ                    -30',
    ]);
  });
});

describe('many requests at once', () => {
  it('end with the first that is refused, when those in hand are through', async () => {
    const done: number[] = [];
    const work = inParallel([1, 2, 3, 4, 5, 6, 7, 8], 2, async (item) => {
      await Promise.resolve();
      if (item === 3) throw new Error('refused');
      done.push(item);
    });
    await expect(work).rejects.toThrow('refused');
    expect(done).toContain(1);
    expect(done).not.toContain(8);
  });
});
