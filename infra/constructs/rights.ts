import type { Route } from '../../functions/contract/routes.ts';
import type { StepName } from '../../functions/steps/machines.ts';
import type { Needs } from './needs.ts';

/** What each step does with the stores. Posting is the approval's, the close's (tax) and the payout's; nobody else writes the ledger. */
export const stepNeeds: Readonly<Record<StepName, Needs>> = {
  fit: { records: 'put', tracking: 'read' },
  seal: { records: 'put', tracking: 'read', blobs: 'put' },
  calculate: { records: 'put', blobs: 'put' },
  approve: { records: 'put', ledger: 'put', blobs: 'read' },
  close: { records: 'put', ledger: 'put', blobs: 'read' },
  payout: { records: 'put', ledger: 'put', blobs: 'read' },
};

/** What a subscriber of ours does with the stores. */
export const subscriberNeeds: Readonly<Record<string, Needs>> = {
  'decide-conversion': { records: 'put', tracking: 'read' },
};

/** What of finance writes a record at once instead of starting a step. */
const WRITES: ReadonlySet<string> = new Set([
  'rejectPeriod',
  'rejectDispute',
  'correctStatement',
  'confirmSilent',
  'decideOpenings',
  'draftOpenings',
  'rejectAdjustment',
  'approveAdjustment',
  'draftAdjustment',
  'confirmTaxProfile',
  'refuseTaxProfile',
  'putPayer',
  'putProgramPayer',
  'proposeTaxRow',
  'approveTaxRow',
  'refuseTaxRow',
]);

/** What an operation does with the stores; of all that speaks HTTP only a replay looks into the ledger, and none writes it. */
export function routeNeeds({ name, audience, method }: Route): Needs {
  switch (audience) {
    case 'track':
      return { records: 'read', tracking: 'put' };
    case 'ingest':
      return name === 'recordClick' ? { records: 'read', tracking: 'put' } : { records: 'put', tracking: 'read' };
    case 'admin':
      return { records: method === 'GET' ? 'read' : 'put' };
    case 'finance':
      return {
        records: WRITES.has(name) ? 'put' : 'read',
        blobs: 'read',
        ...(name === 'replayPeriod' ? { ledger: 'read' } : {}),
        ...(name === 'compareModels' ? { tracking: 'read' } : {}),
      };
    case 'partner':
      return { records: method === 'GET' ? 'read' : 'put', blobs: 'read' };
  }
}
