import { HELP, parseStartOptions, UsageError } from './options.ts';

const PROBLEMS_SHOWN_MAX = 100;

process.exitCode = await main(process.argv.slice(2));

/** `npm start`. */
async function main(args: readonly string[]): Promise<number> {
  try {
    const options = parseStartOptions(args);
    if (options.isHelp) {
      process.stdout.write(HELP);
      return 0;
    }
    // Loaded only now, so that --help answers at once.
    const { start } = await import('./start.ts');
    return await start(options);
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n`);
    return error instanceof UsageError ? 2 : 1;
  }
}

function messageOf(error: unknown): string {
  if (error instanceof UsageError) return `${error.message}\n\n${HELP}`;
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : '';
  return `${error.message}${cause}`.split('\n').slice(0, PROBLEMS_SHOWN_MAX).join('\n');
}
