import { Broken, DomainError } from '../errors.ts';
import type { PartnerId, PeriodId, ProgramId } from '../ids.ts';
import type { Sentence } from '../said.ts';
import type { Instant } from '../time.ts';
import { DAY_MS, formatInstant } from '../time.ts';
import type { DocumentCorrection } from './document.ts';

/** Days after which silence confirms a document where nothing else was agreed. */
export const CONFIRM_DAYS = 14;

/** How a partner confirmed (消費税法30条9項3号): on a terminal, by telling us, or by telling nothing in the agreed days. */
export type Confirmed = 'explicit' | 'notice' | 'silence';

/** What happened to a document, in the order in which it happened. Nothing of it is ever changed. */
export type DocumentStep = { readonly version: number; readonly at: Instant; readonly by: string | null } & (
  | {
      readonly kind: 'issued';
      readonly confirmBy: Instant;
      /** Business date of the issue, by which it is found. */
      readonly issuedOn: string;
      readonly totalMinor: bigint;
      /** Tax owed from earlier documents when it was issued. */
      readonly taxCarriedMinor: bigint;
      readonly transferMinor: bigint;
      /** The day on which both agreed that silence confirms, and the day of payment, as they were when it was issued. */
      readonly agreedOn: string | null;
      readonly plannedOn: string | null;
      readonly correction: DocumentCorrection | null;
    }
  | { readonly kind: 'confirmed'; readonly means: Confirmed }
  | { readonly kind: 'disputed'; readonly text: string; readonly lines: readonly string[] }
  | { readonly kind: 'rejected'; readonly reason: string; readonly confirmBy: Instant }
);

/** A step as it is recorded: of which statement, and which place in its history. */
export type DocumentFact = DocumentStep & {
  readonly statementId: string;
  readonly programId: ProgramId;
  readonly partnerId: PartnerId;
  readonly periodId: PeriodId;
  readonly currency: string;
  /** From 1. */
  readonly sequence: number;
};

/** That a version was issued. */
export type IssuedFact = DocumentFact & { readonly kind: 'issued' };

/** Where a document stands. A rejected dispute leaves it issued, with a deadline of its own. */
export interface DocumentState {
  readonly issued: IssuedFact;
  readonly status: 'issued' | 'confirmed-explicit' | 'confirmed-by-notice' | 'confirmed-by-silence' | 'disputed';
  readonly confirmBy: Instant;
  readonly sequence: number;
}

const CONFIRMED = {
  explicit: 'confirmed-explicit',
  notice: 'confirmed-by-notice',
  silence: 'confirmed-by-silence',
} as const satisfies Record<Confirmed, DocumentState['status']>;

/** Where the latest version stands after these steps, or null where nothing was issued. */
export function documentState(steps: readonly DocumentFact[]): DocumentState | null {
  return steps.reduce<DocumentState | null>(afterStep, null);
}

function afterStep(state: DocumentState | null, step: DocumentFact): DocumentState {
  const { sequence } = step;
  if (step.kind === 'issued') return { issued: step, status: 'issued', confirmBy: step.confirmBy, sequence };
  if (state === null) throw new Broken('document.not-issued', `${step.statementId} begins with ${step.kind}`);
  if (step.kind === 'confirmed') return { ...state, status: CONFIRMED[step.means], sequence };
  if (step.kind === 'disputed') return { ...state, status: 'disputed', sequence };
  return { ...state, status: 'issued', confirmBy: step.confirmBy, sequence };
}

/** Whether nobody said anything against it until its deadline, so that silence is to confirm it. */
export function isOverdue({ status, confirmBy }: DocumentState, now: Instant): boolean {
  return status === 'issued' && now >= confirmBy;
}

/** The instant from which silence has confirmed what is issued now; a day has 24 hours. */
export function confirmByOf(at: Instant, days: number): Instant {
  return at + days * DAY_MS;
}

