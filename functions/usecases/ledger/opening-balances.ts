import { createHash } from 'node:crypto';
import { DomainError } from '../../../domain/errors.ts';
import { canonical } from '../../../domain/integrity/canonical.ts';
import type { OpeningBalance } from '../../../domain/ledger/adjustment.ts';
import { parseAmount } from '../../../domain/money/amount.ts';
import type { Program } from '../../../domain/partner/program.ts';
import type { Language, Sentence } from '../../../domain/said.ts';
import { SETTLEMENT_STATUS_JA } from '../../../domain/settlement/settlement.ts';
import type { Fault } from '../../contract/refusal.ts';
import { Refusal } from '../../contract/refusal.ts';
import { parseInstant, whyNoInstant } from '../../contract/schemas/instant.ts';
import { shown } from '../../contract/shown.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { MoneyDraft, OpeningsContent } from '../../store/ledger-store.ts';
import type { Scope } from '../../store/scope.ts';
import { csvReader } from '../csv-reader.ts';
import { programOf } from '../terms/load-terms.ts';
import { decidedDraft } from './adjustment.ts';

export type OpeningsDraft = MoneyDraft<OpeningsContent>;

interface SeenOpenings {
  readonly scope: Scope;
  /** The hash of what the caller saw, `*` for any, nothing when it did not say. */
  readonly seen?: string | null | undefined;
}

/** A hash of the balances and their decision: another one when anything of it changes. */
export function openingsHash(draft: OpeningsDraft): string {
  return createHash('sha256').update(canonical(draft)).digest('hex').slice(0, 32);
}

function requireSeen(draft: OpeningsDraft | null, seen: string | null): void {
  if (seen === null || (draft !== null && (seen === '*' || seen === openingsHash(draft)))) return;
  throw new DomainError('opening.edited', {
    en: 'the balances are not those that If-Match names; read them again',
    ja: '移行時残高がIf-Matchの指すものと異なります。もう一度読み込んでください。',
  });
}

const COLUMNS = ['partner_id', 'held', 'held_until', 'payable', 'currency'] as const;

/**
 * Drafts the balances that a program takes over, all in one import: a draft may be replaced by another one until it is
 * approved, and nothing is taken over once a period is closed.
 */
export async function draftOpenings(
  deps: Deps,
  command: SeenOpenings & { readonly importId: string; readonly csv: string; readonly by: string },
): Promise<OpeningsDraft> {
  const { scope, importId, csv, by, seen = null } = command;
  const program = await programOf(deps, scope);
  await refuseAfterClose(deps, scope);
  const enrolled = new Set((await deps.stores.partners.enrollments(scope)).map(({ partnerId }) => partnerId));
  const content = { importId, rows: rowsOf(csv, { importId, program, enrolled }) };
  const stored = await deps.stores.adjustments.openings(scope);
  if (stored !== null && stored.status !== 'rejected' && canonical(stored.content) === canonical(content)) {
    if (stored.status === 'approved' || stored.draftedBy === by) return stored;
  }
  if (stored?.status === 'approved') {
    throw new DomainError('opening.approved', {
      en: `import ${stored.content.importId} is approved already`,
      ja: `取込み${stored.content.importId}は承認済みです`,
    });
  }
  requireSeen(stored, seen);
  const undecided = { status: 'draft', decidedBy: null, decidedAt: null } as const;
  const draft: OpeningsDraft = { content, draftedBy: by, draftedAt: deps.now(), ...undecided };
  if (await deps.stores.adjustments.advanceOpenings(scope, stored, draft)) return draft;
  return await draftOpenings(deps, command);
}

/** Approves the import that is named, as another person than its author, or rejects it. */
export async function decideOpenings(
  deps: Deps,
  command: SeenOpenings & {
    readonly importId: string;
    readonly by: string;
    readonly outcome: 'approved' | 'rejected';
  },
): Promise<OpeningsDraft> {
  const { scope, importId, by, outcome, seen = null } = command;
  const draft = await readOpenings(deps, scope);
  if (draft.content.importId !== importId) throw unknown(importId);
  const decided = decidedDraft(draft, {
    name: { en: `import ${importId}`, ja: `取込み${importId}` },
    by,
    outcome,
    at: deps.now(),
  });
  if (decided === draft) return draft;
  requireSeen(draft, seen);
  await refuseAfterClose(deps, scope);
  if (await deps.stores.adjustments.advanceOpenings(scope, draft, decided)) return decided;
  return await decideOpenings(deps, command);
}

/** The import of a program as it stands. */
export async function readOpenings(deps: Deps, scope: Scope): Promise<OpeningsDraft> {
  await programOf(deps, scope);
  const draft = await deps.stores.adjustments.openings(scope);
  if (draft === null) throw unknown(null);
  return draft;
}

