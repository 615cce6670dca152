import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Statement } from '../domain/statement/statement.ts';
import { BadInput } from './bad-input.ts';

/** The statement in a file, as `calculate` wrote it or the API gave it. */
export async function readStatement(path: string): Promise<Statement> {
  if (!existsSync(path)) throw new BadInput(`${path}: there is no such file`);
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw new BadInput(`${path}: is not JSON: ${(error as Error).message}`);
  }
  const schema = typeof value === 'object' && value !== null && 'schema' in value ? value.schema : undefined;
  if (schema !== 'bunpai/statement/1') {
    throw new BadInput(`${path}: schema: must be "bunpai/statement/1", got ${JSON.stringify(schema) ?? 'nothing'}`);
  }
  return value as Statement;
}
