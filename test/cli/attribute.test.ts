import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChannelResult } from '../../cli/attribute/channel-results.ts';
import { runCommandLine } from '../../cli/run-command-line.ts';
import { table, temporaryFolder } from './tiny-folder.ts';

const HEADER = 'path,conversions,conversion_value,nulls';
const SHOP = table(HEADER, 'ads,2,20,1', 'mail,1,10.5,0', 'ads > mail,1,30,0', '"social, paid > mail > ads",0,0,3');

async function attribute(content: string | Uint8Array, ...args: readonly string[]) {
  const name = typeof content === 'string' ? 'paths.csv' : 'paths.csv.gz';
  const path = join(await temporaryFolder(), name);
  await writeFile(path, content);
  const stdout: string[] = [];
  const stderr: string[] = [];
  const streams = {
    out: { write: (text: string) => stdout.push(text) },
    err: { write: (text: string) => stderr.push(text) },
  };
  const code = await runCommandLine(['attribute', path, ...args], streams);
  return { code, stdout: stdout.join(''), stderr: stderr.join('') };
}

async function results(content: string | Uint8Array, ...args: readonly string[]): Promise<readonly ChannelResult[]> {
  const { code, stdout, stderr } = await attribute(content, ...args, '--json');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout);
}

const conversionsOf = (rows: readonly ChannelResult[]) =>
  rows.map(({ channel, conversions }) => [channel, conversions]);

describe('bunpai attribute', () => {
  it.each<[string, readonly string[], readonly number[]]>([
    ['first touch', ['--model', 'first-touch'], [3, 1, 0]],
    ['last touch', ['--model', 'last-touch'], [2, 2, 0]],
    ['last non-direct', ['--model', 'last-non-direct', '--direct', 'mail'], [3, 1, 0]],
    ['linear', ['--model', 'linear'], [2.5, 1.5, 0]],
    ['position-based', ['--model', 'position-based', '--weights', '0.7,0.2,0.1'], [2.8, 1.2, 0]],
    [
      'position-based, two touches renormalised',
      ['--model', 'position-based', '--weights', '0.6,0.2,0.2', '--two-touches', 'renormalised'],
      [2.75, 1.25, 0],
    ],
    ['custom', ['--model', 'custom', '--weights', '0.9,0.1'], [2.9, 1.1, 0]],
    ['Shapley', ['--model', 'shapley'], [2.5, 1.5, 0]],
  ])('credits channels by %s', async (_, args, expected) => {
    const channels = ['ads', 'mail', 'social, paid'];
    expect(conversionsOf(await results(SHOP, ...args))).toEqual(channels.map((channel, at) => [channel, expected[at]]));
  });

  it('adds up values as decimals, without rounding', async () => {
    const rows = await results(table(HEADER, 'a,1,0.1,0', 'a,1,0.2,0', 'a > b > c,1,1,0'), '--model', 'linear');
    expect(rows.map(({ value }) => value)).toEqual([0.6333333333333333, 0.3333333333333333, 0.3333333333333333]);
  });

  it('gives the removal effects of Markov beside its conversions', async () => {
    const rows = await results(table(HEADER, 'ads,2,20,1', 'mail,1,10.5,0', 'ads > mail,1,30,0'), '--model', 'markov');
    expect(rows).toEqual(
      [
        { channel: 'ads', conversions: 2.4000000000000004, value: expect.closeTo(30.1563467, 6), removalEffect: 0.75 },
        { channel: 'mail', conversions: 1.6, value: expect.closeTo(30.3436533, 6), removalEffect: 0.5 },
      ].map((row) => ({ ...row, conversions: expect.closeTo(row.conversions, 12) })),
    );
  });

  it('shares value out as conversions where it is asked to, not by the last state', async () => {
    const paths = table(HEADER, 'ads,2,20,1', 'mail,1,10.5,0', 'ads > mail,1,30,0');
    const rows = await results(paths, '--model', 'markov', '--value', 'conversions');
    expect(rows.map(({ value }) => value)).toEqual([expect.closeTo(36.3, 12), expect.closeTo(24.2, 12)]);
  });

  it('sums to the conversions and the value of the file, whatever the model', async () => {
    const row = fc.tuple(
      fc.array(fc.constantFrom('a', 'b', 'c d', 'e'), { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 1, max: 50 }),
      fc.integer({ min: 1, max: 99_999 }),
      fc.integer({ min: 0, max: 50 }),
    );
    const model = fc.constantFrom(
      ...['first-touch', 'last-touch', 'linear', 'position-based', 'shapley'].map((name) => [name]),
      ['linear', '--repeats', 'unique'],
      ['custom', '--weights', '0.5,0.2,0.1,0.2'],
      ['shapley', '--characteristic', 'markov'],
      ...['1', '2', '3', '4'].map((order) => ['markov', '--order', order]),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 8 }), model, async (rows, args) => {
        const lines = rows.map(
          ([touches, conversions, cents, nulls]) => `${touches.join(' > ')},${conversions},${cents / 100},${nulls}`,
        );
        const { stdout } = await attribute(table(HEADER, ...lines), '--model', ...args, '--json');
        const found: readonly ChannelResult[] = JSON.parse(stdout);
        let [conversions, value] = [0, 0];
        for (const result of found) {
          conversions += result.conversions;
          value += result.value;
        }
        const sum = (of: 1 | 2) => rows.reduce((total, each) => total + each[of], 0);
        expect(conversions / sum(1)).toBeCloseTo(1, 12);
        expect((value * 100) / sum(2)).toBeCloseTo(1, 12);
      }),
      { numRuns: 40 },
    );
  });

  it('prints a table with totals', async () => {
    const { stdout } = await attribute(SHOP, '--model', 'markov', '--order', '2');
    expect(stdout.split('\n')).toEqual([
      'channel       conversions    value  removal effect',
      '────────────  ───────────  ───────  ──────────────',
      expect.stringMatching(/^ads +2\.4000 /),
      expect.stringMatching(/^mail +1\.6000 /),
      'social, paid       0.0000   0.0000          0.0000',
      'total              4.0000  60.5000',
      '',
    ]);
  });

  it('reads gzipped files', async () => {
    expect(await results(gzipSync(SHOP), '--model', 'linear')).toHaveLength(3);
  });

  it('warns when no journey went without conversion', async () => {
    const { code, stderr } = await attribute(table(HEADER, 'a > b,3,0,0'), '--model', 'markov');
    expect(code).toBe(0);
    expect(stderr).toMatch(/^bunpai: there are no journeys that did not convert/);
  });

  it('warns when a channel is worth less than nothing', async () => {
    const paths = table(HEADER, 'good,1,1,1', 'good > bad,0,0,8');
    const { stderr } = await attribute(paths, '--model', 'shapley', '--characteristic', 'conversion-rate');
    expect(stderr).toMatch(/worth less than nothing/);
  });
});

