import { tokenIssuer } from '../../functions/identity/token-issuer.ts';
import { readFolder } from '../folder/read-folder.ts';
import { progressOn } from '../progress.ts';
import type { Callers } from './callers.ts';
import type { HostProcess } from './host-process.ts';
import { HostEndedError, startHostProcess } from './host-process.ts';
import type { MonthToLive } from './live-through.ts';
import { liveThrough } from './live-through.ts';
import type { LoadedMonth } from './loads.ts';
import { loadedMonth, noteLoadedMonth } from './loads.ts';
import type { StartOptions } from './options.ts';
import { readSettlement } from './settle.ts';
import { downloadText, statementToShow } from './statement-text.ts';
import { summaryText } from './summary-text.ts';
import type { TokenSource } from './tokens.ts';
import { callersWith, mintPartnerToken, mintTokens, writeTokens } from './tokens.ts';

/** What a shell expects of a program that Ctrl-C ended before its work was done. */
const INTERRUPTED = 130;

/** Starts the host, lives through the month, shows what came of it, and serves until told to end. Resolves to an exit code. */
export async function start(options: StartOptions): Promise<number> {
  const source = sourceOf(options);
  const month = await monthFrom(source);
  const host = await startHostProcess(options);
  const ending = whenToldToEnd();
  try {
    noteLoadedMonth(options.local, source);
    const done = await Promise.race([showMonth(host, month, options), ending, hostEnd(host)]);
    if (done === 'told to end') {
      process.stderr.write('\nstopped before the month was closed; start again to go on\n');
      return INTERRUPTED;
    }
    if (options.isOnce) return 0;
    process.stdout.write(`\nServing on ${host.address} (${host.description}). Stop with Ctrl-C.\n`);
    await Promise.race([ending, hostEnd(host)]);
    return 0;
  } finally {
    await host.stop();
  }
}

/** What was asked for, else what the data folder already holds, else the sample. */
function sourceOf({ data, local, isFresh }: StartOptions): LoadedMonth {
  if (data !== null) return { source: 'folder', ...data };
  return (isFresh ? null : loadedMonth(local)) ?? { source: 'sample' };
}

async function monthFrom(source: LoadedMonth): Promise<MonthToLive> {
  if (source.source === 'sample') {
    const { SAMPLE_PERIOD, sampleFolder } = await import('../sample/sample-folder.ts');
    return { folder: sampleFolder(), periodId: SAMPLE_PERIOD, isSample: true };
  }
  const read = await readFolder(source.folder);
  if (!read.ok) throw new Error(read.problems.join('\n'));
  return { folder: read.folder, periodId: source.periodId, isSample: false };
}

async function showMonth(host: HostProcess, month: MonthToLive, options: StartOptions): Promise<'shown'> {
  const progress = progressOn(process.stderr, { silentMs: 0 });
  const { folder, periodId } = month;
  const { merchantId, programId } = folder.program;
  const source: TokenSource = { address: host.address, issuer: await tokenIssuer(host.tokenKey), merchantId };
  const tokens = await mintTokens(source);
  const callers: Callers = callersWith(host.address, tokens);
  await liveThrough(callers, month, { local: options.local, progress });

  const { summary } = await readSettlement(callers, programId, periodId);
  if (summary === null) throw new Error(`${periodId} is closed but has no summary`);
  process.stdout.write(`\n${summaryText(folder, summary)}\n`);
  const statement = await statementToShow(callers, summary);
  const partner = statement === null ? '' : await mintPartnerToken(source, statement.partnerId);
  writeTokens(options.local, { address: host.address, merchantId, ...tokens, partner });
  if (statement !== null) {
    const partnerName = folder.partners.find(({ partnerId }) => partnerId === statement.partnerId)?.name;
    const download = { ...statement, address: host.address, partnerName: partnerName ?? '', token: partner };
    process.stdout.write(`\n${downloadText(download)}\n`);
  }
  return 'shown';
}

function whenToldToEnd(): Promise<'told to end'> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve('told to end'));
  });
}

/** Never resolves while the host is well. */
async function hostEnd(host: HostProcess): Promise<never> {
  throw new HostEndedError(await host.ended);
}
