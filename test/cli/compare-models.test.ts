import { describe, expect, it } from 'vitest';
import type { ModelComparison } from '../../domain/settlement/compare-models.ts';
import { bunpai } from './bunpai.ts';
import { changed, temporaryFolder, tinyFolder } from './tiny-folder.ts';

const OCTOBER = ['--period', '2026-10'];

/** One visitor more, who clicked and did not buy. */
const LOOKED = changed('clicks.csv', (rows) => `${rows}clk_3,2026-10-02T12:00:00+09:00,vis_2,ptn_2,\n`);

async function compared(folder: string, ...args: readonly string[]): Promise<ModelComparison> {
  const { code, stdout } = await bunpai('compare-models', folder, ...OCTOBER, ...args, '--json');
  expect(code).toBe(0);
  return JSON.parse(stdout) as ModelComparison;
}

describe('bunpai compare-models', () => {
  it("credits a month by the program's own model and by others, partner by partner", async () => {
    const folder = await tinyFolder(LOOKED);
    const { models, partners } = await compared(folder, '--models', 'last-touch,markov');
    expect(models.map(({ model }) => model)).toEqual(['linear', 'last-touch', 'markov order=1']);
    // p = 1/2; without ptn_1: 1/2 × 1/2 = 1/4, effect 1/2; without ptn_2: 0, effect 1. A third and two thirds.
    const conversions = partners.map(({ partnerId, figures }) => [
      partnerId,
      ...figures.map((each) => each.conversions),
    ]);
    expect(conversions).toEqual([
      ['ptn_1', '0.500000', '0.000000', '0.333333'],
      ['ptn_2', '0.500000', '1.000000', '0.666667'],
    ]);
    for (const { totals } of models) expect(totals.conversions).toBe('1.000000');
  });

  it("has the figures of calculate under the program's own model", async () => {
    const folder = await tinyFolder(LOOKED);
    const { models, partners } = await compared(folder);
    const out = await temporaryFolder();
    const { stdout } = await bunpai('calculate', folder, ...OCTOBER, '--out', out, '--json');
    const summary = JSON.parse(stdout);
    expect(models[0]?.totals).toMatchObject({ base: summary.totals.base, commission: summary.totals.commission });
    expect(partners.map(({ partnerId, figures }) => [partnerId, figures[0]?.base, figures[0]?.commission])).toEqual(
      summary.partners.map((own: Record<string, string>) => [own['partnerId'], own['base'], own['commission']]),
    );
  });

  it('prints a table, and what a fit cannot tell', async () => {
    const { code, stdout, stderr } = await bunpai(
      'compare-models',
      await tinyFolder(),
      ...OCTOBER,
      '--models',
      'markov:order=2',
    );
    expect(code).toBe(0);
    expect(stdout).toContain('prg_tea · 2026-10 · JPY');
    expect(stdout).toMatch(/ptn_1 +linear +0\.500000/);
    expect(stdout).toMatch(/total +linear +1\.000000/);
    expect(stderr).toContain('every journey of the window converted');
  });

  it.each([
    ['a model that is not known', 'magic', '--models magic: model: '],
    ['an option of another model', 'linear:order=2', 'belongs to the model markov, not to linear'],
    ['an option that is missing', 'time-decay', 'halfLifeDays'],
  ])('refuses %s', async (_what, models, reason) => {
    const { code, stderr } = await bunpai('compare-models', await tinyFolder(), ...OCTOBER, '--models', models);
    expect(code).toBe(2);
    expect(stderr).toContain(reason);
  });
});
