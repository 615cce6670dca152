// Deploys the cloud's stacks to MiniStack on loopback, lives the sample month over HTTP from clicks to payouts, and takes all
// down again, telling how long each part took: `npm run test:cloud`. Needs Python 3.10 or newer; no account, no Docker.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Callers } from '../../cli/live/callers.ts';
import { liveThrough } from '../../cli/live/live-through.ts';
import { readSettlement } from '../../cli/live/settle.ts';
import { summaryText } from '../../cli/live/summary-text.ts';
import { progressOn } from '../../cli/progress.ts';
import { SAMPLE_PERIOD, sampleFolder } from '../../cli/sample/sample-folder.ts';
import { createClient } from '../../functions/contract/client.ts';
import type { Outputs } from './deployment.ts';
import { deploy, destroy } from './deployment.ts';
import { openFrontDoor } from './front-door.ts';
import { loggedErrors } from './logged-errors.ts';
import type { Ministack } from './ministack.ts';
import { startMinistack } from './ministack.ts';
import type { UserPool } from './users.ts';
import { signIn } from './users.ts';

const took: (readonly [part: string, seconds: string])[] = [];

async function timed<T>(part: string, work: () => Promise<T>): Promise<T> {
  process.stderr.write(`${part} …\n`);
  const start = performance.now();
  const result = await work();
  took.push([part, ((performance.now() - start) / 1000).toFixed(1)]);
  return result;
}

const sample = sampleFolder();
const { programId, merchantId } = sample.program;

/** The month, and one statement as its partner downloads it. */
async function liveMonth(pool: UserPool, address: string, local: string): Promise<void> {
  const tokenOf = (name: string, role: Parameters<typeof signIn>[1]['role']) =>
    signIn(pool, { name, role, merchantId });
  const clientOf = (token: string) => createClient({ address, token });
  const callers: Callers = {
    address,
    admin: clientOf(await tokenOf('admin', 'admin')),
    ingest: clientOf(await tokenOf('shop', 'ingest')),
    finance: clientOf(await tokenOf('finance', 'finance-maker')),
    approver: clientOf(await tokenOf('approver', 'finance-checker')),
    setClock: async () => {},
  };
  const month = { folder: sample, periodId: SAMPLE_PERIOD, isSample: false };
  await timed('month, from clicks to payouts', () =>
    liveThrough(callers, month, { local, progress: progressOn(process.stderr, { silentMs: 0 }) }),
  );
  const { summary } = await readSettlement(callers, programId, SAMPLE_PERIOD);
  if (summary === null) throw new Error('the month is closed but has no summary');
  process.stdout.write(`\n${summaryText(sample, summary)}\n`);
  await timed('statement of a partner', async () => {
    const [partner] = summary.partners.toSorted((a, b) => Number(b.payout) - Number(a.payout));
    if (partner === undefined) throw new Error('nobody earned anything');
    const { partnerId } = partner;
    const own = clientOf(await signIn(pool, { name: 'partner', role: 'partner-admin', merchantId, partnerId }));
    await own.readStatement({ statementId: `${programId}:${SAMPLE_PERIOD}:${partnerId}` });
  });
}

function apiIdIn(outputs: Outputs): string {
  const [apiId] = new URL(outputs['BunpaiService']?.['ApiAddress'] ?? '').host.split('.');
  if (apiId === undefined) throw new Error('the deployment says no address');
  return apiId;
}

async function tryIt(ministack: Ministack, folder: string): Promise<void> {
  const { outputs, leftOut } = await timed('bootstrap and deploy', () => deploy(ministack, folder));
  process.stdout.write(`MiniStack does not know, and was not given: ${leftOut.join(', ')}\n`);
  const identity = outputs['BunpaiIdentity'] ?? {};
  const pool: UserPool = {
    ministack,
    userPoolId: identity['UserPoolId'] ?? '',
    clientId: identity['UserPoolClientId'] ?? '',
  };
  const door = await openFrontDoor(ministack.port, apiIdIn(outputs));
  try {
    await liveMonth(pool, door.address, folder);
  } finally {
    door.close();
  }
  await timed('destroy', () => destroy(ministack, folder));
}

const folder = mkdtempSync(join(tmpdir(), 'bunpai-cloud-'));
const ministack = await timed('install and start MiniStack', () => startMinistack(folder));
try {
  await tryIt(ministack, folder);
  rmSync(folder, { recursive: true });
} catch (error) {
  process.exitCode = 1;
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.stderr.write(`${await loggedErrors(ministack)}\nMore is in ${folder}\n`);
} finally {
  await ministack.stop();
}
process.stdout.write(`\n${took.map(([part, seconds]) => `${seconds.padStart(7)} s  ${part}`).join('\n')}\n`);
