import { statSync } from 'node:fs';
import type { Instant } from '../../domain/time.ts';
import type { Folder } from './folder.ts';
import { collectProblems } from './problems.ts';
import type { Bounds } from './read-clicks.ts';
import { readClicks } from './read-clicks.ts';
import { readConversions } from './read-conversions.ts';
import { readPartners } from './read-partners.ts';
import { readProgram } from './read-program.ts';
import { readRates } from './read-rates.ts';
import { readReversals } from './read-reversals.ts';

/** A folder that can be worked with, or everything that is wrong with it as `file:line: field: reason`. */
export type FolderRead =
  | { readonly ok: true; readonly folder: Folder }
  | { readonly ok: false; readonly problems: readonly string[] };

export interface ReadOptions {
  /** Facts dated later are refused, since futures do not happen. */
  readonly latest?: Instant;
}

/** Reads a program, its partners and its facts from a folder, all files and all rows, before it says what is wrong. */
export async function readFolder(directory: string, options: ReadOptions = {}): Promise<FolderRead> {
  if (!isFolder(directory)) return { ok: false, problems: [`${directory}:1: file: is not a folder that can be read`] };
  const problems = collectProblems();
  const read = await readProgram(directory, problems);
  const { ids, partners, enrollments, coupons } = await readPartners(directory, problems);
  read?.checkPlans(ids);
  const bounds: Bounds = { partnerIds: ids, latest: options.latest ?? null };
  const clicks = await readClicks(directory, bounds, problems);
  const problemsBefore = problems.count();
  const conversions = await readConversions(directory, bounds, problems);
  const isComplete = problems.count() === problemsBefore;
  const undone = { find: conversions.find, isComplete, programCurrency: read?.program.currency ?? 'USD' };
  const reversals = await readReversals(directory, bounds, undone, problems);
  const rates = await readRates(directory, problems);
  if (read === null || problems.count() > 0) return { ok: false, problems: problems.list() };
  const { program, merchant, plans } = read;
  return {
    ok: true,
    folder: {
      program: { ...program, merchantId: merchant ?? program.programId },
      plans,
      partners,
      enrollments,
      coupons,
      clicks,
      conversions: conversions.all,
      reversals,
      rates,
    },
  };
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
