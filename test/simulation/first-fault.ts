// Lives years through until one goes wrong, and prints what went wrong; a planted bug is planted by `plant.ts` before this loads.

import process from 'node:process';
import { simulateYear } from './year.ts';

const seeds = Number(process.argv[2]);
for (let seed = 1; seed <= seeds; seed += 1) {
  const { fault } = await simulateYear(seed);
  if (fault === null) continue;
  process.stdout.write(`seed ${seed}: ${fault}`);
  break;
}
