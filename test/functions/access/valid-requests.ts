import type { RouteName } from '../../../functions/contract/routes.ts';
import type { Json } from '../../support/app.ts';
import { aConversion, aLine, aPlan, aProgram, aReversal } from '../../support/shop.ts';
import { payerBody, taxRowBody } from '../../support/tax-bodies.ts';

/** What an operation is asked for in the shop of `a-shop-with-everything.ts`, so that nothing is wrong with it but perhaps who asks. */
export interface ValidRequest {
  readonly query?: string;
  readonly body?: Json;
  /** The body as it goes over the wire, instead of `body`. */
  readonly rawBody?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** What is asked for is the shop's, although the path names none of it: whoever sees less is told 404. */
  readonly namesPartner?: true;
}

const JPY = { currency: 'JPY' };
const yen = (amount: string): Json => ({ amount, ...JPY });
const line = aLine({ amount: yen('1000') });
const anyVersion = { 'if-match': '*' };
const HASH = '0'.repeat(64);

export const account = {
  scheme: 'zengin',
  bankCode: '0005',
  branchCode: '123',
  accountType: 'ordinary',
  accountNumber: '1234567',
  holder: 'サクラ',
};

export const taxProfile = {
  from: '2026-10-01',
  entityKind: 'individual',
  legalName: '山田太郎',
  address: '東京都千代田区1-1',
  country: 'JP',
  consumptionTax: 'not-registered',
  employees: 'none',
  isFreelance: true,
};

export const taxRow = { ...taxRowBody, id: 'row_1' };

export const adjustment = {
  adjustmentId: 'adj_1',
  partnerId: 'ptn_1',
  amount: yen('-750'),
  effectiveAt: '2026-10-05T00:00:00Z',
  reason: 'fee',
  text: 'Cost of returned goods',
};

export const openings = {
  importId: 'imp_1',
  csv: 'partner_id,held,held_until,payable,currency\nptn_1,40,2026-12-15T00:00:00Z,12,JPY',
};

export const draftPlan = aPlan({ version: 2, effectiveFrom: '2027-01-01' });

export const endpoint = { endpointId: 'hook_1', url: 'https://shop.example.com/webhooks' };

export const deal = { kind: 'deal', companyName: 'Sample', amount: yen('1200000') };

export const claim = {
  kind: 'missing-conversion',
  order: '#1001',
  occurredAt: '2026-10-20T00:00:00Z',
  text: 'it is not in my list',
};

export const connector = { name: 'shop', kind: 'shopify', secret: 'shpss_0123456789abcdef' };

export const apiKey = { name: 'Order system', role: 'ingest' };

/** The places in the paths: everything of the first partner. */
export const PLACES: Readonly<Record<string, string>> = {
  merchantId: 'mer_1',
  programId: 'prg_1',
  periodId: '2026-10',
  partnerId: 'ptn_1',
  version: '2',
  conversionId: 'a',
  clickId: 'clk_0',
  reversalId: 'rev_0',
  statementId: 'prg_1:2026-10:ptn_1',
  adjustmentId: 'adj_1',
  importId: 'imp_1',
  rowId: 'row_1',
  batchId: '2026-10-zengin-1',
  revision: '1',
  decision: 'approval',
  linkId: 'lnk_1',
  messageId: 'msg_1',
  parkedId: 'prk_1',
  year: '2026',
  month: '2026-10',
  endpointId: 'hook_1',
  eventId: 'evt_1',
  keyId: 'key_1',
  code: 'AUTUMN',
  date: '2026-10-01',
  from: 'USD',
  to: 'JPY',
};

/** The program that moves in and has not closed a period yet. */
const movingIn = { programId: 'prg_2' };

/** Places that are not the same in all paths. */
export const OWN_PLACES: Partial<Record<RouteName, Readonly<Record<string, string>>>> = {
  confirmTaxProfile: { version: '1' },
  refuseTaxProfile: { version: '1' },
  discardDraft: { version: '4' },
  draftOpenings: movingIn,
  readOpenings: movingIn,
  decideOpenings: { ...movingIn, decision: 'approve' },
  removeWebhookEndpoint: { endpointId: 'hook_2' },
  revokeApiKey: { keyId: 'key_2' },
  erasePartner: { partnerId: 'ptn_7' },
};

