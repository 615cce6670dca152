import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * `npm run bench [-- NAME …]`: every section, or those named. Each runs in a process of its own, so that none is measured in the
 * heap of another, and prints its own table.
 */
const SECTIONS = ['attribution', 'commission', 'calculate', 'documents', 'months', 'close', 'audit', 'shard'];

const named = process.argv.slice(2);
const strange = named.find((name) => !SECTIONS.includes(name));
if (strange === undefined) for (const name of SECTIONS) runSection(name);
else {
  process.stderr.write(`expected some of ${SECTIONS.join(', ')}, got ${strange}\n`);
  process.exitCode = 2;
}

function runSection(name: string): void {
  if (named.length > 0 && !named.includes(name)) return;
  const script = fileURLToPath(new URL(`./${name}.ts`, import.meta.url));
  // Room for what is new, so that collecting garbage is not what gets measured; documents are printed as in a small function.
  const memory =
    name === 'documents' ? ['--max-semi-space-size=8', '--max-old-space-size=128'] : ['--max-semi-space-size=128'];
  const { status } = spawnSync(process.execPath, [...memory, script], { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
