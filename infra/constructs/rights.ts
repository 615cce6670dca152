import { canBeTried } from '../../functions/contract/route.ts';
import type { Route } from '../../functions/contract/routes.ts';
import type { SealedKind } from '../../functions/runtime/seal-context.ts';
import type { StepName, TaskName } from '../../functions/steps/machines.ts';
import { isShardTask, tasksOfStep } from '../../functions/steps/machines.ts';
import type { Needs } from './needs.ts';

/** A partner's are sealed by its own key, which is sealed itself; those to pay from, and old ones, as they are. */
const BANK_DETAILS: readonly SealedKind[] = ['partner-key', 'payee'];
const CONTACT: readonly SealedKind[] = ['partner-key', 'partner-contact'];

/** What each step does with the stores. Posting is the approval's, the (tax) and the payout's; nobody else writes the ledger. */
const stepNeeds: Readonly<Record<TaskName, Needs>> = {
  fit: { records: 'put', tracking: 'read' },
  seal: { records: 'put', tracking: 'read', blobs: 'put' },
  calculate: { records: 'put', blobs: 'put' },
  approve: { records: 'put', blobs: 'read' },
  'post-shard': { records: 'read', ledger: 'put', blobs: 'read' },
  close: { records: 'read', blobs: 'read' },
  'check-shard': { records: 'read', ledger: 'read', blobs: 'read' },
  'issue-shard': { records: 'put', ledger: 'put', blobs: 'put' },
  'end-close': { records: 'put', blobs: 'put', signing: 'sign' },
  payout: { records: 'put', tracking: 'read', ledger: 'put', blobs: 'read', opens: BANK_DETAILS },
  'approve-batch': { records: 'put', tracking: 'read', ledger: 'put', blobs: 'read', opens: BANK_DETAILS },
  'cancel-batch': { records: 'put', ledger: 'put' },
  'remit-batch': { records: 'put', ledger: 'put' },
  'import-results': { records: 'put', ledger: 'put' },
  'approve-exchange': { records: 'put', ledger: 'put' },
};

/** What a step changes stands in the audit log; what its shards make of it follows from that. */
export function taskNeeds(task: TaskName): Needs {
  return { ...stepNeeds[task], ...(isShardTask(task) ? {} : { audit: 'append' }) };
}

/** What a subscriber of ours does with the stores. */
export const subscriberNeeds: Readonly<Record<string, Needs>> = {
  'decide-conversion': { records: 'put', tracking: 'read' },
  'record-won-deal': { records: 'put', tracking: 'read' },
  'record-accepted-claim': { records: 'put', tracking: 'read' },
  'note-activity': { records: 'put', tracking: 'put' },
  'deliver-webhooks': { records: 'put', sendsWebhooks: true },
};

/** What time does by itself, by its file. */
export const scheduleNeeds = {
  'confirm-silent': { records: 'put' },
  'date-deals': { records: 'put' },
  'tend-programs': { records: 'put', salts: 'put' },
  'sweep-webhooks': { records: 'put' },
} as const satisfies Readonly<Record<string, Needs>>;

/** What is done to a batch is done by a step of payouts. */
const BATCH_STEPS: Readonly<Record<string, StepName>> = {
  approveBatch: 'approve-batch',
  cancelBatch: 'cancel-batch',
  remitBatch: 'remit-batch',
  importResults: 'import-results',
  importResultFile: 'import-results',
  approveExchange: 'approve-exchange',
};

/** A step of a settlement is started by its address, one of a batch by its name; both write with rights of their own. */
export function startedStep({ name, path }: Pick<Route, 'name' | 'path'>): StepName | null {
  const own = BATCH_STEPS[name];
  if (own !== undefined) return own;
  const step = /\/periods\/\{periodId\}\/(\w+)$/.exec(path)?.[1] ?? '';
  return Object.hasOwn(stepNeeds, step) ? (step as StepName) : null;
}

type Sealed = Pick<Needs, 'seals' | 'opens' | 'prints'>;

/** What gives bank details or writes a file of them, what tells or is told how to reach a person, what makes a secret, and what checks by one. */
const SEALED: Readonly<Record<string, Sealed>> = {
  draftPayee: { seals: ['partner-key'], opens: BANK_DETAILS, prints: true },
  draftPayerAccount: { seals: ['payee'], opens: ['payee'], prints: true },
  readRemittanceFile: { opens: BANK_DETAILS },
  readPartner: { opens: CONTACT },
  putPartnerProfile: { seals: ['partner-key'], opens: CONTACT },
  createWebhookEndpoint: { seals: ['webhook'] },
  rotateWebhookSecret: { seals: ['webhook'] },
  createConnector: { seals: ['connector'], prints: true },
  rotateConnectorSecret: { seals: ['connector'], prints: true },
  receiveStripe: { opens: ['connector'] },
  receiveShopify: { opens: ['connector'] },
  receiveSigned: { opens: ['connector'] },
};

