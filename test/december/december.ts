import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Summary } from '../../domain/settlement/summary.ts';
import { figuresOf, serving, start, stop } from '../e2e/start-process.ts';

/** A real month with the figures of an independent calculator; it lies beside the project, not in it. */
export const DECEMBER = fileURLToPath(new URL('../../../shared/data/retail-2010-12', import.meta.url));
const PERIOD = '2010-12';

const COMMAND = fileURLToPath(new URL('../../cli/bin/bunpai.mjs', import.meta.url));

export function hasDecember(): boolean {
  return existsSync(join(DECEMBER, 'expected.json'));
}

export function expectedDecember(): Summary {
  return JSON.parse(readFileSync(join(DECEMBER, 'expected.json'), 'utf8')) as Summary;
}

/** What one way of calculating the month came to. */
export interface Figures {
  readonly summary: Summary;
  readonly seconds: number;
}

/** December by `bunpai calculate`, start-up included. */
export async function decemberByCalculate(): Promise<Figures> {
  return await inFolder(async (folder) => {
    const began = performance.now();
    const args = [COMMAND, 'calculate', DECEMBER, '--period', PERIOD, '--out', join(folder, 'out'), '--json'];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const [printed, code] = await Promise.all([
      text(child.stdout),
      new Promise<number | null>((resolve) => child.once('close', resolve)),
    ]);
    if (code !== 0) throw new Error(`bunpai calculate ended with ${code}`);
    return { summary: JSON.parse(printed) as Summary, seconds: secondsSince(began) };
  });
}

/** December by `npm start -- --data`, every fact over HTTP, until the summary is shown. */
export async function decemberByHost(): Promise<Figures> {
  return await inFolder(async (folder) => {
    const began = performance.now();
    const started = start(folder, '--data', DECEMBER, '--period', PERIOD);
    try {
      await serving(started);
      const seconds = secondsSince(began);
      return { summary: await figuresOf(folder, expectedDecember().program, PERIOD), seconds };
    } finally {
      await stop(started);
    }
  });
}

/** How many figures were compared, and each that differs. */
export interface Comparison {
  readonly figures: number;
  readonly differences: readonly string[];
}

/** Compares every figure that either side has, by its place. */
export function compare(expected: Summary, got: Summary): Comparison {
  const [wanted, found] = [figuresIn(expected), figuresIn(got)];
  const places = new Set([...wanted.keys(), ...found.keys()]);
  const differences = [...places]
    .filter((place) => wanted.get(place) !== found.get(place))
    .map((place) => `${place}: expected ${wanted.get(place) ?? 'nothing'}, got ${found.get(place) ?? 'nothing'}`);
  return { figures: places.size, differences };
}

function figuresIn({ partners, ...rest }: Summary): Map<string, string> {
  const figures = new Map<string, string>();
  const add = (place: string, value: unknown) => {
    if (typeof value !== 'object' || value === null) figures.set(place, String(value));
    else for (const [name, member] of Object.entries(value)) add(place === '' ? name : `${place}.${name}`, member);
  };
  add('', rest);
  for (const { partnerId, ...figure } of partners) add(partnerId, figure);
  return figures;
}

async function inFolder<T>(run: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'bunpai-december-'));
  try {
    return await run(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function secondsSince(began: number): number {
  return (performance.now() - began) / 1000;
}