/** What somebody wants to do with the version of a document that they have seen. */
export type DocumentCommand =
  | { readonly kind: 'confirm'; readonly version: number; readonly means: Confirmed }
  | { readonly kind: 'dispute'; readonly version: number; readonly text: string; readonly lines: readonly string[] }
  | { readonly kind: 'reject'; readonly version: number; readonly reason: string }
  | {
      readonly kind: 'correct';
      readonly version: number;
      readonly reason: string;
      readonly adjustments: readonly string[];
    };

interface Context {
  readonly at: Instant;
  readonly by: string | null;
  readonly confirmBy: Instant;
  /** The business date of `at`. */
  readonly on: string;
}

/** The step that a command makes, null where it changes nothing any more, or a refusal. */
export function decideDocument(state: DocumentState, command: DocumentCommand, context: Context): DocumentFact | null {
  const { issued, status } = state;
  const { at, by, confirmBy, on } = context;
  if (command.version !== issued.version) {
    throw new DomainError(
      'document.superseded',
      {
        en: `version ${command.version} is not the latest of ${issued.statementId}, which is ${issued.version}; look again`,
        ja: `${issued.statementId}の版${command.version}は最新ではありません。最新の版${issued.version}を確認してください。`,
      },
      { field: 'version' },
    );
  }
  const { statementId, programId, partnerId, periodId, currency } = issued;
  const own = { statementId, programId, partnerId, periodId, currency, sequence: state.sequence + 1, at, by };
  const version = issued.version;
  switch (command.kind) {
    case 'confirm':
      if (isConfirmed(status)) return null;
      if (command.means === 'silence' && (status === 'disputed' || at < state.confirmBy)) return null;
      return { ...own, version, kind: 'confirmed', means: command.means };
    case 'dispute':
      if (isConfirmed(status))
        throw wrong(state, {
          en: 'can be disputed no more: ask for a correction',
          ja: '異議を申し立てられません。訂正を依頼してください。',
        });
      if (status === 'disputed')
        throw wrong(state, { en: 'is disputed already', ja: '既に異議が申し立てられています。' });
      if (isOverdue(state, at))
        throw wrong(state, {
          en: `was to be disputed before ${formatInstant(state.confirmBy)}, and silence confirms it: ask for a correction`,
          ja: `${formatInstant(state.confirmBy)}までに異議の申立てがなく、確認があったものとみなされます。訂正を依頼してください。`,
        });
      return { ...own, version, kind: 'disputed', text: command.text, lines: command.lines };
    case 'reject':
      if (status !== 'disputed') throw wrong(state, { en: 'is not disputed', ja: '異議は申し立てられていません。' });
      return { ...own, version, kind: 'rejected', reason: command.reason, confirmBy };
    case 'correct': {
      const { totalMinor, taxCarriedMinor, transferMinor, agreedOn, plannedOn } = issued;
      const correction = { adjustments: command.adjustments, reason: command.reason, version };
      const kept = { totalMinor, taxCarriedMinor, transferMinor, agreedOn, plannedOn };
      return { ...own, ...kept, version: version + 1, kind: 'issued', confirmBy, issuedOn: on, correction };
    }
  }
}

function isConfirmed(status: DocumentState['status']): boolean {
  return status !== 'issued' && status !== 'disputed';
}

const STATUS_JA: Readonly<Record<DocumentState['status'], string>> = {
  issued: '確認待ち',
  'confirmed-explicit': '確認済み',
  'confirmed-by-notice': '確認済み（通知による）',
  'confirmed-by-silence': '確認済み（期間経過による）',
  disputed: '異議申立て中',
};

function wrong({ issued, status }: DocumentState, what: Sentence): DomainError {
  return new DomainError('document.wrong-status', {
    en: `${issued.statementId} version ${issued.version} is ${status}: it ${what.en}`,
    ja: `${issued.statementId}の版${issued.version}は「${STATUS_JA[status]}」です。${what.ja}`,
  });
}
