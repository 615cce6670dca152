// Writes functions/contract/openapi.json and addresses.json: `node functions/contract/generate-openapi.ts`, after every change of the contract.

import { writeFileSync } from 'node:fs';
import { openApiText } from './openapi.ts';
import { routeList } from './routes.ts';

writeFileSync(new URL('openapi.json', import.meta.url), openApiText());
const addresses = routeList.map(({ method, path }) => ({ method, path }));
writeFileSync(new URL('addresses.json', import.meta.url), `${JSON.stringify(addresses, null, 1)}\n`);
