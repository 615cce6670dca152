import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { JWK } from 'jose';
import type { StartOptions } from './options.ts';

/** The laptop host as a process of its own; we talk to it over HTTP like everybody else. */
export interface HostProcess {
  readonly address: string;
  readonly description: string;
  /** Signs tokens that this host believes; it trusts the process that started it. */
  readonly tokenKey: JWK;
  /** Resolves with the exit code when the host has ended. */
  readonly ended: Promise<number>;
  readonly stop: () => Promise<number>;
}

type HostOptions = Pick<StartOptions, 'local' | 'isFresh'> & Partial<Pick<StartOptions, 'allowsLocalWebhooks'>>;

/** What the host tells its parent, once. */
interface ReadyMessage {
  readonly type: 'ready';
  readonly address: string;
  readonly description: string;
  readonly tokenKey: JWK;
}

const HOST_PROGRAM = fileURLToPath(new URL('../../infra/local/main.ts', import.meta.url));

/** Starts the host on a data folder, wiped first when `isFresh`, and waits until it serves. Its complaints go to our own output. */
export async function startHostProcess({ local, isFresh, allowsLocalWebhooks }: HostOptions): Promise<HostProcess> {
  const flags = [...(isFresh ? ['--fresh'] : []), ...(allowsLocalWebhooks ? ['--local-webhooks'] : [])];
  const child = spawn(process.execPath, [HOST_PROGRAM, '--local', local, ...flags], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    // Ctrl-C comes to us, and we stop the host when we are done with it.
    detached: true,
  });
  const ended = new Promise<number>((resolve) => {
    child.once('exit', (code) => resolve(code ?? 1));
    child.once('error', () => resolve(1));
  });
  const ready = await Promise.race([readyMessage(child), ended]);
  if (typeof ready === 'number') throw new HostEndedError(ready);
  return {
    address: ready.address,
    description: ready.description,
    tokenKey: ready.tokenKey,
    ended,
    stop: () => {
      // Closing the channel tells the host to end; so does our own end, however it comes.
      if (child.connected) child.disconnect();
      return ended;
    },
  };
}

/** The host ended before it was told to; it has already said why. */
export class HostEndedError extends Error {
  constructor(code: number) {
    super(`the host ended with exit code ${code}`);
    this.name = 'HostEndedError';
  }
}

function readyMessage(child: ChildProcess): Promise<ReadyMessage> {
  return new Promise((resolve) => {
    child.on('message', (message) => {
      if ((message as Partial<ReadyMessage>).type === 'ready') resolve(message as ReadyMessage);
    });
  });
}
