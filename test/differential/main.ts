import { parseArgs } from 'node:util';
import { randomFrom } from '../../cli/sample/random.ts';
import { differenceIn } from './money-case.ts';

/** `npm run differential [-- --cases N --seed N]`: the money arithmetic against decimal.js on random cases; stops at a difference. */
const { values } = parseArgs({
  options: { cases: { type: 'string', default: '10000000' }, seed: { type: 'string', default: '1' } },
});
const [cases, seed] = [Number(values.cases), Number(values.seed)];
if (!Number.isSafeInteger(cases) || cases < 1 || !Number.isSafeInteger(seed)) {
  process.stderr.write(`expected --cases of 1 or more and a whole --seed, got ${values.cases} and ${values.seed}\n`);
  process.exitCode = 2;
} else process.exitCode = run();

function run(): number {
  const random = randomFrom(seed);
  const start = performance.now();
  for (let number = 1; number <= cases; number += 1) {
    const difference = differenceIn(random);
    if (difference === null) continue;
    const { what, expected, got } = difference;
    process.stdout.write(`case ${number} of seed ${seed}: ${what}: decimal.js says ${expected}, got ${got}\n`);
    return 1;
  }
  const rate = Math.round(cases / ((performance.now() - start) / 1000)).toLocaleString('en');
  process.stdout.write(`${cases.toLocaleString('en')} cases of seed ${seed}, ${rate} cases/s: no difference\n`);
  return 0;
}
