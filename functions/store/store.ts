import type { BlobStore } from './blob-store.ts';
import type { ConnectorStore } from './connector-store.ts';
import type { DealStore } from './deal-store.ts';
import type { ClickStore, ConversionStore } from './fact-store.ts';
import type { ProofStore, RootStore } from './integrity-store.ts';
import type { AdjustmentStore, LedgerStore } from './ledger-store.ts';
import type { PayeeStore, PayoutStore } from './payout-store.ts';
import type { PartnerStore, ProgramStore, SnapshotStore } from './program-store.ts';
import type { ReplyStore } from './reply-store.ts';
import type { RunStore } from './run-store.ts';
import type { SettlementStore } from './settlement-store.ts';
import type { DocumentStore, StatementStore } from './statement-store.ts';
import type { TaxStore } from './tax-store.ts';
import type { WebhookStore } from './webhook-store.ts';

export interface Stores {
  readonly runs: RunStore;
  readonly programs: ProgramStore;
  readonly partners: PartnerStore;
  readonly clicks: ClickStore;
  readonly conversions: ConversionStore;
  readonly settlements: SettlementStore;
  readonly ledger: LedgerStore;
  readonly adjustments: AdjustmentStore;
  readonly statements: StatementStore;
  readonly documents: DocumentStore;
  readonly payees: PayeeStore;
  readonly payouts: PayoutStore;
  readonly snapshots: SnapshotStore;
  readonly roots: RootStore;
  readonly proofs: ProofStore;
  readonly blobs: BlobStore;
  readonly taxes: TaxStore;
  readonly replies: ReplyStore;
  readonly deals: DealStore;
  readonly webhooks: WebhookStore;
  readonly connectors: ConnectorStore;
}
