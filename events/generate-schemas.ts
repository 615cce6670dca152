// Writes events/schemas/: `node events/generate-schemas.ts`, after every change of an event.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { schemaFiles } from './schema-files.ts';

const folder = new URL('schemas/', import.meta.url);
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
for (const [name, text] of schemaFiles()) writeFileSync(new URL(name, folder), text);
