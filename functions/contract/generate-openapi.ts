// Writes functions/contract/openapi.json: `node functions/contract/generate-openapi.ts`, after every change of the contract.

import { writeFileSync } from 'node:fs';
import { openApiText } from './openapi.ts';

writeFileSync(new URL('openapi.json', import.meta.url), openApiText());
