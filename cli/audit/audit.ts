import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { checkRoots } from '../../domain/integrity/check-roots.ts';
import { sha256Bytes, verifyEd25519 } from '../../functions/runtime/ed25519.ts';
import type { Command, Given, Streams } from '../command.ts';
import { UsageError } from '../command.ts';
import { languageOf } from '../explain/explain.ts';
import { readKeys } from '../verify/read-keys.ts';
import { inPlaceOf } from '../write-results/in-place-of.ts';
import { requirePlace } from '../write-results/place.ts';
import { SIGNED_BOOKS } from '../write-results/signed-books.ts';
import { auditBooks } from './audit-books.ts';
import { auditText } from './audit-text.ts';
import { BOOKS, fileIn, readRoots } from './books.ts';
import { downloadBooks } from './download-books.ts';

export const audit: Command = {
  name: 'audit',
  summary: 'check a whole ledger against its signed roots and name every entry that is not as it was',
  usage: '[BOOKS] [--address URL --token TOKEN --program ID [--out BOOKS]] [--key FILE] [--lang ja|en] [--json]',
  help:
    'Reads entries.jsonl, leaves.jsonl, roots.json and keys.json from the folder BOOKS (or a result of calculate --sign), or fetches them from a host with\n' +
    'a token of finance (--out keeps them, for an auditor), and finds every entry that was changed, left out, added or put\n' +
    'elsewhere, every broken chain, wrong signature, and key outside its time. With --key only what is signed by a key of\n' +
    'that file counts. Ends with 0 when all is as it was signed and with 1 when something is not.',
  options: {
    address: { type: 'string', isRequired: false, value: 'URL', help: 'where a host answers: http://127.0.0.1:8787' },
    token: { type: 'string', isRequired: false, value: 'TOKEN', help: 'a token of finance for that host' },
    program: { type: 'string', isRequired: false, value: 'ID', help: 'the program to audit there' },
    out: {
      type: 'string',
      isRequired: false,
      value: 'BOOKS',
      help: 'folder to keep what was fetched in: new or empty',
    },
    key: {
      type: 'string',
      isRequired: false,
      value: 'FILE',
      help: 'public keys that are trusted, instead of keys.json',
    },
    lang: { type: 'string', isRequired: false, value: 'ja|en', help: 'language; that of your terminal unless told' },
    json: { type: 'boolean', isRequired: false, value: '', help: 'print the verdict and every fault as JSON' },
  },
  positionals: { min: 0, max: 1 },
  run,
};

async function run(given: Given, streams: Streams): Promise<number> {
  const [folder] = given.positionals;
  const address = given.text('address');
  if ((folder === undefined) === (address === '')) throw new UsageError('name a folder, or a host by --address');
  if (folder !== undefined) {
    const books = join(folder, SIGNED_BOOKS);
    return auditFolder(existsSync(books) ? books : folder, given, streams);
  }
  for (const name of ['token', 'program']) {
    if (given.text(name) === '') throw new UsageError(`--address needs --${name}`);
  }
  const kept = given.text('out');
  const fetched = async (target: string): Promise<void> =>
    await downloadBooks(target, { address, token: given.text('token'), programId: given.text('program') });
  if (kept !== '') {
    await requirePlace(kept, []);
    await inPlaceOf(kept, [], fetched);
    return auditFolder(kept, given, streams);
  }
  const scratch = await mkdtemp(join(tmpdir(), 'bunpai-audit-'));
  try {
    await fetched(scratch);
    return auditFolder(scratch, given, streams);
  } finally {
    await rm(scratch, { recursive: true });
  }
}

function auditFolder(folder: string, given: Given, { out }: Streams): number {
  const language = languageOf(given.text('lang'), process.env);
  const roots = readRoots(folder);
  const keys = readKeys(given.text('key') || fileIn(folder, BOOKS.keys)).map(({ validFrom, ...key }) => {
    // A key file without dates is trusted whenever it signed.
    return { ...key, validFrom: validFrom ?? Number.NEGATIVE_INFINITY };
  });
  const rootFaults = checkRoots(roots, { keys, sha256: sha256Bytes, verify: verifyEd25519 });
  const { faults: bookFaults, entryCount } = auditBooks(folder, roots);
  const faults = [...rootFaults, ...bookFaults];
  const verdict = faults.length === 0 ? 'intact' : 'altered';
  if (given.flag('json')) {
    out.write(`${JSON.stringify({ verdict, periods: roots.length, entries: entryCount, faults }, null, 2)}\n`);
  } else out.write(auditText(faults, { periods: roots.length, entries: entryCount }, language));
  return faults.length === 0 ? 0 : 1;
}
