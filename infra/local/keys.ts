import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { readJsonFile, writeJsonFile } from './json-file.ts';

/** The host's own secrets, made once for a data folder and readable by its owner only. */
export interface Keys {
  /** Signs and checks click ids. */
  readonly clickIdKey: Uint8Array;
  /** Seals bank details. */
  readonly sealKey: Uint8Array;
  /** Keeps the tables of two data folders apart when both use one `DYNAMODB_ENDPOINT`. */
  readonly tablePrefix: string;
}

interface KeysFile {
  readonly clickIdKey: string;
  /** Absent in folders that are older than bank details. */
  readonly sealKey?: string | undefined;
  readonly tablePrefix: string;
}

export function openKeys(folder: string): Keys {
  const file = join(folder, 'keys.json');
  let stored = readJsonFile<KeysFile>(file);
  if (stored === null) {
    stored = {
      clickIdKey: randomBytes(32).toString('base64url'),
      sealKey: randomBytes(32).toString('base64url'),
      tablePrefix: `bunpai-local-${randomBytes(4).toString('hex')}`,
    };
    writeJsonFile(file, stored);
  }
  if (stored.sealKey === undefined) {
    stored = { ...stored, sealKey: randomBytes(32).toString('base64url') };
    writeJsonFile(file, stored);
  }
  return {
    sealKey: Buffer.from(stored.sealKey ?? '', 'base64url'),
    clickIdKey: Buffer.from(stored.clickIdKey, 'base64url'),
    tablePrefix: stored.tablePrefix,
  };
}
