import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../infra/local/free-port.ts';
import { pythonTool } from './python-tool.ts';

const START_MILLISECONDS_MAX = 60_000;

export const REGION = 'ap-northeast-1';
export const ACCOUNT = '000000000000';

/** AWS as MiniStack plays it, on loopback. */
export interface Ministack {
  readonly port: number;
  /** What makes the tools of AWS speak to it, and to no account. */
  readonly env: Readonly<Record<string, string>>;
  readonly stop: () => Promise<void>;
}

/** Starts MiniStack with what it keeps in a folder; its log is there too. */
export async function startMinistack(folder: string): Promise<Ministack> {
  mkdirSync(folder, { recursive: true });
  // Its workers are CommonJS, whatever a package.json above the folder for temporary files says.
  writeFileSync(join(folder, 'package.json'), '{ "type": "commonjs" }\n');
  // KMS signs and verifies only with `cryptography`.
  const command = pythonTool('ministack', ['ministack==1.5.33', 'cryptography==50.0.2']);
  const port = await freePort(0);
  const log = openSync(join(folder, 'ministack.log'), 'w');
  const child = spawn(command, {
    cwd: folder,
    stdio: ['ignore', log, log],
    env: {
      ...process.env,
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      MINISTACK_REGION: REGION,
      TMPDIR: folder,
    },
  });
  closeSync(log);
  await untilItAnswers(child, port, folder);
  return {
    port,
    env: {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_REGION: REGION,
      AWS_EC2_METADATA_DISABLED: 'true',
      CDK_DEFAULT_ACCOUNT: ACCOUNT,
      CDK_DEFAULT_REGION: REGION,
    },
    stop: async () => {
      if (child.exitCode !== null) return;
      child.kill();
      await once(child, 'exit');
    },
  };
}

async function untilItAnswers(child: ChildProcess, port: number, folder: string): Promise<void> {
  const deadline = performance.now() + START_MILLISECONDS_MAX;
  while (performance.now() < deadline && child.exitCode === null) {
    const isUp = await fetch(`http://127.0.0.1:${port}/_ministack/health`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isUp) return;
    await sleep(200);
  }
  child.kill();
  throw new Error(`MiniStack did not start:\n${readFileSync(join(folder, 'ministack.log'), 'utf8').slice(-2000)}`);
}
