// Runs with `npm ci`: makes the package that others install, and compiles the whole command once, so that its first run is as quick
// as every other (0.3 s). Nothing here depends on either; where they cannot be made, `npm run package` says why.
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

for (const [file, ...args] of [['../package/make-package.ts'], ['bunpai.mjs', '--help']]) {
  spawnSync(process.execPath, [fileURLToPath(new URL(file ?? '', import.meta.url)), ...args], { stdio: 'ignore' });
}
