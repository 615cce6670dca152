import { localStepRunner } from '../../functions/steps/local-step-runner.ts';
import { anApp } from '../support/app.ts';
import { GENERATED_PERIOD, generateFolder } from './generate.ts';
import { recordFolder } from './record-folder.ts';

/** What the steps of one close took, in milliseconds of the processor, threads of the garbage collector included. */
export interface Closed {
  readonly sealMs: number;
  readonly calculateMs: number;
  readonly approveMs: number;
  readonly closeMs: number;
  readonly wallMs: number;
  readonly entries: number;
  readonly peakMegabytes: number;
}

const CLICKS_PER_CONVERSION = 1;
const AFTER = '2026-11-02T00:00:00+09:00';

/** Closes a generated month on the memory store by the steps of every host. Arguments: conversions, partners. */
const [conversions = 10_000, partners = 100] = process.argv.slice(2).map(Number);
process.stdout.write(JSON.stringify(await closed()));

async function closed(): Promise<Closed> {
  const app = anApp();
  const { deps } = app;
  const scope = await recordFolder(
    deps.stores,
    generateFolder({ conversions, clicksPerConversion: CLICKS_PER_CONVERSION, partners, seed: 1 }),
  );
  app.setNow(AFTER);
  const steps = localStepRunner(deps, { drained: async () => {} });
  const input = { ...scope, periodId: GENERATED_PERIOD, actor: 'first' };
  const start = performance.now();
  const sealMs = await processorMs(() => steps.start('seal', input));
  const calculateMs = await processorMs(() => steps.start('calculate', input));
  const approveMs = await processorMs(() => steps.start('approve', { ...input, actor: 'second' }));
  const closeMs = await processorMs(() => steps.start('close', input));
  const wallMs = performance.now() - start;
  const record = await deps.stores.settlements.settlement(scope, GENERATED_PERIOD);
  let entries = 0;
  const run = { periodId: GENERATED_PERIOD, runId: record?.runId ?? '' };
  for await (const _ of deps.stores.runs.entries(scope, run)) entries += 1;
  const peakMegabytes = Math.round(process.resourceUsage().maxRSS / 1024);
  return { sealMs, calculateMs, approveMs, closeMs, wallMs, entries, peakMegabytes };
}

async function processorMs(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
