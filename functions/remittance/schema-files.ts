import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PainVersion } from '../../domain/remittance/pain-order.ts';

/** Where the schemas lie in the project, and beside the functions in the cloud. */
export const SCHEMA_FOLDER = 'functions/remittance/schemas';

/** The schema of a message, as the registration authority publishes it. */
export function schemaBytes(version: PainVersion): Buffer {
  // A bundle in Lambda lies elsewhere than its source; there the files keep their places under the task's root.
  const root = process.env['LAMBDA_TASK_ROOT'] ?? fileURLToPath(new URL('../../', import.meta.url));
  return readFileSync(join(root, SCHEMA_FOLDER, `${version}.xsd`));
}
