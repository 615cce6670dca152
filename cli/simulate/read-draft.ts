import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { checkPlan } from '../../domain/commission/check-plan.ts';
import type { Plan } from '../../domain/commission/plan.ts';
import type { PartnerId } from '../../domain/ids.ts';
import { fieldFaults, PARSING } from '../../functions/contract/field-errors.ts';
import { REPEATED, repeatedMember } from '../../functions/contract/repeated-member.ts';
import { draftSchema } from '../../functions/contract/schemas/simulation.ts';
import { BadInput } from '../bad-input.ts';
import { lineOf, linesOfJson } from '../folder/json-lines.ts';
import { utf8Text } from '../utf8-text.ts';

/** A draft plan from a file of its own; all that is wrong with it is told as `file:line: field: reason`. */
export async function readDraft(
  path: string,
  surroundings: { readonly currency: string; readonly partners: ReadonlySet<PartnerId> },
): Promise<Plan> {
  if (!existsSync(path)) throw new BadInput(`${path}:1: file: is missing; it holds a plan as program.json does`);
  const text = utf8Text(await readFile(path));
  if (text === null) throw new BadInput(`${path}:1: file: must be UTF-8 text`);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new BadInput(`${path}:1: file: is not JSON: ${(error as Error).message}`);
  }
  const repeated = repeatedMember(text);
  if (repeated !== null) {
    throw new BadInput(`${path}:${lineOf(linesOfJson(text), repeated)}: ${repeated}: ${REPEATED.en}`);
  }
  const read = draftSchema.safeParse(json, PARSING);
  const faults = read.success ? checkPlan(read.data, surroundings) : fieldFaults(read.error);
  if (read.success && faults.length === 0) return read.data;
  const lines = linesOfJson(text);
  throw new BadInput(
    faults.map(({ field, reason }) => `${path}:${lineOf(lines, field)}: ${field}: ${reason.en}`).join('\n'),
  );
}
