import process from 'node:process';
import { setFlagsFromString } from 'node:v8';
import { outliveReader } from './reader-gone.ts';
import { runCommandLine } from './run-command-line.ts';

// A command lives for seconds: what V8 spends on making code faster pays only where it runs very often.
setFlagsFromString('--efficiency-mode');
outliveReader(process.stdout);
process.exitCode = await runCommandLine(process.argv.slice(2), { out: process.stdout, err: process.stderr });