const SINGLE = {
  recordClick: {
    body: { clickId: 'clk_1', occurredAt: '2026-10-31T00:00:00Z', visitorId: 'vis_1', partnerId: 'ptn_1' },
  },
  recordConversion: { body: aConversion({ ...JPY, conversionId: 'c', lines: [line] }) },
  recordReversal: { body: aReversal({ conversionId: 'a', amount: yen('100') }) },
  recordWonDeal: {
    body: { dealId: 'd', partnerId: 'ptn_1', occurredAt: '2026-10-31T00:00:00Z', ...JPY, lines: [line] },
  },
  createProgram: { body: aProgram({ id: 'prg_9' }) },
  publishPlan: { body: aPlan({ version: 3, effectiveFrom: '2027-02-01' }) },
  saveDraft: { body: draftPlan, headers: anyVersion },
  discardDraft: { headers: anyVersion },
  publishDraft: { headers: anyVersion },
  recordRate: { body: { date: '2026-11-01', from: 'USD', to: 'JPY', rate: '150' } },
  createPartner: { body: { partnerId: 'ptn_9', name: 'Nine', kind: 'affiliate' } },
  enroll: { body: { partnerId: 'ptn_1', status: 'active', joinedAt: '2026-01-01T00:00:00Z' } },
  changeTerms: { body: { from: '2027-01-01T00:00:00+09:00', status: 'active' } },
  createLink: { body: { linkId: 'lnk_9', partnerId: 'ptn_1', destination: 'https://shop.example.com/' } },
  createCoupon: { body: { code: 'SAVE10', partnerId: 'ptn_1' } },
  rejectPeriod: { body: { reason: 'the refunds are missing' } },
  compareModels: { body: { models: [{ model: 'last-touch' }] } },
  simulatePlan: { body: { from: '2026-10', to: '2026-10', version: 1 } },
  reviewConversion: { body: { outcome: 'approved' } },
  reviewConversions: { body: { decisions: [{ conversionId: 'a', outcome: 'approved' }] } },
  draftAdjustment: { body: adjustment },
  draftOpenings: { body: openings },
  listLinks: { query: 'partnerId=ptn_1', namesPartner: true },
  listCoupons: { query: 'partnerId=ptn_1', namesPartner: true },
  readStatistics: { query: 'partnerId=ptn_1&from=2026-10-01&to=2026-10-31', namesPartner: true },
  listConversions: { query: 'partnerId=ptn_1&from=2026-10-01&to=2026-10-31', namesPartner: true },
  putPartnerProfile: { body: { displayName: 'One', websites: ['https://one.example.com/'] }, headers: anyVersion },
  listStatements: { query: 'partnerId=ptn_1', namesPartner: true },
  confirmStatement: { body: { version: 1 } },
  disputeStatement: { body: { version: 1, text: 'an order is missing' } },
  rejectDispute: { body: { version: 1, reason: 'it is there' } },
  correctStatement: { body: { version: 1, reason: 'another address' } },
  searchDocuments: { query: 'partnerId=ptn_1', namesPartner: true },
  downloadDocuments: { query: 'partnerId=ptn_1', namesPartner: true },
  putTaxProfile: { body: taxProfile },
  putPayer: { body: payerBody },
  putProgramPayer: { body: payerBody },
  proposeTaxRow: { body: { ...taxRow, id: 'row_2' } },
  draftPayee: { body: account },
  draftPayerAccount: {
    body: { ...account, accountNumber: '7654321', sending: { clientCode: '1234567890', bankName: 'ミズホ' } },
  },
  createWebhookEndpoint: { body: { ...endpoint, endpointId: 'hook_3' } },
  changeWebhookEndpoint: { body: { url: endpoint.url }, headers: anyVersion },
  removeWebhookEndpoint: { headers: anyVersion },
  rotateWebhookSecret: { body: {}, headers: anyVersion },
  approveBatch: { body: { contentHash: HASH } },
  remitBatch: { body: { fileHash: HASH } },
  importResults: { body: { date: '2026-11-30', results: [] } },
  draftExchange: { body: { paid: yen('7550'), date: '2026-11-05', reference: 'FX-7731' } },
  approveExchange: { body: { contentHash: HASH } },
  importResultFile: {
    query: 'format=csv&date=2026-11-05',
    rawBody: 'key,outcome,reasonCode,reason,amount,currency\n99999999/1,confirmed,,家賃,88000,JPY\n',
    headers: { 'content-type': 'application/octet-stream' },
  },
  releasePayout: { body: { reasonCode: 'investigated', note: 'the two shops are of one family' } },
  settleParked: { body: { note: 'the rent of the office' } },
  registerDeal: { body: { reference: 'A-002', partnerId: 'ptn_1', ...deal }, namesPartner: true },
  importDeals: { body: { csv: 'reference,kind,company\nA-003,lead,Another\n' } },
  listDeals: { query: 'partnerId=ptn_1', namesPartner: true },
  reviseDeal: { body: deal, headers: anyVersion },
  extendDeal: { body: { reason: 'the board meets in March' }, headers: anyVersion },
  withdrawDeal: { body: { reason: 'mistake' }, headers: anyVersion },
  approveDeal: { body: {}, headers: anyVersion },
  rejectDeal: { body: { reason: 'not-qualified' }, headers: anyVersion },
  moveDeal: { body: { owner: 'usr_1' }, headers: anyVersion },
  winDeal: { body: { occurredAt: '2026-11-01T15:00:00Z', ...JPY, lines: [line] }, headers: anyVersion },
  loseDeal: { body: { reason: 'price' }, headers: anyVersion },
  createApiKey: { body: { ...apiKey, keyId: 'key_3' } },
  rotateApiKey: { body: {}, headers: anyVersion },
  revokeApiKey: { body: { reason: 'it leaked' } },
  erasePartner: { body: { reasonCode: 'person-asked', text: 'Request 2026-017' } },
  fileClaim: { body: { reference: 'C-002', partnerId: 'ptn_1', ...claim }, namesPartner: true },
  listClaims: { query: 'partnerId=ptn_1', namesPartner: true },
  reviseClaim: { body: { ...claim, text: 'see the mail' }, headers: anyVersion },
  withdrawClaim: { headers: anyVersion },
  takeUpClaim: { headers: anyVersion },
  acceptClaim: {
    body: { sale: { occurredAt: '2026-10-20T00:00:00Z', ...JPY, lines: [line] } },
    headers: anyVersion,
  },
  rejectClaim: { body: { reason: 'not-found' }, headers: anyVersion },
  createConnector: { body: connector },
  importConnectorCsv: { body: { csv: 'id\n' } },
  changeConnector: { body: { account: 'shop.myshopify.com' } },
  rotateConnectorSecret: { body: { secret: 'another secret'.replaceAll(' ', '-').repeat(2) } },
  readJournal: { query: 'format=ledger' },
  readAccountHistory: { query: `account=${encodeURIComponent('partner/ptn_1/payable')}` },
} satisfies Partial<Record<RouteName, ValidRequest>>;

const many = ({ body }: ValidRequest, others: Json): ValidRequest => ({ body: { items: [{ ...body, ...others }] } });

/** What goes with the address; an operation that is not here wants nothing. */
export const REQUESTS: Partial<Record<RouteName, ValidRequest>> = {
  ...SINGLE,
  recordClicks: many(SINGLE.recordClick, { clickId: 'clk_2' }),
  recordConversions: many(SINGLE.recordConversion, { conversionId: 'e' }),
  recordReversals: many(SINGLE.recordReversal, { reversalId: 'ref_2' }),
  createPartners: many(SINGLE.createPartner, { partnerId: 'ptn_8' }),
  enrollPartners: many(SINGLE.enroll, { partnerId: 'ptn_8' }),
  createLinks: many(SINGLE.createLink, { linkId: 'lnk_8' }),
  createCoupons: many(SINGLE.createCoupon, { code: 'SAVE20' }),
};