describe('paths that are not right', () => {
  it('are all listed, and nothing is printed', async () => {
    const paths = table(HEADER, 'A > > B,1,2,3', ',1.5,x,-1', 'A,0,3,1', 'A > B,1,2', '> A,1,2,3', 'A,1.0,2.50,0');
    expect(await attribute(paths, '--model', 'linear')).toEqual({
      code: 1,
      stdout: '',
      stderr: table(
        'paths.csv:2: path: must be touches with " > " between them, got "A > > B"',
        'paths.csv:3: path: must be touches with " > " between them, got ""',
        'paths.csv:3: conversions: must be a whole number of journeys, 0 or more, got "1.5"',
        'paths.csv:3: conversion_value: must be a decimal number, 0 or more, got "x"',
        'paths.csv:3: nulls: must be a whole number of journeys, 0 or more, got "-1"',
        'paths.csv:4: conversion_value: must be 0 without conversions, got "3"',
        'paths.csv:5: row: must have 4 values as the header has, got 3 (the last is "2")',
        'paths.csv:6: path: must be touches with " > " between them, got "> A"',
      ),
    });
  });

  it('of more than twenty channels are refused by Shapley with the reason', async () => {
    const path = Array.from({ length: 21 }, (_, at) => `c${at}`).join(' > ');
    const { code, stderr } = await attribute(table(HEADER, `${path},1,1,1`), '--model', 'shapley');
    expect([code, stderr]).toEqual([1, 'bunpai: one journey has 21 partners; Shapley is exact up to 20\n']);
  });

  it('a missing column and a missing file are said', async () => {
    const { stderr } = await attribute(table('path,conversions', 'a,1'), '--model', 'linear');
    expect(stderr).toMatch(/paths\.csv:1: conversion_value: column is missing/);
  });
});

describe('options that are not right', () => {
  it.each<[string, readonly string[], RegExp]>([
    ['no model', [], /--model MODEL is missing/],
    ['an unknown model', ['--model', 'markow'], /unknown model "markow"; did you mean markov\?/],
    ['a model that needs times', ['--model', 'time-decay'], /needs the times of touches/],
    ['a model that needs milestones', ['--model', 'w-shaped'], /needs the milestones/],
    ['an order beyond 4', ['--model', 'markov', '--order', '5'], /--order must be one of 1, 2, 3, 4, got 5/],
    ['an order for another model', ['--model', 'linear', '--order', '2'], /--order belongs to the model markov/],
    ['two weights for three places', ['--model', 'position-based', '--weights', '0.5,0.5'], /must be three/],
    ['weights that are not 1', ['--model', 'position-based', '--weights', '0.5,0.4,0.5'], /must sum to 1, got 7\/5\n/],
    ['values of another model', ['--model', 'linear', '--value', 'conversions'], /--value belongs to the model markov/],
    ['values by what is not known', ['--model', 'markov', '--value', 'mean'], /--value must be last-state or conv/],
    [
      'two touches of another model',
      ['--model', 'linear', '--two-touches', 'renormalised'],
      /--two-touches belongs to/,
    ],
    [
      'nothing to renormalise',
      ['--model', 'position-based', '--weights', '0,1,0', '--two-touches', 'renormalised'],
      /--two-touches .*first or last must be more than 0/,
    ],
    ['custom weights that are not 1', ['--model', 'custom', '--weights', '0.5,0.6'], /must sum to 1, got 11\/10\n/],
    ['custom without weights', ['--model', 'custom'], /--weights must be a list/],
    ['no direct channel', ['--model', 'last-non-direct'], /--direct NAME is needed/],
    ['a direct channel for another model', ['--model', 'linear', '--direct', 'x'], /--direct belongs to/],
  ])('%s', async (_, args, expected) => {
    const { code, stderr } = await attribute(SHOP, ...args);
    expect([code, stderr]).toEqual([2, expect.stringMatching(expected)]);
  });
});
