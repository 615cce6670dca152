import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkPlan, checkRules } from '../../domain/commission/check-plan.ts';
import type { PartnerId } from '../../domain/ids.ts';
import { fieldErrors, PARSING } from '../../functions/contract/field-errors.ts';
import { REPEATED, repeatedMember } from '../../functions/contract/repeated-member.ts';
import type { ProgramFile } from '../../functions/contract/schemas/program.ts';
import { programSchema } from '../../functions/contract/schemas/program.ts';
import { utf8Text } from '../utf8-text.ts';
import { lineOf, linesOfJson } from './json-lines.ts';
import type { Problems } from './problems.ts';

const FILE = 'program.json';

/** Answers whether there is a partner; of a list that could not be read, that there is. */
export type KnownPartners = Pick<ReadonlySet<PartnerId>, 'has'>;

/** What program.json says, with a way to hold its plans against the partners, who are read later. */
export interface ProgramRead extends ProgramFile {
  readonly checkPlans: (partners: KnownPartners) => void;
}

/** Reads program.json; null when it cannot be used. */
export async function readProgram(folder: string, problems: Problems): Promise<ProgramRead | null> {
  const path = join(folder, FILE);
  const say = (field: string, reason: string, line = 1) => problems.add({ file: FILE, line, field, reason });
  if (!existsSync(path)) {
    say('file', 'is missing; it has id, name, currency, timezone, attribution, plan or plans, and settlement');
    return null;
  }
  const text = utf8Text(await readFile(path));
  if (text === null) {
    say('file', 'must be UTF-8 text');
    return null;
  }
  const json = parseJson(text, say);
  if (json === null) return null;
  const lines = linesOfJson(text);
  const read = programSchema.safeParse(json.value, PARSING);
  if (!read.success) {
    for (const { field, reason } of fieldErrors(read.error)) {
      if (field === 'body') say('file', reason);
      else say(field, reason, lineOf(lines, field));
    }
    return null;
  }
  const placed = placedPlans(read.data, json.value);
  return {
    ...read.data,
    checkPlans: (partners) => {
      const versions = new Set<number>();
      for (const { plan, place } of placed) {
        for (const { field, reason } of checkPlan(plan, { currency: read.data.program.currency, partners })) {
          say(`${place}.${field}`, reason.en, lineOf(lines, `${place}.${field}`));
        }
        const field = `${place}.version`;
        if (versions.has(plan.version)) say(field, `version ${plan.version} is given twice`, lineOf(lines, field));
        versions.add(plan.version);
      }
      checkNegotiated(read.data, partners, (field, reason) => say(field, reason, lineOf(lines, field)));
    },
  };
}

function checkNegotiated({ program, negotiated }: ProgramFile, partners: KnownPartners, say: Say): void {
  const seen = new Set<string>();
  for (const [index, { partner, from, rules }] of negotiated.entries()) {
    const place = `negotiated[${index}]`;
    if (!partners.has(partner)) say(`${place}.partner`, `there is no partner "${partner}"`);
    if (seen.has(`${partner} ${from}`)) say(`${place}.from`, `${from} is given twice for ${partner}`);
    seen.add(`${partner} ${from}`);
    for (const { field, reason } of checkRules(rules, { currency: program.currency, partners })) {
      say(`${place}.${field}`, reason.en);
    }
  }
}

type Say = (field: string, reason: string, line?: number) => void;

function parseJson(text: string, say: Say): { readonly value: unknown } | null {
  try {
    const value: unknown = JSON.parse(text);
    const repeated = repeatedMember(text);
    if (repeated === null) return { value };
    say(repeated, REPEATED.en, lineOf(linesOfJson(text), repeated));
    return null;
  } catch (error) {
    const message = (error as Error).message;
    const place = /line (\d+) column/.exec(message);
    const end = text.trimEnd().split('\n').length;
    say(
      'file',
      `is not JSON: ${message.replaceAll(/\s+/g, ' ')}`,
      Number(place?.[1] ?? (text.trim() === '' ? 1 : end)),
    );
    return null;
  }
}

/** The plans with where they stand in the file, in its order. */
function placedPlans({ plans }: ProgramFile, json: unknown): { plan: ProgramFile['plans'][number]; place: string }[] {
  const written = (json as { plans?: readonly { version: number }[] }).plans;
  if (written === undefined) return plans.map((plan) => ({ plan, place: 'plan' }));
  const waiting = [...plans];
  return written.flatMap(({ version }, index) => {
    const at = waiting.findIndex((plan) => plan.version === version);
    return waiting.splice(at, 1).map((plan) => ({ plan, place: `plans[${index}]` }));
  });
}
