import { ProblemError } from '../../functions/contract/client.ts';
import { outliveReader } from '../reader-gone.ts';
import { HELP, parseStartOptions, UsageError } from './options.ts';

const PROBLEMS_SHOWN_MAX = 100;

outliveReader(process.stdout);
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
  const isOtherContent = error instanceof ProblemError && error.status === 409;
  const hint = isOtherContent
    ? '\nThe data folder holds something else; --fresh wipes it, --local DIR uses another.'
    : '';
  const { message, cause } = error;
  const why = cause instanceof Error && !message.includes(cause.message) ? `: ${cause.message}` : '';
  const lines = `${message}${why}${hint}`.split('\n');
  const hidden = lines.length - PROBLEMS_SHOWN_MAX;
  return [...lines.slice(0, PROBLEMS_SHOWN_MAX), ...(hidden > 0 ? [`and ${hidden} more`] : [])].join('\n');
}
