import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { directClient } from '../../functions/store/dynamodb/direct-client.ts';
import type { TableClient } from '../../functions/store/dynamodb/table-client.ts';
import { freePort } from './free-port.ts';
import { readJsonFile, writeJsonFile } from './json-file.ts';
import { commandLineOf, endProcess, isAlive } from './processes.ts';
import { indexStream } from './stream-index.ts';

/** A running DynamoDB engine, and what an AWS client needs to talk to it. */
export interface Engine {
  readonly client: EngineClientSettings;
  /** Items by a client that takes half the processor of the SDK; absent where the SDK must find out who asks. */
  readonly direct?: TableClient;
  /** For the line that the host prints. */
  readonly description: string;
  readonly stop: () => Promise<void>;
}

export interface EngineClientSettings {
  readonly endpoint: string;
  readonly region: string;
  /** Absent: the usual AWS credential chain, for a real table. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Absent: requests are signed as AWS wants it. */
  readonly signer?: RequestSigner;
}

/** What an AWS client asks to sign its requests. */
type RequestSigner = Exclude<NonNullable<DynamoDBClientConfig['signer']>, (...args: never[]) => unknown>;

export interface EngineOptions {
  /** The data folder; the native engine keeps its database there. */
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  /** The engine ended without being told to: nothing can be stored any more. */
  readonly onLost: (reason: string) => void;
}

interface EngineFile {
  readonly pid: number;
  readonly port: number;
}

const START_ATTEMPTS = 3;
const READY_MILLISECONDS_MAX = 10_000;
const STOP_MILLISECONDS_MAX = 5_000;
/** A laptop may be busy with other things. */
const ATTEMPT_MILLISECONDS = 60_000;
const PLACEHOLDER_CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };
const REGION_DEFAULT = 'ap-northeast-1';

/** The native engine reads the form of a signature, not its truth; computing one took 40 % of the time of a request. */
const CREDENTIAL = `${PLACEHOLDER_CREDENTIALS.accessKeyId}/20260101/${REGION_DEFAULT}/dynamodb/aws4_request`;
const UNCHECKED = {
  authorization: `AWS4-HMAC-SHA256 Credential=${CREDENTIAL}, SignedHeaders=host, Signature=none`,
  'x-amz-date': '20260101T000000Z',
};
const unchecked: RequestSigner = {
  sign: async (request) => ({ ...request, headers: { ...request.headers, ...UNCHECKED } }),
};

/** `DYNAMODB_ENDPOINT` when it is set, else the native engine that npm brought. */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  const endpoint = options.environment['DYNAMODB_ENDPOINT'];
  return endpoint ? givenEngine(endpoint, options.environment) : await nativeEngine(options);
}

function givenEngine(endpoint: string, environment: NodeJS.ProcessEnv): Engine {
  if (!URL.canParse(endpoint)) {
    throw new Error(`DYNAMODB_ENDPOINT must be an address such as http://127.0.0.1:8000, got "${endpoint}"`);
  }
  const region = environment['AWS_REGION'] ?? REGION_DEFAULT;
  const isLoopback = ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(endpoint).hostname);
  // DynamoDB Local wants credentials but does not check them; a real table needs real ones.
  const isPlaceholderEnough = isLoopback && environment['AWS_ACCESS_KEY_ID'] === undefined;
  return {
    client: { endpoint, region, ...(isPlaceholderEnough ? { credentials: PLACEHOLDER_CREDENTIALS } : {}) },
    description: `DYNAMODB_ENDPOINT ${endpoint}`,
    stop: async () => {},
  };
}

async function nativeEngine({ folder, onLost }: EngineOptions): Promise<Engine> {
  const binary = nativeBinary();
  const { file, database } = filesIn(folder);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  await endFormerEngine(folder);

  const { child, port } = await spawnEngine(binary, database, file);
  indexStream(database);
  let isStopping = false;
  // Whatever ends the host, short of a kill, ends its engine too.
  const endWithHost = () => child.kill();
  process.once('exit', endWithHost);
  child.once('exit', (code, signal) => {
    process.off('exit', endWithHost);
    if (!isStopping) onLost(`the DynamoDB engine ended by itself (${signal ?? `exit ${code}`}); see engine.log`);
  });
  const at = { endpoint: `http://127.0.0.1:${port}`, region: REGION_DEFAULT, credentials: PLACEHOLDER_CREDENTIALS };
  return {
    client: { ...at, signer: unchecked },
    direct: directClient({ ...at, attemptMilliseconds: ATTEMPT_MILLISECONDS, signature: UNCHECKED }),
    description: `native engine on port ${port}`,
    stop: async () => {
      isStopping = true;
      if (child.pid !== undefined) await endProcess(child.pid, STOP_MILLISECONDS_MAX);
      rmSync(file, { force: true });
    },
  };
}

/** The package of this platform, or a message that names the other ways. */
export function nativeBinary(platform: string = `${process.platform}-${process.arch}`): string {
  const name = `@dynoxide/${platform}`;
  try {
    const packageFile = createRequire(import.meta.url).resolve(`${name}/package.json`);
    return join(dirname(packageFile), platform.startsWith('win32') ? 'dynoxide.exe' : 'dynoxide');
  } catch (cause) {
    throw new Error(
      `The DynamoDB engine for this machine (${name}) is not installed. Two other ways:\n` +
        '  1. run DynamoDB Local and start with DYNAMODB_ENDPOINT=http://127.0.0.1:8000\n' +
        '  2. use a real account: DYNAMODB_ENDPOINT=https://dynamodb.<region>.amazonaws.com with AWS_REGION and credentials',
      { cause },
    );
  }
}

/** A host that was killed leaves its engine behind, which would go on writing to the database. */
export async function endFormerEngine(folder: string): Promise<void> {
  const { file, database } = filesIn(folder);
  const former = readJsonFile<EngineFile>(file);
  if (former === null) return;
  if (isAlive(former.pid) && commandLineOf(former.pid).includes(database)) {
    await endProcess(former.pid, STOP_MILLISECONDS_MAX);
  }
  rmSync(file, { force: true });
}

function filesIn(folder: string) {
  return { file: join(folder, 'engine.json'), database: join(folder, 'dynamodb.sqlite') };
}

async function spawnEngine(binary: string, database: string, file: string) {
  const log = join(dirname(file), 'engine.log');
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort(0);
    const output = openSync(log, 'a', 0o600);
    // A group of its own: Ctrl-C reaches the host, which stops the engine when the last write is through.
    const child = spawn(binary, ['--host', '127.0.0.1', '--port', String(port), '--db-path', database], {
      stdio: ['ignore', output, output],
      detached: true,
    });
    closeSync(output);
    writeJsonFile(file, { pid: child.pid, port });
    if (await isReady(child, port)) return { child, port };
    if (child.pid !== undefined) await endProcess(child.pid, STOP_MILLISECONDS_MAX);
    if (attempt === START_ATTEMPTS) throw new Error(`the DynamoDB engine does not start; see ${log}`);
  }
}

async function isReady(child: ChildProcess, port: number): Promise<boolean> {
  let hasFailed = false;
  child.once('error', () => {
    hasFailed = true;
  });
  for (let waited = 0; waited < READY_MILLISECONDS_MAX; waited += 10) {
    if (hasFailed || child.exitCode !== null || child.signalCode !== null) return false;
    try {
      await fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(1000) });
      return true;
    } catch {
      await sleep(10);
    }
  }
  return false;
}