/** What sends a webhook at once. */
const SENDS_WEBHOOKS: ReadonlySet<string> = new Set(['testWebhookEndpoint', 'replayWebhookDelivery']);

/** What looks into the ledger as it stands. */
const READS_LEDGER: ReadonlySet<string> = new Set([
  'exportBooks',
  'replayPeriod',
  'reviewPeriod',
  'readTrialBalance',
  'readJournal',
  'readAccountHistory',
  'reconcilePayouts',
  'erasePartner',
]);

/** What fits models, counts clicks or reads one, looks whether a partner's are a flood, and what tells of them why they earn nothing. */
const LOOKS_AT_CLICKS: ReadonlySet<string> = new Set([
  ...['compareModels', 'reviewPeriod'],
  ...['readStatistics', 'explainCommission', 'readClick'],
]);

/** What an administrator does that a conversion comes of, which is decided like any other. */
const DECIDES: ReadonlySet<string> = new Set(['winDeal', 'acceptClaim', 'retryConnectorMessage', 'importConnectorCsv']);

/** What is made of the code alone. */
const SAYS_WHAT_IT_IS: ReadonlySet<string> = new Set(['readOpenApi', 'readDocs', 'readDealForm']);

/** Whatever is posted may have its reply kept among the records. */
function writesRecords(route: Route): boolean {
  return route.method !== 'GET';
}

/** What looks into what is only ever added to: who did what, the days on which keys were used, whose data was erased. */
const READS_AUDIT: ReadonlySet<string> = new Set([
  ...['createApiKey', 'listApiKeys', 'readApiKey', 'rotateApiKey', 'revokeApiKey', 'readAuditLog'],
  ...['erasePartner', 'listErasures'],
]);

/** What an operation does with the stores; of all that speaks HTTP few look into the ledger, and none writes it. */
export function routeNeeds(route: Route): Needs {
  const { name, roles } = route;
  // Whoever calls with a key is noted, once a day; who changes something stands in the audit log.
  const audit = READS_AUDIT.has(name) ? 'put' : 'append';
  return { ...triedNeeds(route), ...ownNeeds(route), ...SEALED[name], ...(roles.length > 0 ? { audit } : {}) };
}

/** A dry run goes through the tasks of its step up to the first write, in the function of the operation: it reads what they read. */
function triedNeeds(route: Route): Needs {
  const step = startedStep(route);
  if (step === null || !canBeTried(route)) return {};
  return Object.assign({}, ...tasksOfStep(step).map((task) => readingOf(stepNeeds[task])));
}

function readingOf({ records, tracking, ledger, blobs, opens, signing }: Needs): Needs {
  return {
    ...(records === undefined ? {} : { records: 'read' }),
    ...(tracking === undefined ? {} : { tracking: 'read' }),
    ...(ledger === undefined ? {} : { ledger: 'read' }),
    ...(blobs === undefined ? {} : { blobs: 'read' }),
    ...(opens === undefined ? {} : { opens }),
    ...(signing === undefined ? {} : { signing: 'look' }),
  };
}

function ownNeeds(route: Route): Needs {
  const { name, audience } = route;
  const records = writesRecords(route) ? 'put' : 'read';
  switch (audience) {
    case 'track':
      return { records: 'read', tracking: 'put', salts: 'put' };
    case 'ingest':
      return {
        records,
        tracking: name === 'recordClick' || name === 'recordClicks' ? 'put' : 'read',
      };
    case 'admin':
      return {
        records,
        ...(name === 'rotateKey' ? { signing: 'look' } : {}),
        ...(READS_LEDGER.has(name) ? { ledger: 'read' } : {}),
        ...(SENDS_WEBHOOKS.has(name) ? { sendsWebhooks: true } : {}),
        ...(DECIDES.has(name) ? { tracking: 'read' } : {}),
      };
    case 'finance':
      return {
        records,
        blobs: 'read',
        ...(READS_LEDGER.has(name) ? { ledger: 'read' } : {}),
        ...(LOOKS_AT_CLICKS.has(name) ? { tracking: 'read' } : {}),
      };
    case 'public':
      return SAYS_WHAT_IT_IS.has(name) ? {} : { records: 'read' };
    case 'partner':
      return {
        records,
        blobs: 'read',
        ...(LOOKS_AT_CLICKS.has(name) ? { tracking: 'read' } : {}),
      };
  }
}
