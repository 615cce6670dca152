import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { auditBooks } from '../../cli/audit/audit-books.ts';
import { readRoots } from '../../cli/audit/books.ts';
import { writeSignedBooks } from '../support/signed-books.ts';
import { median, printSection } from './table.ts';

const SIZE = { periods: 2, partners: 5000, entriesEach: 100 };
const ROUNDS = 5;

/** How fast a ledger is audited, by the processor's time of this process: one pass over the files, one thread. */
const folder = mkdtempSync(join(tmpdir(), 'bunpai-bench-'));
try {
  await writeSignedBooks(folder, SIZE);
  const roots = readRoots(folder);
  const seconds: number[] = [];
  let entries = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = process.cpuUsage();
    const { faults, entryCount } = auditBooks(folder, roots);
    if (faults.length > 0) throw new Error('the books of the bench are not whole');
    entries = entryCount;
    seconds.push(process.cpuUsage(before).user / 1e6);
  }
  const middle = median(seconds);
  printSection('Audit of a ledger, user time of one thread, median of 5', [
    ['entries', 'seconds', 'entries/s'],
    [entries.toLocaleString('en'), middle.toFixed(2), Math.round(entries / middle).toLocaleString('en')],
  ]);
} finally {
  rmSync(folder, { recursive: true });
}
