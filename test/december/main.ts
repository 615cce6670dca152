import type { Figures } from './december.ts';
import { compare, DECEMBER, decemberByCalculate, decemberByHost, expectedDecember, hasDecember } from './december.ts';

/** `npm run december`: the real month by both hosts, against an independent calculator. */
if (hasDecember()) process.exitCode = await main();
else {
  process.stderr.write(`December not compared: ${DECEMBER} is not there\n`);
  process.exitCode = 1;
}

async function main(): Promise<number> {
  const expected = expectedDecember();
  const ways: readonly (readonly [string, () => Promise<Figures>])[] = [
    ['bunpai calculate', decemberByCalculate],
    ['npm start -- --data', decemberByHost],
  ];
  let isEqual = true;
  for (const [name, way] of ways) {
    const { summary, seconds } = await way();
    const { figures, differences } = compare(expected, summary);
    isEqual &&= differences.length === 0;
    const equal = `${figures - differences.length} of ${figures} figures equal`;
    const partners = `${summary.partners.length} of ${expected.partners.length} partners`;
    process.stdout.write(`${name.padEnd(20)} ${equal}, ${partners}, ${seconds.toFixed(1)} s\n`);
    for (const difference of differences) process.stdout.write(`  ${difference}\n`);
  }
  return isEqual ? 0 : 1;
}
