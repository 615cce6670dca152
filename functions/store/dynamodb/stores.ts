import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { parseClickId } from '../../tracking/click-id.ts';
import type { BlobStore } from '../blob-store.ts';
import { blobProofs } from '../runs/blob-proofs.ts';
import { blobRuns } from '../runs/blob-runs.ts';
import type { Stores } from '../store.ts';
import { dynamoAdjustments } from './adjustments.ts';
import { dynamoApiKeys, dynamoKeyUses } from './api-keys.ts';
import { dynamoAudit } from './audit.ts';
import { dynamoClaims } from './claims.ts';
import { dynamoClicks } from './clicks.ts';
import { dynamoConnectors } from './connectors.ts';
import { dynamoConversions } from './conversions.ts';
import { dynamoDeals } from './deals.ts';
import { dynamoDocuments } from './documents.ts';
import { dynamoErasures, dynamoPartnerKeys } from './erasures.ts';
import { dynamoLedger } from './ledger.ts';
import { dynamoPartners } from './partners.ts';
import { dynamoPayees } from './payees.ts';
import { dynamoPayouts } from './payouts.ts';
import { dynamoPrograms } from './programs.ts';
import { dynamoReplies } from './replies.ts';
import { dynamoRoots } from './roots.ts';
import { sdkClient } from './sdk-client.ts';
import { dynamoSettlements } from './settlements.ts';
import { dynamoSnapshots } from './snapshots.ts';
import { dynamoStatements } from './statements.ts';
import type { TableNames } from './table.ts';
import { TRACKING_DAYS } from './table.ts';
import type { TableClient } from './table-client.ts';
import { dynamoTaxes } from './taxes.ts';
import { dynamoWebhooks } from './webhooks.ts';

export interface DynamoSettings {
  readonly client: DynamoDBDocumentClient;
  /** By which items are put and read; absent: by the SDK, as what is put together is. */
  readonly direct?: TableClient | undefined;
  readonly tables: TableNames;
  /** Documents are not items: files on a laptop, S3 in AWS. */
  readonly blobs: BlobStore;
  /** With it a click of ours costs one write; every host of the same tables must have the same. */
  readonly clickIdKey?: Uint8Array;
  readonly trackingDays?: number;
}

/** Stores on the five DynamoDB tables. */
export function dynamoStores(settings: DynamoSettings): Stores {
  const { tables, blobs, clickIdKey, trackingDays } = settings;
  const client = settings.direct ?? sdkClient(settings.client);
  const beside = { client: settings.client, name: tables.audit };
  const tracking = { client, name: tables.tracking, audit: beside };
  const audit = { client, name: tables.audit };
  const records = { client, name: tables.records, audit: beside };
  return {
    runs: blobRuns(blobs),
    programs: dynamoPrograms(records),
    partners: dynamoPartners(records),
    clicks: dynamoClicks(tracking, {
      parse: (clickId) => (clickIdKey === undefined ? null : parseClickId(clickIdKey, clickId)),
      days: trackingDays ?? TRACKING_DAYS,
      salts: { client, name: tables.salts },
    }),
    conversions: dynamoConversions(records),
    settlements: dynamoSettlements(records),
    ledger: dynamoLedger({ client, name: tables.ledger }),
    adjustments: dynamoAdjustments(records),
    statements: dynamoStatements(records),
    documents: dynamoDocuments(records),
    payees: dynamoPayees(records),
    payouts: dynamoPayouts(records),
    snapshots: dynamoSnapshots(records),
    roots: dynamoRoots(records),
    proofs: blobProofs(blobs),
    blobs,
    taxes: dynamoTaxes(records),
    replies: dynamoReplies(records),
    deals: dynamoDeals(records),
    claims: dynamoClaims(records),
    webhooks: dynamoWebhooks(records),
    connectors: dynamoConnectors(records),
    apiKeys: dynamoApiKeys(records),
    keyUses: dynamoKeyUses(audit),
    audit: dynamoAudit(audit),
    partnerKeys: dynamoPartnerKeys(records),
    erasures: dynamoErasures({ ...audit, audit: beside }),
  };
}
