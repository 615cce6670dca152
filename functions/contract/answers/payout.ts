import * as z from 'zod';
import { RELEASE_REASONS } from '../../../domain/payout/screening.ts';
import { answer, dailyRate, day, decimal, decision, hash, id, instant, money, next, note, period } from './answer.ts';
import { sendingTerms } from './sending-terms.ts';

const scheme = z.enum(['zengin', 'sepa', 'nacha']);
const amounts = { payable: money, tax: money, withholding: money, grossUp: money, net: money, transfer: money };
const rate = dailyRate.nullable();

/** The payment of a statement, as its partner is told of it. */
export const statementPayment = z
  .object({
    status: z.enum(['waiting', 'approved', 'remitted', 'confirmed', 'returned']),
    rate,
    approvedAt: instant.nullable(),
    remittedAt: instant.nullable(),
    confirmedAt: instant.nullable(),
    ...amounts,
  })
  .nullable()
  .meta({
    description:
      'Null before it is approved, and where the program pays elsewhere; `transfer` is in the currency of the account',
  });

const payoutStatus = z.enum(['draft', 'approved', 'remitted', 'confirmed', 'returned', 'cancelled']);

const payee = z
  .object({
    owner: z.string(),
    revision: z.int(),
    status: z.enum(['draft', 'approved', 'rejected']),
    account: z.object({ scheme, bank: z.string(), account: z.string(), holder: z.string() }),
    sending: sendingTerms.nullable(),
    ...decision,
    payableFrom: instant.nullable(),
    sharedWith: z.array(z.string()).optional(),
  })
  .meta({ id: 'Payee', description: 'Bank details, masked' });

const release = z
  .object({
    by: z.string(),
    at: instant,
    reasonCode: z.enum(RELEASE_REASONS),
    note: z.string(),
    signs: z.array(z.string()),
  })
  .nullable()
  .meta({ description: 'Who said that it may be paid in spite of these signs of abuse; null: nobody had to' });

/** Signs of abuse, as they hold a payout and as the review of a month lists them. */
export const screeningSigns = [
  z.object({ code: z.literal('screening.shared-payee'), partnerIds: z.array(id) }),
  z.object({
    code: z.enum(['screening.refund-rate', 'screening.click-flood', 'screening.fast-conversions']),
    rate: decimal,
    limit: decimal,
  }),
  z.object({ code: z.literal('screening.self-referral'), conversionIds: z.array(id) }),
  z.object({ code: z.literal('screening.repeated-clicks'), limit: z.int() }),
] as const;

const reason = z.discriminatedUnion('code', [
  z.object({ code: z.literal('payee.changed'), until: instant }),
  screeningSigns[0].extend({ until: instant }),
  screeningSigns[1].extend({ until: instant }),
  screeningSigns[2].extend({ until: instant }),
  screeningSigns[3].extend({ until: instant }),
  z.object({ code: z.literal('needs-review'), note: z.string() }),
  z.object({ code: z.literal('payee.not-encodable'), note: z.string() }),
  z.object({ code: z.literal('rate.missing'), from: z.string(), to: z.string(), on: day }),
  z.object({
    code: z.enum(['payee.missing', 'payee.not-corrected', 'tax.profile-missing', 'amount.not-positive']),
  }),
]);

const payout = z.object({
  payoutId: id,
  periodId: period,
  partnerId: id,
  status: payoutStatus,
  attempt: z.int(),
  batchId: id.nullable(),
  rate,
  payeeRevision: z.int().nullable(),
  reasons: z.array(reason),
  released: release,
  clearedAt: instant.nullable().meta({ description: 'Since when nothing holds it that something held; else null' }),
  daysToPayment: z.int().nullable(),
  needsReview: z.array(note),
  paid: z
    .object({
      paymentId: id,
      paidOn: day,
      kind: z.string(),
      withholdingKind: z.string(),
      base: money,
      ruleRows: z.array(z.string()),
    })
    .nullable(),
  isPosted: z.boolean(),
  draftedAt: instant,
  approvedAt: instant.nullable(),
  remittedAt: instant.nullable(),
  confirmedAt: instant.nullable(),
  returned: z.object({ at: instant, reason: z.string(), payeeRevision: z.int().nullable() }).nullable(),
  cancelledAt: instant.nullable(),
  cost: money.nullable().meta({ description: "What the bank really took for it, in the program's currency" }),
  ...amounts,
});

