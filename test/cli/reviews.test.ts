import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { closeFolder } from '../../cli/calculate/close-folder.ts';
import { readFolder } from '../../cli/folder/read-folder.ts';
import { partitionFolder } from '../../cli/partitions/partition-folder.ts';
import { SILENT } from '../support/silent.ts';
import { TINY, table, tinyFolder } from './tiny-folder.ts';

const program = JSON.stringify({ ...JSON.parse(TINY['program.json'] ?? ''), review: { days: 14 } });
/** What people gave and took in both months is in every part's books, too. */
const ADJUSTMENTS = table(
  'adjustment_id,partner_id,effective_at,amount,reason_code,text,drafted_by,approved_by',
  'adj_1,ptn_1,2026-10-20T10:00:00+09:00,500,goodwill,お詫び,usr_aoi,usr_ren',
  'adj_2,ptn_2,2026-11-20T10:00:00+09:00,-30,fee,登録料,usr_aoi,usr_ren',
);
const REVIEWS = 'conversion_id,at,outcome,reason_code,by';

async function closed(
  reviews: readonly string[],
  partitions: number,
  periodId = '2026-11',
): Promise<readonly string[]> {
  const directory = await tinyFolder({
    'program.json': program,
    'reviews.csv': table(REVIEWS, ...reviews),
    'adjustments.csv': ADJUSTMENTS,
  });
  const scratch = mkdtempSync(join(tmpdir(), 'bunpai-'));
  try {
    const read = await partitionFolder(directory, { spill: scratch, partitions });
    if (!read.ok) return read.problems;
    const out = mkdtempSync(join(scratch, 'out-'));
    await closeFolder(read.folder, periodId, { out, scratch }, SILENT);
    const files = readdirSync(out, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
    return files.map((file) => readFileSync(join(file.parentPath, file.name), 'utf8')).sort();
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

describe('a folder with reviews', () => {
  it('closes to the same bytes in one part and in several', async () => {
    for (const rows of [
      ['ord_1,2026-11-05T09:00:00+09:00,approved,,usr_aoi'],
      ['ord_1,2026-11-05T09:00:00+09:00,rejected,cancelled,usr_aoi'],
      [],
    ]) {
      expect(await closed(rows, 3)).toEqual(await closed(rows, 1));
    }
  });

  it('releases in the month of the approval, and takes back in that of the rejection', async () => {
    const entries = async (...rows: string[]) => (await closed(rows, 1)).join('\n');
    expect(await entries('ord_1,2026-11-05T09:00:00+09:00,approved,,usr_aoi')).toContain('"kind":"release"');
    expect(await entries('ord_1,2026-11-05T09:00:00+09:00,rejected,fraud,usr_aoi')).toContain('"kind":"clawback"');
    expect(await entries()).not.toMatch(/"kind":"(?:release|clawback)"/);
  });

  it('keeps the first decision, whatever the order of the rows', async () => {
    const approved = 'ord_1,2026-11-05T09:00:00+09:00,approved,,usr_aoi';
    const later = 'ord_1,2026-11-06T09:00:00+09:00,rejected,fraud,usr_ren';
    for (const rows of [
      [approved, later],
      [later, approved],
    ]) {
      const directory = await tinyFolder({ 'program.json': program, 'reviews.csv': table(REVIEWS, ...rows) });
      expect(await readFolder(directory)).toMatchObject({
        folder: { reviews: [{ outcome: 'approved', by: 'usr_aoi' }] },
      });
    }
  });

  it('is refused with the line and the field of what is wrong', async () => {
    const problems = await closed(
      [
        'ord_1,2026-11-05T09:00:00+09:00,maybe,,usr_aoi',
        'ord_1,2026-11-05T09:00:00+09:00,rejected,mood,usr_aoi',
        'ord_1,2026-11-05T09:00:00+09:00,approved,fraud,usr_aoi',
        'ord_1,yesterday,approved,,usr_aoi',
      ],
      1,
    );
    expect(problems.map((problem) => problem.split(': ').slice(0, 2).join(': '))).toEqual([
      'reviews.csv:2: outcome',
      'reviews.csv:3: reason_code',
      'reviews.csv:4: reason_code',
      'reviews.csv:5: at',
    ]);
  });
});
