import process from 'node:process';
import type { ZodError } from 'zod';
import { DomainError } from '../../domain/errors.ts';
import { checkStatement } from '../../domain/integrity/statement-integrity.ts';
import type { StatementJson } from '../../domain/integrity/statement-parts.ts';
import { signedPart, UNSIGNED_MEMBERS } from '../../domain/integrity/statement-parts.ts';
import { recomputed } from '../../domain/statement/recompute.ts';
import type { Language } from '../../domain/statement/text/words.ts';
import { formatInstant } from '../../domain/time.ts';
import { fieldErrors } from '../../functions/contract/field-errors.ts';
import { integritySchema, statementSchema } from '../../functions/contract/schemas/statement.ts';
import { sha256Bytes, verifyEd25519 } from '../../functions/runtime/ed25519.ts';
import { BadInput } from '../bad-input.ts';
import type { Command, Given, Streams } from '../command.ts';
import { languageOf } from '../explain/explain.ts';
import { readStatement } from '../read-statement.ts';
import type { Fault } from './fault-text.ts';
import { faultText } from './fault-text.ts';
import { readKeys } from './read-keys.ts';

export const verify: Command = {
  name: 'verify',
  summary:
    'check that a statement was not changed since the close and that its amounts come out, with a public key alone',
  usage: 'STATEMENT.json --key FILE [--lang ja|en] [--json]',
  help:
    'Reads a statement that was downloaded from the API and tells whether it is as it was signed, and if not, what was\n' +
    'changed, added, left out or put elsewhere. What is as it was signed is computed again: every amount, from what the\n' +
    'statement itself explains. Nobody is asked: all it needs is the file and the public key, in PEM, as a JWK, or as\n' +
    'GET /v1/merchants/MERCHANT/keys answers it. Ends with 0 when nothing was changed and all comes out, and with 1 if not.',
  options: {
    key: { type: 'string', isRequired: true, value: 'FILE', help: 'public key, got another way than the statement' },
    lang: { type: 'string', isRequired: false, value: 'ja|en', help: 'language; that of your terminal unless told' },
    json: { type: 'boolean', isRequired: false, value: '', help: 'print the verdict and every fault as JSON' },
  },
  positionals: { min: 1, max: 1 },
  run,
};

async function run(given: Given, { out }: Streams): Promise<number> {
  const [path = ''] = given.positionals;
  const language = languageOf(given.text('lang'), process.env);
  const keys = readKeys(given.text('key'));
  const statement = (await readStatement(path)) as unknown as StatementJson;
  const integrity = integrityIn(statement, path);
  const { root, leaf } = integrity;
  const [first] = keys;
  const key = keys.find(({ keyId }) => keyId === root.keyId) ?? first;
  if (key === undefined) throw new BadInput(`${given.text('key')}: holds no key`);
  const verifier = { sha256: sha256Bytes, verify: verifyEd25519, key };
  const changes = checkStatement(signedPart(statement), integrity, verifier);
  // What was changed since need not come out.
  const faults = changes.length > 0 ? changes : miscalculationsIn(statement, path);
  const { keyId, periodId, programId } = root;
  const signedAt = formatInstant(root.signedAt);
  const told = { partnerId: leaf.partnerId, programId, periodId, keyId, signedAt };
  const unsigned = unsignedIn(statement);
  if (given.flag('json')) {
    const verdict = faults.length === 0 ? 'intact' : changes.length > 0 ? 'altered' : 'miscalculated';
    out.write(`${JSON.stringify({ verdict, faults, ...told, unsigned }, null, 2)}\n`);
  } else out.write(verdictText(faults, { ...told, unsigned }, language));
  return faults.length === 0 ? 0 : 1;
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
  const read = statementSchema.safeParse(statement, { reportInput: true });
  if (!read.success) throw unreadable(read.error, `${path}: `);
  try {
    return recomputed(read.data);
  } catch (error) {
    if (error instanceof DomainError) throw new BadInput(`${path}: ${error.message}`);
    throw error;
  }
}

interface Told {
  readonly partnerId: string;
  readonly periodId: string;
  readonly keyId: string;
  readonly signedAt: string;
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
    changed: 'this is not what was signed.',
    miscalculated: 'this is what was signed, but amounts do not come out.',
  },
  ja: { changed: '署名時の内容と異なります。', miscalculated: '署名時のままですが、計算の合わない金額があります。' },
} as const;

function verdictText(faults: readonly Fault[], told: Told, language: Language): string {
  const { partnerId, periodId, keyId, signedAt } = told;
  const note = told.unsigned.length > 0 ? `${NOTES[language]}${told.unsigned.join(', ')}\n` : '';
  const which = `${partnerId} ${periodId}`;
  if (faults.length === 0) {
    return language === 'ja'
      ? `${which}: 改ざんはありません。${signedAt}に鍵${keyId}で署名されています。金額はすべて計算し直して一致しました。\n${note}`
      : `${which}: nothing was changed. Signed at ${signedAt} by the key ${keyId}. Every amount comes out again.\n${note}`;
  }
  const isChanged = faults.some(({ type }) => type !== 'miscalculated');
  return `${which}: ${HEADS[language][isChanged ? 'changed' : 'miscalculated']}\n${faults.map((fault) => `- ${faultText(fault, language)}\n`).join('')}`;
}
