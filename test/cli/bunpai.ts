import { runCommandLine } from '../../cli/run-command-line.ts';

export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command in this process. How long something takes is not ours to say, so notes of progress are left out. */
export async function bunpai(...args: readonly string[]): Promise<Finished> {
  const stdout: string[] = [];
  const stderr: string[] = [];
  const streams = {
    out: { write: (text: string) => stdout.push(text) },
    err: { write: (text: string) => stderr.push(text) },
  };
  const code = await runCommandLine(args, streams);
  return { code, stdout: stdout.join(''), stderr: stderr.filter((text) => !PROGRESS.test(text)).join('') };
}

const PROGRESS = /^ {2}.* \d+\.\d s\n$/;
