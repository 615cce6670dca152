// Runs with `npm ci`: compiles the whole command once, so that its first run is as quick as every other (0.3 s).
// Nothing depends on it; where it cannot run, the first run compiles for itself.
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

spawnSync(process.execPath, [fileURLToPath(new URL('bunpai.mjs', import.meta.url)), '--help'], { stdio: 'ignore' });