const findings = z.array(
  z.object({
    record: z.int(),
    reason: z.string(),
    severity: z.enum(['reject', 'warn']),
    partnerId: id.nullable(),
  }),
);
const file = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('encoded'),
    format: z.string(),
    fileName: z.string(),
    sha256: hash,
    bytes: z.int(),
    findings,
  }),
  z.object({ outcome: z.literal('refused'), findings }),
]);

const batchMembers = {
  number: z.string(),
  valueDate: day,
  payerRevision: z.int().nullable(),
  writtenAt: instant,
  file,
  batchId: id,
  periodId: period,
  scheme,
  status: z.enum(['draft', 'approved', 'remitted', 'cancelled']),
  rate,
  due: z.object({ nominal: day, actual: day }),
  contentHash: hash,
  draftedBy: z.string(),
  draftedAt: instant,
  approvedBy: z.string().nullable(),
  approvedAt: instant.nullable(),
  remittedBy: z.string().nullable(),
  remittedAt: instant.nullable(),
  cancelledBy: z.string().nullable(),
  cancelledAt: instant.nullable(),
  exchange: z
    .object({
      paid: money,
      booked: money.meta({ description: 'What its paid transfers stand in the books for' }),
      gain: money.meta({ description: 'Booked less paid; a loss is negative' }),
      transfer: money.meta({ description: "The sum of its paid transfers, in the payees' currency" }),
      count: z.int(),
      date: day,
      reference: z.string(),
      contentHash: hash,
      draftedBy: z.string(),
      approvedBy: z.string().nullable(),
    })
    .nullable()
    .meta({ description: 'What the transfers really cost; null: in no other currency, or nobody has said' }),
  currency: z.string(),
  transferCurrency: z.string(),
  count: z.int(),
  totals: z.object(amounts),
};
const batch = z
  .object({
    ...batchMembers,
    items: z.array(
      z.object({
        reference: z.string(),
        needsReview: z.array(note),
        payoutId: id,
        periodId: period,
        partnerId: id,
        attempt: z.int(),
        payeeRevision: z.int(),
        released: release,
        ...amounts,
      }),
    ),
  })
  .meta({ id: 'Batch' });

const age = z.enum(['0-7', '8-30', '>30']);
const parked = z
  .object({
    parkedId: id,
    date: day,
    of: z.enum(['transfer', 'block', 'message']),
    key: z.string(),
    outcome: z.enum(['confirmed', 'returned', 'rejected']),
    why: z.enum(['unknown', 'other-amount', 'not-remitted', 'contradicts', 'said-otherwise', 'account-changed']),
    reasonCode: z.string(),
    reason: z.string(),
    amount: money.nullable(),
    parkedAt: instant,
    parkedBy: z.string(),
    settled: z.object({ at: instant, by: z.string(), note: z.string() }).nullable(),
  })
  .meta({ id: 'ParkedResult', description: 'A result of a bank that fits no transfer' });
const counts = { confirmed: z.int(), returned: z.int(), waiting: z.int() };

const stepProblems = ['program.not-found', 'batch.not-found', 'batch.wrong-status', 'batch.moved-on', 'step.gave-up'];
const moved = [...stepProblems, 'payout.moved-on'];
const exchangeProblems = ['exchange.same-currency', 'exchange.waiting', 'exchange.nothing-paid'];

const etag = 'The last version there is, for If-Match';

