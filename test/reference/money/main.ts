// `npm run reference:money -- --histories 1000 --from 1`: random months of money by the product, against the law followed word by word.

import process from 'node:process';
import { parseArgs } from 'node:util';
import { moneyDifferencesOf } from './differences.ts';

const { values } = parseArgs({
  options: { histories: { type: 'string', default: '1000' }, from: { type: 'string', default: '1' } },
});
const [histories, from] = [Number(values.histories), Number(values.from)];
let wrong = 0;
for (let seed = from; seed < from + histories; seed += 1) {
  const { differences } = await moneyDifferencesOf(seed);
  if (differences.length === 0) continue;
  wrong += 1;
  process.stdout.write(`${differences.join('\n')}\n`);
}
process.stdout.write(`${histories} histories, ${wrong} with a difference\n`);
process.exitCode = wrong === 0 ? 0 : 1;
