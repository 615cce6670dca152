// Size and load time of every function; `npm run sizes -- PART` for those with PART in their name. Fails when one passes its budget.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleFunctions, bundlePrinting, functionModules, printingModules } from './constructs/function-code.ts';
import { faultsOf, loadMilliseconds, sizeOf } from './function-sizes.ts';
import { allowances, budgetOf } from './size-budgets.ts';

const [part = ''] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'bunpai-sizes-'));
const faults: string[] = [];
try {
  const others = bundleFunctions(join(folder, 'others'));
  const printing = bundlePrinting(join(folder, 'printing'));
  process.stdout.write(' kB at start | by first call | ms at start | function\n');
  for (const module of functionModules.filter((name) => name.includes(part)).sort()) {
    const home = printingModules.includes(module) ? printing : others;
    const size = sizeOf(home, module);
    const milliseconds = loadMilliseconds(home, module, budgetOf(module).startMilliseconds);
    faults.push(...faultsOf(size, milliseconds));
    const cells = [size.startBytes / 1000, size.firstCallBytes / 1000, milliseconds];
    process.stdout.write(`${cells.map((cell) => cell.toFixed(0).padStart(12)).join(' |')} | ${module}${why(module)}\n`);
  }
} finally {
  rmSync(folder, { recursive: true });
}
process.stdout.write(faults.length === 0 ? '\nevery function is within its budget\n' : `\n${faults.join('\n')}\n`);
process.exitCode = faults.length === 0 ? 0 : 1;

function why(module: string): string {
  const allowance = allowances[module];
  return allowance === undefined ? '' : ` (allowed: ${allowance.reason})`;
}
