import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { partitionFolder } from '../../../cli/partitions/partition-folder.ts';
import { changed, table, temporaryFolder, tinyFolder } from '../tiny-folder.ts';

async function problemsOf(directory: string, partitions: number): Promise<readonly string[]> {
  const spill = await mkdtemp(join(tmpdir(), 'bunpai-spill-'));
  onTestFinished(() => rm(spill, { recursive: true, force: true }));
  const read = await partitionFolder(directory, { spill, partitions });
  return read.ok ? [] : read.problems;
}

const order = (id: string, line: string, customer: string, rest = '1,JPY,100,0,0') =>
  `${id},${line},2026-10-03T09:00:00+09:00,sale,vis_1,${customer},,,,JP,${rest}`;

/** Rows that are wrong only beside others, far from them, and in other partitions than they. */
const BAD = {
  ...changed('clicks.csv', (text) =>
    table(
      text.trimEnd(),
      'clk_3,2026-10-02T10:00:00Z,vis_3,ptn_1,',
      'clk_1,2026-10-02T10:00:00+09:00,vis_4,ptn_1,lnk_1',
      'clk_2,2026-10-02T12:00:00+09:00,vis_1,ptn_2,',
      'clk_3,2026-10-02T10:00:00Z,vis_5,ptn_1,',
    ),
  ),
  ...changed('conversions.csv', (text) =>
    table(
      text.trimEnd(),
      order('ord_2', '1', 'cus_2'),
      order('ord_3', '1', 'cus_3'),
      order('ord_2', '2', 'cus_4'),
      order('ord_3', '1', 'cus_3', '2,JPY,100,0,0'),
      order('ord_4', '1', 'cus_5', '1,HRK,100,0,0'),
      order('ord_5', '1', 'cus_6'),
      order('ord_4', '2', 'cus_5', '1,HRK,100,0,0'),
      order('ord_5', '1', 'cus_6', '0,JPY,100,0,0'),
    ),
  ),
  ...changed('reversals.csv', (text) =>
    table(
      text.trimEnd(),
      'ref_2,ord_2,,2026-10-05T09:00:00Z,refund,1.5',
      'ref_3,ord_3,,2026-10-05T09:00:00Z,refund,10',
      'ref_3,ord_5,,2026-10-05T09:00:00Z,refund,10',
      'ref_1,ord_1,2,2026-10-05T00:00:00Z,refund,250.00',
      'ref_4,elsewhere,,2026-10-05T09:00:00Z,refund,1.5',
    ),
  ),
};

const EXPECTED = [
  'clicks.csv:5: click_id: "clk_1" is also on line 2, with other content; an id is given once',
  'clicks.csv:7: click_id: "clk_3" is also on line 4, with other content; an id is given once',
  'conversions.csv:6: customer_id: must be "cus_2" as on line 4 of the same conversion, got "cus_4"',
  'conversions.csv:7: line_id: "1" is also on line 5, with other content; an id is given once',
  'conversions.csv:8: currency: HRK was not in use on 2026-10-03',
  'conversions.csv:11: quantity: must be a whole number from 1 to 1000000000, got "0"',
  'reversals.csv:3: amount: JPY has 0 decimals, got "1.5"',
  'reversals.csv:5: reversal_id: "ref_3" is also on line 4, with other content; an id is given once',
];

describe('what is wrong with a folder', () => {
  it.each([1, 2, 7])('is said alike in %i partitions', async (partitions) => {
    expect(await problemsOf(await tinyFolder(BAD), partitions)).toEqual(EXPECTED);
  });

  it.each([1, 2, 7])(
    'includes a line that is missing only when all lines were read, in %i partitions',
    async (partitions) => {
      const reversal = changed('reversals.csv', (text) => `${text}ref_2,ord_1,9,2026-10-05T09:00:00Z,refund,1\n`);
      const problems = await problemsOf(await tinyFolder(reversal), partitions);
      expect(problems).toEqual(['reversals.csv:3: line_id: conversion "ord_1" has no line "9"']);
      const broken = {
        ...reversal,
        ...changed('conversions.csv', (text) => `${text}${order('ord_1', '9', 'cus_1', 'x,JPY,1,,')}\n`),
      };
      expect(await problemsOf(await tinyFolder(broken), partitions)).toEqual([
        'conversions.csv:4: quantity: must be a whole number from 1 to 1000000000, got "x"',
      ]);
    },
  );
});

it('stays in one partition when clicks earn once, since they look across customers', async () => {
  const once = changed('program.json', (text) =>
    text.replace('"coupon": "wins"', '"coupon": "wins", "touchReuse": "next-conversion-only"'),
  );
  const read = await partitionFolder(await tinyFolder(once), { spill: await temporaryFolder(), partitions: 7 });
  if (!read.ok) throw new Error(read.problems.join('\n'));
  expect([read.folder.partitions, read.folder.spill]).toEqual([1, null]);
});