/** What is answered about bank details, payouts and their batches. */
export const payoutAnswers = {
  draftPayee: answer({
    body: payee,
    headers: { etag },
    problems: ['partner.not-found', 'partner.erased', 'payee.draft-waiting', 'payee.moved-on', 'payee.edited'],
  }),
  listPayees: answer({
    body: z.object({ payees: z.array(payee), next }),
    headers: { etag },
    problems: ['partner.not-found'],
  }),
  decidePayee: answer({
    body: payee,
    problems: ['payee.not-found', 'payee.decided', 'payee.moved-on', 'partner.erased', 'approval.same-person'],
  }),
  draftPayerAccount: answer({
    body: payee,
    headers: { etag },
    problems: ['program.not-found', 'payee.draft-waiting', 'payee.moved-on', 'payee.edited'],
  }),
  listPayerAccounts: answer({
    body: z.object({ payerAccounts: z.array(payee), next }),
    headers: { etag },
    problems: ['program.not-found'],
  }),
  decidePayerAccount: answer({
    body: payee,
    problems: ['program.not-found', 'payee.not-found', 'payee.decided', 'payee.moved-on', 'approval.same-person'],
  }),
  readRemittanceFile: answer({
    body: null,
    forms: ['application/octet-stream', 'text/plain', 'application/xml'],
    headers: { 'content-digest': 'SHA-256 of the file, as it was approved' },
    problems: [
      'program.not-found',
      'batch.not-found',
      'batch.wrong-status',
      'remittance.changed',
      'partner.erased',
      'document.too-large',
    ],
  }),
  listPayouts: answer({ body: z.object({ payouts: z.array(payout), next }), problems: ['program.not-found'] }),
  releasePayout: answer({
    body: payout,
    problems: ['program.not-found', 'payout.not-found', 'payout.not-screened', 'payout.moved-on'],
  }),
  listBatches: answer({
    body: z.object({ batches: z.array(z.object(batchMembers)), next }),
    problems: ['program.not-found'],
  }),
  readBatch: answer({ body: batch, problems: ['program.not-found', 'batch.not-found'] }),
  approveBatch: answer({
    body: batch,
    problems: [
      ...moved,
      'approval.same-person',
      'batch.changed',
      'batch.stale',
      'batch.empty',
      'batch.not-encodable',
      'remittance.changed',
      'payout.too-late',
    ],
  }),
  cancelBatch: answer({ body: batch, problems: moved }),
  remitBatch: answer({ body: batch, problems: [...moved, 'remittance.other-file'] }),
  importResults: answer({
    body: z.object(counts),
    problems: [...moved, 'results.invalid', 'results.contradict'],
  }),
  importResultFile: answer({
    body: z.object({
      batches: z.array(z.object({ batchId: id, ...counts })),
      parked: z.array(parked),
      passedOver: z.array(z.object({ record: z.int(), key: z.string(), what: z.string(), isPending: z.boolean() })),
    }),
    problems: [...moved, 'results.invalid', 'results.unreadable', 'results.contradict'],
  }),
  draftExchange: answer({
    body: batch,
    problems: [...stepProblems, ...exchangeProblems, 'exchange.booked', 'currency.mismatch', 'date.invalid'],
  }),
  approveExchange: answer({
    body: batch,
    problems: [...moved, ...exchangeProblems, 'exchange.not-drafted', 'exchange.changed', 'approval.same-person'],
  }),
  settleParked: answer({ body: parked, problems: ['program.not-found', 'parked.not-found', 'parked.settled'] }),
  reconcilePayouts: answer({
    body: z.object({
      totals: z.array(
        z.object({
          currency: z.string(),
          payouts: z.int(),
          approved: money,
          confirmed: money,
          open: money,
          unexplained: money,
          byAge: z.object({ '0-7': money, '8-30': money, '>30': money }),
        }),
      ),
      open: z.array(
        z.object({
          payoutId: id,
          periodId: period,
          partnerId: id,
          batchId: id.nullable(),
          status: payoutStatus,
          days: z.int(),
          age,
          currency: z.string().optional(),
          transfer: money,
          inPayout: money,
          unexplained: money,
        }),
      ),
      parked: z.array(parked.extend({ days: z.int(), age })),
    }),
    forms: ['text/csv'],
    problems: ['program.not-found', 'batch.not-found'],
  }),
};
