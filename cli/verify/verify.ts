import process from 'node:process';
import type { ZodError } from 'zod';
import { DomainError } from '../../domain/errors.ts';
import type { PeriodRoot } from '../../domain/integrity/period-root.ts';
import { checkStatement } from '../../domain/integrity/statement-integrity.ts';
import type { StatementJson } from '../../domain/integrity/statement-parts.ts';
import { signedPart, UNSIGNED_MEMBERS } from '../../domain/integrity/statement-parts.ts';
import { recomputed } from '../../domain/statement/recompute.ts';
import type { Language } from '../../domain/statement/text/words.ts';
import { formatInstant } from '../../domain/time.ts';
import { fieldErrors, PARSING } from '../../functions/contract/field-errors.ts';
import { integritySchema, statementSchema } from '../../functions/contract/schemas/statement.ts';
import { sha256Bytes, verifyEd25519 } from '../../functions/runtime/ed25519.ts';
import { BadInput } from '../bad-input.ts';
import type { Command, Given, Streams } from '../command.ts';
import { languageOf } from '../explain/explain.ts';
import { readStatement } from '../read-statement.ts';
import type { Fault } from './fault-text.ts';
import { faultText } from './fault-text.ts';
import type { TrustedKey } from './read-keys.ts';
import { readKeys } from './read-keys.ts';

export const verify: Command = {
  name: 'verify',
  summary:
    'check that a statement was not changed since the close and that its amounts come out, with a public key alone',
  usage: 'STATEMENT.json [--key FILE] [--lang ja|en] [--json]',
  help:
    'Reads a statement that was downloaded from the API and tells whether it is as it was signed, and if not, what was\n' +
    'changed, added, left out or put elsewhere. What is as it was signed is computed again: every amount, from what the\n' +
    'statement itself explains. Nobody is asked: all it needs is the file and the public key, in PEM, as a JWK, or as\n' +
    'GET /v1/merchants/MERCHANT/keys answers it. Without --key, as for a statement that nobody signed, the amounts are\n' +
    'computed again, and who wrote them is not asked. Ends with 0 when nothing is wrong and with 1 when something is.',
  options: {
    key: { type: 'string', isRequired: false, value: 'FILE', help: 'public key, got another way than the statement' },
    lang: { type: 'string', isRequired: false, value: 'ja|en', help: 'language; that of your terminal unless told' },
    json: { type: 'boolean', isRequired: false, value: '', help: 'print the verdict and every fault as JSON' },
  },
  positionals: { min: 1, max: 1 },
  run,
};

async function run(given: Given, { out }: Streams): Promise<number> {
  const [path = ''] = given.positionals;
  const language = languageOf(given.text('lang'), process.env);
  const keys = given.text('key') === '' ? null : readKeys(given.text('key'));
  const statement = await readStatement(path);
  const json = statement as unknown as StatementJson;
  const integrity = keys === null && json['integrity'] === undefined ? null : integrityIn(json, path);
  const key = keys === null || integrity === null ? null : keyOf(integrity.root, keys);
  const verifier = { sha256: sha256Bytes, verify: verifyEd25519, key };
  const changes = integrity === null ? [] : checkStatement(signedPart(json), integrity, verifier);
  // What was changed since need not come out.
  const faults = changes.length > 0 ? changes : miscalculationsIn(json, path);
  const verdict = faults.length === 0 ? (key === null ? 'unproven' : 'intact') : verdictOf(faults);
  const { partnerId } = integrity?.leaf ?? { partnerId: statement.partner.id };
  const { periodId, programId } = integrity?.root ?? { periodId: statement.period.id, programId: statement.program.id };
  const told = { partnerId, programId, periodId, ...signedBy(integrity?.root, key) };
  const unsigned = key === null ? [] : unsignedIn(json);
  if (given.flag('json')) out.write(`${JSON.stringify({ verdict, faults, ...told, unsigned }, null, 2)}\n`);
  else out.write(verdictText({ verdict, faults, unsigned, ...told }, language));
  return faults.length === 0 ? 0 : 1;
}

const verdictOf = (faults: readonly Fault[]): 'altered' | 'miscalculated' =>
  faults.some(({ type }) => type !== 'miscalculated') ? 'altered' : 'miscalculated';

/** Of the keys that are trusted the one that the root names, or any, which then is told to be another. */
function keyOf({ keyId }: PeriodRoot, keys: readonly TrustedKey[]): TrustedKey | null {
  return keys.find((key) => key.keyId === keyId) ?? keys[0] ?? null;
}

function signedBy(root: PeriodRoot | undefined, key: TrustedKey | null) {
  return root === undefined || key === null ? {} : { keyId: root.keyId, signedAt: formatInstant(root.signedAt) };
}

function integrityIn(statement: StatementJson, path: string) {
  if (statement['integrity'] === undefined) {
    throw new BadInput(`${path}: integrity: there is none; calculate signs with --sign, and a host what it closes`);
  }
  const read = integritySchema.safeParse(statement['integrity']);
  if (read.success) return read.data;
  throw unreadable(read.error, `${path}: integrity.`);
}

function unreadable(problem: ZodError, before: string): BadInput {
  const [error] = fieldErrors(problem);
  return new BadInput(`${before}${error?.field}: ${error?.reason}`);
}

function miscalculationsIn(statement: StatementJson, path: string): readonly Fault[] {
  const read = statementSchema.safeParse(statement, PARSING);
  if (!read.success) throw unreadable(read.error, `${path}: `);
  try {
    return recomputed(read.data);
  } catch (error) {
    if (error instanceof DomainError) throw new BadInput(`${path}: ${error.message}`);
    throw error;
  }
}

interface Told {
  readonly verdict: 'intact' | 'unproven' | 'altered' | 'miscalculated';
  readonly faults: readonly Fault[];
  readonly partnerId: string;
  readonly periodId: string;
  readonly keyId?: string;
  readonly signedAt?: string;
  readonly unsigned: readonly string[];
}

/** What a later version of the document may say otherwise, by its path. */
function unsignedIn({ document }: StatementJson): readonly string[] {
  if (typeof document !== 'object' || document === null) return [];
  return UNSIGNED_MEMBERS.filter((name) => name in document).map((name) => `document.${name}`);
}

const NOTES = {
  en: 'Not signed, since later versions of a document change it: ',
  ja: '次の項目は文書の版ごとに変わるため、署名の対象外です：',
} as const;

const HEADS = {
  en: {
    altered: 'this is not what was signed.',
    miscalculated: 'amounts do not come out.',
    unproven: 'every amount comes out again. No signature was checked, for want of --key.',
  },
  ja: {
    altered: '署名時の内容と異なります。',
    miscalculated: '計算の合わない金額があります。',
    unproven: '金額はすべて計算し直して一致しました。鍵（--key）がないため、署名は確認していません。',
  },
} as const;

function verdictText({ verdict, faults, unsigned, ...told }: Told, language: Language): string {
  const { partnerId, periodId, keyId, signedAt } = told;
  const note = unsigned.length > 0 ? `${NOTES[language]}${unsigned.join(', ')}\n` : '';
  const which = `${partnerId} ${periodId}`;
  if (verdict !== 'intact') {
    return `${which}: ${HEADS[language][verdict]}\n${faults.map((fault) => `- ${faultText(fault, language)}\n`).join('')}`;
  }
  return language === 'ja'
    ? `${which}: 改ざんはありません。${signedAt}に鍵${keyId}で署名されています。金額はすべて計算し直して一致しました。\n${note}`
    : `${which}: nothing was changed. Signed at ${signedAt} by the key ${keyId}. Every amount comes out again.\n${note}`;
}
