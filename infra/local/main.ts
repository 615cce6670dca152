import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

// The functions' log is for the cloud; here only what went wrong is worth a line.
process.env['POWERTOOLS_LOG_LEVEL'] ??= 'ERROR';
process.env['POWERTOOLS_METRICS_DISABLED'] ??= 'true';
const { startLocalHost } = await import('./host.ts');

const PORT_DEFAULT = 8787;

const { values } = parseArgs({
  options: {
    local: { type: 'string', default: '.local' },
    fresh: { type: 'boolean', default: false },
    'local-webhooks': { type: 'boolean', default: false },
  },
});

try {
  await serve();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

/** Serves until told to end: by a signal, or by the end of the process that started us. */
async function serve(): Promise<void> {
  const ending = whenToldToEnd();
  const host = await startLocalHost({
    folder: resolve(values.local),
    port: portOf(process.env['PORT']),
    isFresh: values.fresh,
    allowsLocalWebhooks: values['local-webhooks'],
    environment: process.env,
    onError: (error) => process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : error}\n`),
    onLost: (reason) => {
      process.stderr.write(`${reason}\n`);
      process.exit(1);
    },
  });
  const { address, description, tokenKey } = host;
  if (process.send) {
    process.send({ type: 'ready', address, description, tokenKey });
  } else process.stdout.write(`bunpai serves on ${address} (${description})\n`);
  await ending;
  await host.stop();
  process.exit(0);
}

function whenToldToEnd(): Promise<void> {
  return new Promise((end) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end());
    // Started by another process: when that one ends, however it ends, so do we.
    if (process.send) process.once('disconnect', end);
  });
}

function portOf(text: string | undefined): number {
  if (text === undefined || text === '') return PORT_DEFAULT;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new Error(`PORT must be a number from 0 to 65535, got "${text}"`);
}
