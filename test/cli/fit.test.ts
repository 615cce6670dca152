import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bunpai } from './bunpai.ts';
import { changed, temporaryFolder, tinyFolder } from './tiny-folder.ts';

const OCTOBER = ['--period', '2026-10'];

/** One visitor more, who clicked and did not buy. */
const LOOKED = changed('clicks.csv', (rows) => `${rows}clk_3,2026-10-02T12:00:00+09:00,vis_2,ptn_2,\n`);

describe('bunpai fit', () => {
  it("prints the snapshot by which a month is credited, by the program's own model", async () => {
    const markov = changed('program.json', (text) => text.replace('"model": "linear"', '"model": "markov"'));
    const folder = await tinyFolder({ ...LOOKED, ...markov });
    const { code, stdout, stderr } = await bunpai('fit', folder, ...OCTOBER, '--json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({
      snapshotId: expect.stringMatching(/^[0-9a-f]{32}$/),
      programId: 'prg_tea',
      journeys: { converting: 1, nonConverting: 1, paths: 2 },
      inputHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      model: 'markov',
      order: 1,
      warnings: [],
      from: '2026-10-01T15:00:00Z',
      to: '2026-10-31T15:00:00Z',
      shares: [
        { partnerId: 'ptn_1', share: '0.333333333333333' },
        { partnerId: 'ptn_2', share: '0.666666666666667' },
      ],
    });
  });

  it('tells what it was made of, and the share of every partner', async () => {
    const folder = await tinyFolder(LOOKED);
    const { code, stdout } = await bunpai('fit', folder, ...OCTOBER, '--model', 'markov');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^prg_tea · markov order=1 · snapshot [0-9a-f]{32}\n/);
    expect(stdout).toContain(
      'journeys from 2026-10-01T15:00:00Z to 2026-10-31T15:00:00Z: 1 converted, 1 did not; 2 different\n',
    );
    // p = 1/2; without ptn_1: 1/2 × 1/2 = 1/4, effect 1/2; without ptn_2: 0, effect 1. A third and two thirds.
    expect(stdout).toMatch(/ptn_1 +0\.333333333333333\n/);
    expect(stdout).toMatch(/ptn_2 +0\.666666666666667\n/);
  });

  it('is named by every statement that it made a credit of, also by that of a later month', async () => {
    const markov = changed('program.json', (text) => text.replace('"model": "linear"', '"model": "markov"'));
    const held = changed('conversions.csv', (rows) => rows.replaceAll('2026-10-03', '2026-10-30'));
    const kept = changed('reversals.csv', (rows) => rows.replace(/^ref_1.*$/m, ''));
    const folder = await tinyFolder({ ...LOOKED, ...markov, ...held, ...kept });
    const { snapshotId } = JSON.parse((await bunpai('fit', folder, ...OCTOBER, '--json')).stdout);
    for (const period of ['2026-10', '2026-11']) {
      const out = join(await temporaryFolder(), 'out');
      expect(await bunpai('calculate', folder, '--period', period, '--out', out)).toMatchObject({ code: 0 });
      const statement = join(out, 'statements', 'ptn_1.json');
      expect(JSON.parse(await readFile(statement, 'utf8')).conversions).toEqual([
        expect.objectContaining({ conversionId: 'ord_1', credit: '1/3', model: 'markov', snapshot: snapshotId }),
      ]);
      const { stdout } = await bunpai('explain', statement, '--conversion', 'ord_1', '--lang', 'en');
      expect(stdout).toContain(`  Shares as fitted in snapshot ${snapshotId}\n`);
    }
  });

  it('is asked for a model that can be fitted', async () => {
    const folder = await tinyFolder();
    const own = await bunpai('fit', folder, ...OCTOBER);
    expect([own.code, own.stderr]).toEqual([2, expect.stringContaining("the program's model is linear")]);
    const other = await bunpai('fit', folder, ...OCTOBER, '--model', 'last-touch');
    expect([other.code, other.stderr]).toEqual([
      2,
      expect.stringContaining('must be markov or shapley; got last-touch'),
    ]);
  });
});
