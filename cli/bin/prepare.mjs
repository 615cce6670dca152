// Runs with `npm ci`: makes the package that others install, joins the command into a few files, and compiles it once, so that its
// first run is as quick as every other. Nothing here depends on any of it; where the package cannot be made, `npm run package`
// says why.
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

for (const [file, ...args] of [
  ['../package/make-package.ts'],
  ['../package/join-command.ts'],
  ['bunpai.mjs', '--help'],
]) {
  spawnSync(process.execPath, [fileURLToPath(new URL(file ?? '', import.meta.url)), ...args], { stdio: 'ignore' });
}
