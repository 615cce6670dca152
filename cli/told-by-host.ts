import { ProblemError, UnreachableError } from '../functions/contract/client.ts';
import { BadInput } from './bad-input.ts';

/** What a host refuses, and that none answers, is for whoever asked to mend; all else is a fault of ours. */
export function toldByHost(error: unknown): never {
  if (error instanceof ProblemError) throw new BadInput(error.message);
  if (error instanceof UnreachableError) throw new BadInput(`--address: ${error.message}`);
  throw error;
}
