import process from 'node:process';
import { outliveReader } from './reader-gone.ts';
import { runCommandLine } from './run-command-line.ts';

outliveReader(process.stdout);
process.exitCode = await runCommandLine(process.argv.slice(2), { out: process.stdout, err: process.stderr });
