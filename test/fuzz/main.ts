// `npm run fuzz -- [--requests N] [--seed N]`: random requests made from the OpenAPI document.

import { parseArgs } from 'node:util';
import { fuzz } from './fuzz.ts';

const { values } = parseArgs({
  options: { requests: { type: 'string', default: '20000' }, seed: { type: 'string', default: '1' } },
});
const { requests, byStatus, failures } = await fuzz({ requests: Number(values.requests), seed: Number(values.seed) });
for (const failure of failures) process.stdout.write(`${failure.slice(0, 1500)}\n\n`);
process.stdout.write(`${requests} requests, ${failures.length} failures; by status ${JSON.stringify(byStatus)}\n`);
process.exitCode = failures.length === 0 ? 0 : 1;
