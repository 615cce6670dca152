// Writes functions/contract/statement.schema.json: `node functions/contract/generate-statement-schema.ts`, after every change.

import { writeFileSync } from 'node:fs';
import { statementJsonSchema } from './schemas/statement.ts';

writeFileSync(new URL('statement.schema.json', import.meta.url), statementJsonSchema());
