import { spawn } from 'node:child_process';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('main.ts', import.meta.url));

/** What a process said that lived so many years through, from a seed on; a fault is told with its seed. */
export async function livedThrough({ from, seeds }: { readonly from: number; readonly seeds: number }) {
  const child = spawn(process.execPath, [PROGRAM, '--from', String(from), '--seeds', String(seeds)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const output = await text(child.stdout);
  const numberBefore = (word: string): number => Number(new RegExp(`(\\d+) ${word}`).exec(output)?.[1] ?? 0);
  return { output, conversions: numberBefore('conversions'), deaths: numberBefore('times a process died') };
}
