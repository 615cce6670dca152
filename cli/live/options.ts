import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

/** What `npm start` was asked to do. */
export interface StartOptions {
  /** A folder in the `calculate` format, or null for the sample month. */
  readonly data: { readonly folder: string; readonly periodId: string } | null;
  /** Where the host keeps its tables, documents and keys. */
  readonly local: string;
  readonly isFresh: boolean;
  /** Webhooks may go to this machine, and without TLS. */
  readonly allowsLocalWebhooks: boolean;
  readonly isOnce: boolean;
  readonly isHelp: boolean;
}

export const HELP = `npm start -- [options]

Starts bunpai on this machine and lives through a month: clicks, conversions, reversals and won deals through the HTTP API,
then the close of the month and its payouts. Prints a summary and keeps serving until Ctrl-C.

  --data DIR --period YYYY-MM   take the facts of a folder (the format of "bunpai calculate") instead of the sample month;
                                every month it holds up to the given one is closed, in order
  --once                        end after the summary
  --fresh                       wipe what an earlier start left, and load again
  --local DIR                   where tables, documents and keys are kept (default: .local)
  --local-webhooks              let webhooks go to receivers on this machine too, also without TLS
  --help                        this text

  PORT=8787                     the port to serve on, or the next free one
  DYNAMODB_ENDPOINT=URL         use this DynamoDB (DynamoDB Local, or a real one) instead of the engine that npm brought
`;

export class UsageError extends Error {}

export function parseStartOptions(args: readonly string[]): StartOptions {
  const { data, period, local, fresh, once, help, 'local-webhooks': allowsLocalWebhooks } = parsed(args);
  if (period !== undefined && !/^\d{4}-(?:0[1-9]|1[0-2])$/.test(period)) {
    throw new UsageError(`--period must be a month such as 2026-10, got "${period}"`);
  }
  if (data === undefined && period !== undefined) throw new UsageError('--period goes with --data DIR');
  if (data !== undefined && period === undefined) throw new UsageError('--data DIR needs --period YYYY-MM');
  return {
    data: data === undefined || period === undefined ? null : { folder: resolve(data), periodId: period },
    local: resolve(local),
    isFresh: fresh,
    allowsLocalWebhooks,
    isOnce: once,
    isHelp: help,
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        data: { type: 'string' },
        period: { type: 'string' },
        local: { type: 'string', default: '.local' },
        fresh: { type: 'boolean', default: false },
        once: { type: 'boolean', default: false },
        'local-webhooks': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
