import type { MerchantId, PartnerId, PeriodId, ProgramId } from '../../domain/ids.ts';
import type { DocumentFact, IssuedFact } from '../../domain/statement/confirmation.ts';
import type { Instant } from '../../domain/time.ts';
import type { RowPage } from './scope.ts';

/** What a list of statements shows; the document itself is kept with its run. */
export interface StatementHeader {
  readonly statementId: string;
  readonly programId: ProgramId;
  readonly partnerId: PartnerId;
  readonly periodId: PeriodId;
  readonly currency: string;
  readonly payableMinor: bigint;
  readonly payoutMinor: bigint;
  readonly issuedAt: Instant;
  readonly runId: string;
}

export interface StatementStore {
  putStatement(merchantId: MerchantId, header: StatementHeader): Promise<'created' | 'repeated'>;
  statement(merchantId: MerchantId, statementId: string): Promise<StatementHeader | null>;
  /** Newest period first. */
  statementsOfPartner(merchantId: MerchantId, partnerId: PartnerId): Promise<readonly StatementHeader[]>;
  /** The same, behind a position (`own-index.ts`). */
  statementsAfter(merchantId: MerchantId, partnerId: PartnerId, page: RowPage): Promise<readonly StatementHeader[]>;
}

/** Where documents are looked for: by day of issue, by total, or of one partner; bounds included, days as `YYYY-MM-DD`. */
export type DocumentPlace =
  | { readonly by: 'date'; readonly month: string; readonly from: string; readonly to: string }
  | {
      readonly by: 'amount';
      readonly year: string;
      readonly currency: string;
      readonly fromMinor: bigint;
      readonly toMinor: bigint;
    }
  | { readonly by: 'partner'; readonly partnerId: PartnerId; readonly from: string; readonly to: string };

/** A version that was issued, with its place in the index that found it. */
export interface IndexedDocument {
  readonly fact: IssuedFact;
  readonly position: string;
}

/** Silence confirms it about now. */
export interface DueDocument {
  readonly merchantId: MerchantId;
  readonly statementId: string;
}

/** What happens to statements after they are issued. Steps are added and never changed. */
export interface DocumentStore {
  /** False when another step has this place in the history already. Safe to repeat. */
  appendStep(merchantId: MerchantId, step: DocumentFact): Promise<boolean>;
  /** By sequence. */
  steps(merchantId: MerchantId, statementId: string): Promise<readonly DocumentFact[]>;
  /** In the order of the index, after a position. */
  indexed(
    merchantId: MerchantId,
    place: DocumentPlace,
    page: { readonly after: string | null; readonly limit: number },
  ): Promise<readonly IndexedDocument[]>;
  /** Of all merchants: documents with a deadline on a UTC day. */
  dueOn(day: string): Promise<readonly DueDocument[]>;
}
