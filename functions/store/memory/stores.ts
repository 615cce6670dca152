import { blobProofs } from '../runs/blob-proofs.ts';
import { memoryRuns } from '../runs/memory-runs.ts';
import type { Stores } from '../store.ts';
import { memoryAdjustments } from './adjustments.ts';
import { memoryApiKeys, memoryKeyUses } from './api-keys.ts';
import { memoryAudit } from './audit.ts';
import { memoryBlobs } from './blobs.ts';
import { memoryClaims } from './claims.ts';
import { memoryClicks } from './clicks.ts';
import { memoryConnectors } from './connectors.ts';
import { memoryConversions } from './conversions.ts';
import { memoryDeals } from './deals.ts';
import { memoryDocuments } from './documents.ts';
import { memoryErasures, memoryPartnerKeys } from './erasures.ts';
import { memoryLedger } from './ledger.ts';
import { memoryPartners } from './partners.ts';
import { memoryPayees } from './payees.ts';
import { memoryPayouts } from './payouts.ts';
import { memoryPrograms } from './programs.ts';
import { memoryReplies } from './replies.ts';
import { memoryRoots } from './roots.ts';
import { memorySettlements } from './settlements.ts';
import { memorySnapshots } from './snapshots.ts';
import { memoryStatements } from './statements.ts';
import { memoryTaxes } from './taxes.ts';
import { memoryWebhooks } from './webhooks.ts';

/** Stores that live as long as the process: for the command line and for tests. */
export function memoryStores(): Stores {
  const blobs = memoryBlobs();
  return {
    runs: memoryRuns(),
    programs: memoryPrograms(),
    partners: memoryPartners(),
    clicks: memoryClicks(),
    conversions: memoryConversions(),
    settlements: memorySettlements(),
    ledger: memoryLedger(),
    adjustments: memoryAdjustments(),
    statements: memoryStatements(),
    documents: memoryDocuments(),
    payees: memoryPayees(),
    payouts: memoryPayouts(),
    snapshots: memorySnapshots(),
    roots: memoryRoots(),
    proofs: blobProofs(blobs),
    blobs,
    taxes: memoryTaxes(),
    replies: memoryReplies(),
    deals: memoryDeals(),
    claims: memoryClaims(),
    webhooks: memoryWebhooks(),
    connectors: memoryConnectors(),
    apiKeys: memoryApiKeys(),
    keyUses: memoryKeyUses(),
    audit: memoryAudit(),
    partnerKeys: memoryPartnerKeys(),
    erasures: memoryErasures(),
  };
}
