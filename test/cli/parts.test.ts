import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { activeRecords } from '../../cli/calculate/active-record.ts';
import { closeFolder } from '../../cli/calculate/close-folder.ts';
import type { ShelfRecords } from '../../cli/calculate/shelf.ts';
import { fileShelf } from '../../cli/calculate/shelf.ts';
import { writeFolder } from '../../cli/folder/write-folder.ts';
import { partitionFolder } from '../../cli/partitions/partition-folder.ts';
import { sampleFolder } from '../../cli/sample/sample-folder.ts';
import type { Model } from '../../domain/partner/program.ts';
import { bookPeriod } from '../../domain/settlement/book-period.ts';
import { EMPTY_CARRY } from '../../domain/settlement/carry.ts';
import { scenario } from '../domain/settlement/scenario.ts';
import { aClick, aConversion, NOON, someFacts } from '../support/build.ts';
import { SILENT } from '../support/silent.ts';

const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 50);

describe('a shelf on disk', () => {
  it('gives back active conversions as they were put', () => {
    const folder = mkdtempSync(join(tmpdir(), 'bunpai-shelf-'));
    const place = { month: 0, bucket: 0 };
    fc.assert(
      fc.property(scenario, fc.nat(3), ({ terms, clicks, conversions, reversals }, unlisted) => {
        const all = someFacts({
          conversions: conversions.map(({ fact }) => fact),
          reversals: reversals.map(({ fact }) => fact),
          clicks,
        });
        const { active } = bookPeriod(all, EMPTY_CARRY, terms);
        const listed = [...terms.directory.enrollments.keys()].slice(unlisted);
        const shelf = fileShelf(folder, activeRecords(listed), { writer: 0, writers: 1 });
        for (const conversion of active) shelf.put(place, conversion);
        shelf.flush();
        expect([...shelf.take(place)]).toEqual(active);
        expect([...shelf.take(place)]).toEqual([]);
      }),
      { numRuns: RUNS },
    );
    rmSync(folder, { recursive: true });
  });

  it('takes texts in any script, long ones, and amounts beyond what a number holds', () => {
    const folder = mkdtempSync(join(tmpdir(), 'bunpai-shelf-'));
    const texts: ShelfRecords<readonly [string | null, bigint]> = {
      name: 'texts',
      write: ([text, minor], into) => {
        into.text(text);
        into.minor(minor);
      },
      read: (from) => [from.text(), from.minor()],
    };
    const shelf = fileShelf(folder, texts, { writer: 0, writers: 1 });
    const put = [
      ['', 0n],
      [null, -1n],
      ['春の紅茶', 2n ** 53n],
      ['x'.repeat(70_000), -(2n ** 80n)],
      ['é', 2n ** 53n - 1n],
    ] as const;
    for (const thing of put) shelf.put({ month: 1, bucket: 2 }, thing);
    shelf.flush();
    for (const thing of put) shelf.put({ month: 1, bucket: 2 }, thing);
    shelf.flush();
    expect([...shelf.take({ month: 1, bucket: 2 })]).toEqual([...put, ...put]);
    rmSync(folder, { recursive: true });
  });
});

