import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nextPeriodId } from '../../domain/settlement/calendar.ts';
import { DAY_MS } from '../../domain/time.ts';
import { pemSigner } from '../../functions/runtime/ed25519.ts';
import type { Signer } from '../../functions/runtime/signer.ts';
import { BadInput } from '../bad-input.ts';
import type { Command, Given, Streams } from '../command.ts';
import { monthOf, UsageError } from '../command.ts';
import { summaryText } from '../live/summary-text.ts';
import { partitionFolder } from '../partitions/partition-folder.ts';
import { progressOn, SILENT_MS } from '../progress.ts';
import { inPlaceOf } from '../write-results/in-place-of.ts';
import { requirePlace } from '../write-results/place.ts';
import { signResults } from '../write-results/sign-results.ts';
import { closeFolder, RESULT_NAMES, summaryJson } from './close-folder.ts';

export const calculate: Command = {
  name: 'calculate',
  summary: 'close the months of a folder and write commissions, entries and statements',
  usage: 'DIR --period YYYY-MM --out OUT [--sign KEY.pem [--after OUT]] [--json]',
  help:
    'Reads program.json, partners.csv, clicks.csv, conversions.csv, reversals.csv and, if there are any, rates.csv, terms.csv, coupons.csv,\n' +
    'reviews.csv, adjustments.csv and opening-balances.csv from DIR (.csv or .csv.gz), closes every month up to the one asked for, and writes that one to OUT:\n' +
    'summary.json, commissions.csv, entries.jsonl and statements/. Columns metadata.KEY of conversions.csv are for rules that\n' +
    'choose by metadata. Bad rows are all listed as\n' +
    'file:line: field: what was wrong, and nothing is written.',
  options: {
    period: {
      type: 'string',
      isRequired: true,
      value: 'YYYY-MM',
      help: 'the month to close, in the time zone of the program',
    },
    out: {
      type: 'string',
      isRequired: true,
      value: 'OUT',
      help: 'folder to write to: new, empty or an earlier result',
    },
    sign: {
      type: 'string',
      isRequired: false,
      value: 'KEY.pem',
      help: 'a private Ed25519 key in PEM: each statement then carries its proof and the signed root, for verify',
    },
    after: {
      type: 'string',
      isRequired: false,
      value: 'OUT',
      help: 'an earlier signed result: the root is chained to its last, and the books go on from its own',
    },
    json: { type: 'boolean', isRequired: false, value: '', help: 'print summary.json instead of a table' },
  },
  positionals: { min: 1, max: 1 },
  run,
};

const FUTURE_MS_MAX = 366 * DAY_MS;

async function run(given: Given, { out, err }: Streams): Promise<number> {
  const [directory = ''] = given.positionals;
  const periodId = monthOf(given, 'period');
  await requirePlace(given.text('out'), RESULT_NAMES);
  const signer = given.text('sign') === '' ? null : signerIn(given.text('sign'));
  const after = given.text('after') || null;
  if (after !== null && signer === null) throw new UsageError('--after needs --sign');
  const progress = progressOn(err, { silentMs: SILENT_MS });
  // A folder may hold months after the one asked for, rehearsed or over; what is dated a year after it and after now is a slip.
  const latest = Math.max(Date.now(), Date.parse(`${nextPeriodId(periodId)}-01`)) + FUTURE_MS_MAX;
  const scratch = await mkdtemp(join(tmpdir(), 'bunpai-'));
  try {
    const read = await partitionFolder(directory, { latest, spill: scratch, progress });
    if (!read.ok) {
      err.write(`${read.problems.join('\n')}\n`);
      return 1;
    }
    const { merchantId, programId } = read.folder.program;
    const summary = await inPlaceOf(given.text('out'), RESULT_NAMES, async (folder) => {
      const closed = await closeFolder(read.folder, periodId, { out: folder, scratch }, progress);
      const partnerIds = closed.partners.map(({ partnerId }) => partnerId);
      const whose = { merchantId, programId, periodId, partnerIds };
      if (signer !== null) await signResults(folder, { ...whose, signer, signedAt: Date.now(), after });
      return closed;
    });
    out.write(given.flag('json') ? summaryJson(summary) : `${summaryText(read.folder, summary)}\n`);
  } finally {
    await rm(scratch, { recursive: true });
  }
  return 0;
}

function signerIn(path: string): Signer {
  try {
    return pemSigner(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new BadInput(`${path}: is no private Ed25519 key in PEM: ${(error as Error).message}`);
  }
}
