// `npm run reference -- --folders 1000 --from 1`: random months by `bunpai calculate`, against the rules followed word by word.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { differencesOf } from './differences.ts';

const { values } = parseArgs({
  options: { folders: { type: 'string', default: '1000' }, from: { type: 'string', default: '1' } },
});
const [folders, from] = [Number(values.folders), Number(values.from)];
const place = mkdtempSync(join(tmpdir(), 'bunpai-reference-'));
let wrong = 0;
try {
  for (let seed = from; seed < from + folders; seed += 1) {
    const differences = await differencesOf(seed, join(place, String(seed)));
    rmSync(join(place, String(seed)), { recursive: true });
    if (differences.length === 0) continue;
    wrong += 1;
    process.stdout.write(`${differences.join('\n')}\n`);
  }
} finally {
  rmSync(place, { recursive: true });
}
process.stdout.write(`${folders} months, ${wrong} with a difference\n`);
process.exitCode = wrong === 0 ? 0 : 1;
