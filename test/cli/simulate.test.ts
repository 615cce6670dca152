import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bunpai } from './bunpai.ts';
import { changed, temporaryFolder, tinyFolder } from './tiny-folder.ts';

const DRAFT = {
  rounding: 'half-even',
  base: { includeTax: false, includeShipping: false },
  holdDays: 14,
  rules: [
    { id: 'own', when: { partner: ['ptn_1'] }, pay: { rate: '0.1' } },
    { id: 'base', when: {}, pay: { rate: '0.01' } },
  ],
};

async function draftFile(draft: unknown = DRAFT): Promise<string> {
  const path = join(await temporaryFolder(), 'draft.json');
  await writeFile(path, typeof draft === 'string' ? draft : JSON.stringify(draft, null, 2));
  return path;
}

/** An order of November in dollars, of a day without a rate, and one in yen. */
const november = changed(
  'conversions.csv',
  (rows) =>
    `${rows}ord_2,1,2026-11-03T09:00:00+09:00,sale,vis_9,,MATCHA10,sencha,tea,JP,1,JPY,1000,0,0\n` +
    'ord_3,1,2026-11-04T09:00:00+09:00,sale,vis_9,,MATCHA10,sencha,tea,JP,1,USD,10.00,0,0\n',
);

describe('bunpai simulate', () => {
  // October by hand: net bases 1,000 and 188 for ptn_1, 1,000 and 187 for ptn_2; at 5 % 50 + 9 each.
  // The draft: 100 + 19 (18.8) for ptn_1; 10 + 2 (1.87) for ptn_2.
  it('prints what a draft would have cost, who wins and who loses', async () => {
    const { code, stdout, stderr } = await bunpai(
      ...['simulate', await tinyFolder(), '--plan', await draftFile(), '--from', '2026-10'],
    );
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toBe(
      [
        'prg_tea · 2026-10 · JPY',
        'winners 1 · losers 1 · unchanged 0',
        '',
        'month    actual  draft  change  paid  would be paid',
        '───────  ──────  ─────  ──────  ────  ─────────────  ',
        '2026-10     118    131     +13     0            119',
        'total       118    131     +13     0            119',
        '',
        'partner  actual  draft  change  paid  would be paid',
        '───────  ──────  ─────  ──────  ────  ─────────────  ──────',
        'ptn_1        59    119     +60     0            119  winner',
        'ptn_2        59     12     -47     0              0  loser',
        '',
      ].join('\n'),
    );
  });

  it('goes over several months and writes them to files, and what waits for a rate costs nothing', async () => {
    const out = join(await temporaryFolder(), 'out');
    const { stdout } = await bunpai(
      ...['simulate', await tinyFolder(november), '--plan', await draftFile(), '--from', '2026-11', '--to', '2026-12'],
      ...['--out', out, '--json'],
    );
    const simulation = JSON.parse(stdout);
    expect(await readFile(join(out, 'simulation.json'), 'utf8')).toBe(stdout);
    expect(simulation.months).toMatchObject([
      { period: '2026-11', conversions: 2, waiting: 1, actual: { cost: '50' }, draft: { cost: '100' } },
      { period: '2026-12', conversions: 0, waiting: 0, actual: { cost: '0' }, draft: { cost: '0' } },
    ]);
    // October's 59 was below the threshold and is carried into November, in both.
    expect(simulation.totals).toMatchObject({ change: '50', actual: { payout: '109' }, draft: { payout: '159' } });
    const csv = await readFile(join(out, 'simulation.csv'), 'utf8');
    expect(csv).toContain('partner,ptn_1,50,100,0,0,0,0,50,100,109,159,50,winner,JPY\r\n');
  });

  it('as it was calculates the same as calculate', async () => {
    const folder = await tinyFolder();
    const { plan } = JSON.parse(await readFile(join(folder, 'program.json'), 'utf8'));
    const out = join(await temporaryFolder(), 'out');
    const calculated = JSON.parse(
      (await bunpai('calculate', folder, '--period', '2026-10', '--out', out, '--json')).stdout,
    );
    const { totals, unchanged } = JSON.parse(
      (await bunpai('simulate', folder, '--plan', await draftFile(plan), '--from', '2026-10', '--json')).stdout,
    );
    expect([totals.change, unchanged]).toEqual(['0', 2]);
    expect(totals.actual).toMatchObject({
      commission: calculated.totals.commission,
      payout: calculated.totals.payout,
    });
  });

  it('says what is wrong with a draft by file, line and field, and with months', async () => {
    const folder = await tinyFolder();
    const unknown = { ...DRAFT, rules: [{ id: 'x', when: { partner: ['ptn_9'] }, pay: { rate: '2' } }] };
    const cases: readonly (readonly [draft: unknown, options: readonly string[], code: number, said: RegExp])[] = [
      [
        unknown,
        ['--from', '2026-10'],
        1,
        /draft\.json:\d+: rules\[0\]\.when\.partner\[0\]: there is no partner "ptn_9"\n/,
      ],
      [unknown, ['--from', '2026-10'], 1, /draft\.json:\d+: rules\[0\]\.pay\.rate: /],
      [{ ...DRAFT, rounding: 'nearest' }, ['--from', '2026-10'], 1, /draft\.json:2: rounding: must be one of/],
      [
        JSON.stringify(DRAFT).replace('"rate":', '"rate":"0.5","rate":'),
        ['--from', '2026-10'],
        1,
        /draft\.json:1: rules\[0\]\.pay\.rate: is given twice in one object/,
      ],
      ['{', ['--from', '2026-10'], 1, /draft\.json:1: file: is not JSON/],
      [DRAFT, ['--from', '2026-13'], 2, /--from must be a month/],
      [DRAFT, ['--from', '2026-10', '--to', '2026-09'], 2, /--to must not be before --from/],
      [DRAFT, ['--from', '2026-10', '--to', '2030-10'], 1, /at most 36 months/],
    ];
    for (const [draft, options, code, said] of cases) {
      const finished = await bunpai('simulate', folder, '--plan', await draftFile(draft), ...options);
      expect([finished.code, finished.stdout]).toEqual([code, '']);
      expect(finished.stderr).toMatch(said);
    }
  });
});
