import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { EMPTY_CARRY } from '../../domain/settlement/carry.ts';
import { closePeriod } from '../../domain/settlement/close-period.ts';
import { createTables } from '../../functions/store/dynamodb/create-tables.ts';
import { dynamoStores } from '../../functions/store/dynamodb/stores.ts';
import { fileBlobs } from '../../functions/store/files/blobs.ts';
import { openRecord } from '../../functions/usecases/settlement/settlement-record.ts';
import { aConversion, anEnrollment, aPlan, aProgram, at, someFacts, someTerms } from '../support/build.ts';
import { startTestEngine } from '../support/engine.ts';
import type { ShardWorked } from './shard-work.ts';
import { printSection } from './table.ts';

const PARTNERS = 500;
/** Each is accrued and released. */
const CONVERSIONS_EACH = 50;
const PERIOD = '2026-10';
/** The heap of a function of 256 MB, which keeps the rest for what is not heap. */
const SMALL = ['--max-old-space-size=128', '--max-semi-space-size=8'];

/** What one shard takes of a process of its own: posted, checked, issued on a real engine, each time from its beginning. */
const folder = mkdtempSync(join(tmpdir(), 'bunpai-bench-'));
const engine = await startTestEngine();
try {
  const tables = await createTables(engine.client, 'shard');
  const client = DynamoDBDocumentClient.from(engine.client, { marshallOptions: { removeUndefinedValues: true } });
  const stores = dynamoStores({ client, tables, blobs: fileBlobs(folder), clickIdKey: new Uint8Array(32) });
  const partnerIds = Array.from({ length: PARTNERS }, (_, index) => `ptn_${String(index).padStart(6, '0')}`);
  const program = aProgram();
  const plan = aPlan({ holdDays: 0 });
  const terms = someTerms({ program, plan, enrollments: partnerIds.map((partnerId) => anEnrollment({ partnerId })) });
  const conversions = partnerIds.flatMap((partnerId) =>
    Array.from({ length: CONVERSIONS_EACH }, (_, index) =>
      aConversion({ conversionId: `${partnerId}-${index}`, partnerId, occurredAt: at('2026-10-05T12:00:00+09:00') }),
    ),
  );
  const result = closePeriod(terms.calendar.period(PERIOD), someFacts({ conversions }), EMPTY_CARRY, terms);
  const scope = { merchantId: program.merchantId, programId: program.programId };
  await stores.programs.putProgram({ fact: program, recordedAt: 0 });
  const run = { periodId: PERIOD, runId: 'run_1' };
  await stores.runs.putRun(scope, { ...run, result, terms });
  const approvedAt = at('2026-11-02T09:00:00+09:00');
  const record = {
    ...openRecord(PERIOD),
    status: 'approved',
    runId: run.runId,
    approvedBy: 'usr_1',
    approvedAt,
  } as const;
  await stores.settlements.advance(scope, null, record);

  const script = fileURLToPath(new URL('./shard-work.ts', import.meta.url));
  const rows = ['post-shard', 'check-shard', 'issue-shard'].map((task) => {
    const output = execFileSync(process.execPath, [...SMALL, script, task, engine.endpoint, folder, PERIOD], {
      encoding: 'utf8',
    });
    const { ms, peakMegabytes } = JSON.parse(output) as ShardWorked;
    return [task, `${(ms / 1000).toFixed(1)} s`, `${peakMegabytes} MB`];
  });
  printSection(
    `A shard of ${PARTNERS} partners with ${result.entries.length / PARTNERS} entries each, peak of the whole process`,
    [['task', 'time', 'memory'], ...rows],
  );
} finally {
  await engine.stop();
  rmSync(folder, { recursive: true });
}
