import { rmSync } from 'node:fs';
import { join } from 'node:path';

/** What a host keeps in its data folder; nothing else is touched, whatever folder `--local` was pointed at. */
const OURS = [
  'blobs',
  'clock.json',
  'dead-letters.jsonl',
  'dynamodb.sqlite',
  'dynamodb.sqlite-shm',
  'dynamodb.sqlite-wal',
  'engine.log',
  'keys.json',
  'signing-key.json',
  'stream-checkpoints.json',
  'token-key.json',
];

/** Forgets everything: tables, documents, keys and the clock. Tables at a DYNAMODB_ENDPOINT stay, under a prefix no longer used. */
export function wipe(folder: string): void {
  for (const name of OURS) rmSync(join(folder, name), { recursive: true, force: true });
}