describe('a folder closed in parts', () => {
  const folders: string[] = [];
  const temporary = (): string => {
    const folder = mkdtempSync(join(tmpdir(), 'bunpai-parts-'));
    folders.push(folder);
    return folder;
  };
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true });
  });

  /** Every file of the results by name. */
  const closedIn = async (directory: string, periodId: string, partitions: number, sliceSize?: number) => {
    const out = temporary();
    const scratch = temporary();
    const read = await partitionFolder(directory, { spill: scratch, partitions });
    if (!read.ok) throw new Error(read.problems.join('\n'));
    const places = sliceSize === undefined ? { out, scratch } : { out, scratch, sliceSize };
    await closeFolder(read.folder, periodId, places, SILENT);
    const names = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    return new Map(
      names.map(({ parentPath, name }) => [
        join(parentPath, name).slice(out.length),
        readFileSync(join(parentPath, name), 'utf8'),
      ]),
    );
  };

  const directory = temporary();
  beforeAll(() => writeFolder(sampleFolder(), directory));

  it.each([
    ['2026-10', 2],
    ['2026-10', 5],
    // Holds end, and recruiters have overrides, in a month that begins from what two others left.
    ['2026-12', 3],
  ])('comes to the same bytes as in one: %s in %i', async (periodId, partitions) => {
    const parts = await closedIn(directory, periodId, partitions);
    const whole = await closedIn(directory, periodId, 1);
    expect([...parts.keys()].sort()).toEqual([...whole.keys()].sort());
    for (const [name, text] of whole) expect(parts.get(name), name).toBe(text);
    expect(whole.size).toBe(2 * 13 + 3);
  });

  it.each(['2026-10', '2026-12'])(
    'comes to the same bytes as in one where partners are settled in slices: %s',
    async (periodId) => {
      const slices = await closedIn(directory, periodId, 2, 4);
      const whole = await closedIn(directory, periodId, 1);
      expect([...slices.keys()].sort()).toEqual([...whole.keys()].sort());
      for (const [name, text] of whole) expect(slices.get(name), name).toBe(text);
    },
  );

  it.each<Model>([
    { name: 'markov', order: 2 },
    { name: 'shapley', characteristic: 'conversion-rate' },
  ])(
    'comes to the same bytes as in one under a $name model, which learns from visitors of all parts',
    async (model) => {
      const sample = sampleFolder();
      const { program } = sample;
      const fitted = temporary();
      const attribution = { ...program.attribution, model };
      await writeFolder({ ...sample, program: { ...program, attribution } }, fitted);
      const parts = await closedIn(fitted, '2026-11', 4);
      const whole = await closedIn(fitted, '2026-11', 1);
      for (const [name, text] of whole) expect(parts.get(name), name).toBe(text);
      const linear = temporary();
      await writeFolder(
        { ...sample, program: { ...program, attribution: { ...attribution, model: { name: 'linear' } } } },
        linear,
      );
      const other = await closedIn(linear, '2026-11', 1);
      expect(whole.get('/summary.json')).not.toBe(other.get('/summary.json'));
    },
  );

  it('counts outcomes in one order, whichever part meets which reason first', async () => {
    const sample = sampleFolder();
    const unattributed = temporary();
    // The first has no click; those of the others are a bot's.
    const conversions = Array.from({ length: 12 }, (_, index) =>
      aConversion({
        conversionId: `ord_${index}`,
        occurredAt: NOON + index,
        visitorId: index === 0 ? null : `vis_${index}`,
      }),
    );
    const clicks = conversions.flatMap(({ visitorId, occurredAt }, index) =>
      visitorId === null
        ? []
        : [
            aClick({
              clickId: `clk_${index}`,
              visitorId,
              occurredAt: occurredAt - 1000,
              partnerId: 'ptn_sato',
              isBot: true,
            }),
          ],
    );
    await writeFolder({ ...sample, clicks, conversions, reversals: [] }, unattributed);
    const parts = await closedIn(unattributed, '2026-10', 3);
    const whole = await closedIn(unattributed, '2026-10', 1);
    expect(parts.get('/summary.json')).toBe(whole.get('/summary.json'));
    const { conversions: counts } = JSON.parse(whole.get('/summary.json') ?? '');
    expect(Object.entries(counts)).toEqual([
      ['recorded', 12],
      ['attributed', 0],
      ['unattributed:no-eligible-touchpoint', 11],
      ['unattributed:no-touchpoint', 1],
    ]);
  });

  it('tells what the system refuses a thread, a full disk say, as what people can mend', async () => {
    const scratch = temporary();
    const read = await partitionFolder(directory, { spill: scratch, partitions: 2 });
    if (!read.ok) throw new Error(read.problems.join('\n'));
    const nowhere = join(scratch, 'nowhere');
    await expect(
      closeFolder(read.folder, '2026-10', { out: temporary(), scratch: nowhere }, SILENT),
    ).rejects.toMatchObject({ code: 'ENOENT', syscall: 'open' });
  });
});
