import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

const CACHE = resolve('node_modules/.cache/python');

/** A tool from PyPI in an environment of its own, installed once; answers the path of its command. Needs Python 3.10 or newer. */
export function pythonTool(command: string, packages: readonly string[]): string {
  const environment = join(CACHE, packages.join('+'));
  const tool = join(environment, 'bin', command);
  if (existsSync(tool)) return tool;
  mkdirSync(CACHE, { recursive: true });
  run('python3', ['-m', 'venv', environment]);
  run(join(environment, 'bin', 'pip'), ['install', '--quiet', '--disable-pip-version-check', ...packages]);
  return tool;
}

function run(command: string, args: readonly string[]): void {
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  if (error) throw new Error(`${command} cannot be run: ${error.message}; this needs Python 3.10 or newer`);
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}`);
}
