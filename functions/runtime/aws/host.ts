import type { Host } from '../host.ts';

let host: Promise<Host> | undefined;

/** The cloud's host, made at the first request and kept. Imported late, so that other hosts never load what only AWS needs. */
export function awsHost(): Promise<Host> {
  host ??= import('./deps.ts').then(({ makeAwsHost }) => makeAwsHost());
  return host;
}
