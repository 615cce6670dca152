import { readFileSync } from 'node:fs';
import { DomainError } from '../domain/errors.ts';
import { BadInput } from './bad-input.ts';
import type { Command, Streams } from './command.ts';
import { helpOf, readArguments, suggestion, UsageError } from './command.ts';

/** Each is loaded when it is asked for: what one command needs the others do not wait for. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  attribute: async () => (await import('./attribute/attribute.ts')).attribute,
  audit: async () => (await import('./audit/audit.ts')).audit,
  calculate: async () => (await import('./calculate/calculate.ts')).calculate,
  'compare-models': async () => (await import('./compare-models/compare-models.ts')).compareModels,
  deals: async () => (await import('./deals/deals.ts')).deals,
  explain: async () => (await import('./explain/explain.ts')).explain,
  fit: async () => (await import('./fit/fit.ts')).fit,
  journal: async () => (await import('./journal/journal.ts')).journal,
  remittance: async () => (await import('./remittance/remittance.ts')).remittance,
  replay: async () => (await import('./replay/replay.ts')).replay,
  review: async () => (await import('./review/review.ts')).review,
  sample: async () => (await import('./sample/sample.ts')).sample,
  simulate: async () => (await import('./simulate/simulate.ts')).simulate,
  statement: async () => (await import('./statement/statement.ts')).statement,
  token: async () => (await import('./token/token.ts')).token,
  verify: async () => (await import('./verify/verify.ts')).verify,
};

const OK = 0;
const BAD_INPUT = 1;
const USAGE = 2;

/** Runs what `bunpai` was given and answers the exit code: 0, 1 for bad input, 2 when the command line is not understood. */
export async function runCommandLine([name, ...rest]: readonly string[], streams: Streams): Promise<number> {
  const { out, err } = streams;
  if (name === '--version') {
    out.write(`${version()}\n`);
    return OK;
  }
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    (name === undefined ? err : out).write(await overview());
    return name === undefined ? USAGE : OK;
  }
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  try {
    if (load === undefined) {
      throw new UsageError(`unknown command "${name}"${suggestion(name, Object.keys(COMMANDS), '')}`);
    }
    const command = await load();
    const given = readArguments(command, rest);
    if (given !== null) return await command.run(given, streams);
    out.write(helpOf(command));
    return OK;
  } catch (error) {
    return told(error, { name: load === undefined ? '' : name, err });
  }
}

/** What people can mend is told in a line; what they cannot is a defect of ours and shows where it is. */
function told(error: unknown, { name, err }: { name: string; err: Streams['err'] }): number {
  if (error instanceof UsageError) {
    err.write(`bunpai: ${error.message}\nSee: ${['bunpai', name, '--help'].filter(Boolean).join(' ')}\n`);
    return USAGE;
  }
  if (error instanceof BadInput || error instanceof DomainError || (error instanceof Error && 'syscall' in error)) {
    err.write(`bunpai: ${error.message}\n`);
    return BAD_INPUT;
  }
  throw error;
}

async function overview(): Promise<string> {
  const commands = await Promise.all(Object.values(COMMANDS).map((load) => load()));
  const width = Math.max(...commands.map(({ name }) => name.length));
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return `bunpai COMMAND …\n\n${lines.join('\n')}\n\nbunpai COMMAND --help tells more; bunpai --version its version.\n`;
}

function version(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version;
}