function unknown(importId: string | null): DomainError {
  const message =
    importId === null
      ? { en: 'no balances were drafted', ja: '移行時残高は起案されていません' }
      : { en: `no import is called ${importId}`, ja: `取込み${importId}は見つかりません` };
  return new DomainError('opening.not-found', message);
}

async function refuseAfterClose({ stores }: Deps, scope: Scope): Promise<void> {
  const closed = (await stores.settlements.settlements(scope)).find(({ status }) => status !== 'open');
  if (closed === undefined) return;
  throw new DomainError('opening.too-late', {
    en: `${closed.periodId} is ${closed.status}: balances are taken over before the first period is sealed`,
    ja: `${closed.periodId}は「${SETTLEMENT_STATUS_JA[closed.status]}」です。移行時残高は最初の期間の締め処理前に取り込んでください。`,
  });
}

interface Known {
  readonly importId: string;
  readonly program: Program;
  readonly enrolled: ReadonlySet<string>;
}

/** The rows of the table; all that is wrong is told at once, by line and column. */
function rowsOf(csv: string, known: Known): readonly OpeningBalance[] {
  const errors: Fault[] = [];
  const [header, ...lines] = tableOf(csv.replace(/^\uFEFF/, ''), errors);
  const columns = header?.cells.join(',') ?? '';
  if (columns !== COLUMNS.join(',')) {
    throw new Refusal(
      'request.invalid',
      {
        en: `csv:1: the header must be ${COLUMNS.join(',')}`,
        ja: `csv:1: 見出し行は${COLUMNS.join(',')}にしてください`,
      },
      [
        {
          field: 'csv',
          reason: {
            en: `line 1 must be ${COLUMNS.join(',')}, got ${shown(columns)}`,
            ja: `1行目は${COLUMNS.join(',')}にしてください（入力値: ${shown(columns, 'ja')}）`,
          },
        },
      ],
    );
  }
  if (lines.length === 0 && errors.length === 0)
    errors.push({
      field: 'csv',
      reason: { en: 'must have a row below its header', ja: '見出し行の下に1行以上のデータが必要です' },
    });
  const seen = new Set<string>();
  const rows = lines.map(({ cells, line }) => {
    const fault = (column: string, reason: Sentence): void => {
      errors.push({ field: `csv[${line}].${column}`, reason });
    };
    return rowOf(cells, known, seen, fault);
  });
  if (errors.length > 0) {
    const all = (language: Language) => errors.map(({ field, reason }) => `${field}: ${reason[language]}`);
    throw new Refusal('request.invalid', { en: all('en').join('; '), ja: all('ja').join('、') }, errors);
  }
  return rows;
}

interface TableRow {
  readonly cells: readonly string[];
  readonly line: number;
}

function tableOf(csv: string, errors: Fault[]): readonly TableRow[] {
  const rows: TableRow[] = [];
  const reader = csvReader(
    {
      row: (cells, line) => rows.push({ cells: cells.map((cell) => cell.trim()), line }),
      broken: (line, reason) => errors.push({ field: `csv[${line}]`, reason }),
    },
    1,
  );
  reader.write(csv);
  reader.end();
  return rows;
}

function rowOf(
  cells: readonly string[],
  { importId, program, enrolled }: Known,
  seen: Set<string>,
  fault: (column: string, reason: Sentence) => void,
): OpeningBalance {
  if (cells.length !== COLUMNS.length)
    fault('row', {
      en: `must have ${COLUMNS.length} columns, got ${cells.length}`,
      ja: `${COLUMNS.length}列にしてください（入力値: ${cells.length}列）`,
    });
  const [partnerId = '', held = '', until = '', payable = '', currency = ''] = cells;
  if (!enrolled.has(partnerId))
    fault('partner_id', {
      en: `is not enrolled in the program, got "${partnerId}"`,
      ja: `プログラムに参加していないパートナーです（入力値: "${partnerId}"）`,
    });
  if (seen.has(partnerId))
    fault('partner_id', { en: `is there twice: "${partnerId}"`, ja: `"${partnerId}"が2回出てきます` });
  seen.add(partnerId);
  if (currency !== program.currency)
    fault('currency', {
      en: `must be ${program.currency}, got "${currency}"`,
      ja: `${program.currency}を指定してください（入力値: "${currency}"）`,
    });
  const minorOf = (column: string, text: string): bigint => {
    try {
      return text === '' ? 0n : parseAmount(text, program.currency);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      fault(column, error.said);
      return 0n;
    }
  };
  const heldMinor = minorOf('held', held);
  const payableMinor = minorOf('payable', payable);
  if (heldMinor < 0n)
    fault('held', { en: `must not be negative, got ${held}`, ja: `0以上にしてください（入力値: ${held}）` });
  const heldUntil = until === '' ? null : parseInstant(until);
  if (heldUntil === null && (heldMinor > 0n || until !== '')) fault('held_until', whyNoInstant(until));
  return { importId, partnerId, heldMinor, heldUntil: heldMinor > 0n ? heldUntil : null, payableMinor };
}
