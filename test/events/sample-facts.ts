import type { EventType } from '../../events/catalogue.ts';
import type { Envelope } from '../../events/envelope.ts';
import { envelopesOf, tamperedEnvelope } from '../../events/envelope.ts';
import type { Entity, Fact, FactOf } from '../../events/fact.ts';

const ours = { merchantId: 'mer_sakura', programId: 'prg_tea' };
const at = (text: string): number => Date.parse(text);
const recordedAt = at('2026-10-01T00:30:00.250Z');
const decidedBy = { decidedBy: 'sato@example.jp', decidedAt: at('2026-10-21T01:00:00Z') };
const proposedBy = { draftedBy: 'hana@example.jp', draftedAt: at('2026-10-20T02:00:00Z') };
const draftedAndDecided = { draftedBy: 'finance@example.jp', draftedAt: at('2026-10-20T02:00:00Z'), ...decidedBy };

type Several = 'entry' | 'document' | 'payee' | 'payout' | 'deal' | 'claim' | 'adjustment' | 'openings';

/** One stored fact of every kind, as it would be in a merchant's tables. */
export const sampleFacts: {
  readonly [E in Exclude<Entity, Several>]: FactOf<E>;
} & {
  readonly entry: readonly FactOf<'entry'>[];
  readonly document: readonly FactOf<'document'>[];
  readonly adjustment: readonly FactOf<'adjustment'>[];
  readonly openings: readonly FactOf<'openings'>[];
  readonly payee: readonly FactOf<'payee'>[];
  readonly payout: readonly FactOf<'payout'>[];
  readonly deal: readonly FactOf<'deal'>[];
  readonly claim: readonly FactOf<'claim'>[];
} = {
  claim: [
    claimStep(1, 'hana@example.jp', {
      kind: 'filed',
      reference: 'C-001',
      content: {
        kind: 'missing-conversion',
        order: '#1001',
        occurredAt: at('2026-10-01T03:00:00Z'),
        expected: { amountMinor: 3_300n, currency: 'JPY' },
        clickId: null,
        text: '注文確認メールを添付します',
        evidence: [{ name: '注文確認メール.pdf', location: 's3://evidence/1', sha256: 'ab'.repeat(32) }],
      },
      answerBy: at('2026-10-15T01:00:00Z'),
    }),
    claimStep(2, 'sato@example.jp', { kind: 'taken-up' }),
    claimStep(3, null, { kind: 'escalated' }),
    claimStep(4, 'sato@example.jp', {
      kind: 'accepted',
      sale: {
        kind: 'sale',
        occurredAt: at('2026-10-01T03:00:00Z'),
        currency: 'JPY',
        customerId: null,
        country: 'JP',
        lines: [
          {
            lineId: '1',
            productId: 'tea',
            category: null,
            quantity: 1,
            amountMinor: 3_300n,
            taxMinor: 300n,
            shippingMinor: 0n,
          },
        ],
        metadata: { order: '#1001' },
      },
    }),
    claimStep(5, 'sato@example.jp', { kind: 'rejected', reason: 'not-found', text: null }),
    claimStep(6, 'hana@example.jp', { kind: 'withdrawn' }),
  ],
  deal: [
    dealStep(1, 'hana@example.jp', {
      kind: 'registered',
      reference: 'A-001',
      content: {
        kind: 'deal',
        companyName: '株式会社サンプル商事',
        domain: 'sample.co.jp',
        country: 'JP',
        expected: { amountMinor: 1_200_000n, currency: 'JPY' },
        expectedCloseOn: '2026-12-20',
        parts: [
          { partnerId: 'ptn_hana', share: '0.6' },
          { partnerId: 'ptn_sora', share: '0.4' },
        ],
        attachments: [],
        notes: '来週デモ予定',
      },
      stage: 'qualified',
      decideBy: at('2026-10-05T00:00:00Z'),
    }),
    dealStep(2, null, { kind: 'escalated' }),
    dealStep(3, 'sato@example.jp', { kind: 'approved', protectedUntil: at('2027-01-03T00:00:00Z'), judgements: [] }),
    dealStep(4, 'hana@example.jp', {
      kind: 'extended',
      protectedUntil: at('2027-04-03T00:00:00Z'),
      reason: 'お客様の稟議が来期になったため',
    }),
    dealStep(5, 'sato@example.jp', {
      kind: 'won',
      won: {
        occurredAt: at('2026-10-06T03:00:00Z'),
        currency: 'JPY',
        customerId: 'cus_1',
        country: 'JP',
        lines: [
          {
            lineId: '1',
            productId: 'suite',
            category: null,
            quantity: 1,
            amountMinor: 1_100_000n,
            taxMinor: 100_000n,
            shippingMinor: 0n,
          },
        ],
        metadata: {},
      },
      parts: [{ partnerId: 'ptn_hana', share: '1' }],
    }),
    dealStep(6, 'sato@example.jp', {
      kind: 'rejected',
      reason: 'already-registered',
      text: '10月1日に登録済みです。',
      inFavourOf: 'deal_0',
    }),
    dealStep(7, 'sato@example.jp', { kind: 'lost', reason: 'competitor', text: null }),
    dealStep(8, null, { kind: 'expired' }),
    dealStep(9, 'hana@example.jp', { kind: 'withdrawn', reason: 'mistake', text: '別の会社でした' }),
  ],
  snapshot: {
    ...ours,
    entity: 'snapshot',
    recordedAt,
    value: {
      snapshotId: '5f2b1c0d9e8a47634f2b1c0d9e8a4763',
      programId: ours.programId,
      window: { from: at('2026-08-31T15:00:00Z'), to: at('2026-09-30T15:00:00Z') },
      journeys: { converting: 3, nonConverting: 5, paths: 4 },
      inputHash: 'b1946ac92492d2347c6235b4d2611184b1946ac92492d2347c6235b4d2611184',
      snapshot: {
        model: 'markov',
        order: 2,
        shares: [
          { partnerId: 'ptn_hana', shareWeight: 750_000_000_000_000n },
          { partnerId: 'ptn_sora', shareWeight: 250_000_000_000_000n },
        ],
        warnings: [],
      },
    },
  },
  click: {
    ...ours,
    entity: 'click',
    recordedAt,
    value: {
      clickId: 'clk_1',
      occurredAt: at('2026-10-01T00:30:00Z'),
      visitorId: 'vis_1',
      partnerId: 'ptn_hana',
      linkId: 'lnk_spring',
      isBot: false,
      source: 'Q2hhcmFjdGVycyBvZiAxMg',
    },
  },
  conversion: {
    ...ours,
    entity: 'conversion',
    recordedAt,
    value: {
      conversionId: 'order-1001',
      occurredAt: at('2026-10-02T03:04:05Z'),
      kind: 'sale',
      currency: 'JPY',
      visitorId: 'vis_1',
      customerId: 'cus_1',
      coupon: 'SAVE10',
      country: 'JP',
      partnerId: null,
      clickId: 'clk_1',
      lines: [
        {
          lineId: '1',
          productId: 'sencha',
          category: 'tea',
          quantity: 2,
          amountMinor: 3300n,
          taxMinor: 300n,
          shippingMinor: 0n,
        },
        {
          lineId: '2',
          productId: null,
          category: null,
          quantity: 1,
          amountMinor: 550n,
          taxMinor: 50n,
          shippingMinor: 500n,
        },
      ],
      metadata: { store: 'kyoto' },
    },
  },
  reversal: {
    ...ours,
    entity: 'reversal',
    recordedAt,
    value: {
      reversalId: 'refund-7',
      conversionId: 'order-1001',
      lineId: '1',
      occurredAt: at('2026-10-09T00:00:00Z'),
      cause: 'refund',
      amountMinor: 1650n,
      currency: 'JPY',
      quantity: 1,
    },
  },
  review: {
    ...ours,
    entity: 'review',
    recordedAt,
    value: {
      conversionId: 'order-1001',
      outcome: 'rejected',
      reasonCode: 'cancelled',
      by: 'usr_finance',
      at: at('2026-10-20T00:00:00Z'),
    },
  },
  overdueReview: {
    ...ours,
    entity: 'overdueReview',
    recordedAt,
    value: { conversionId: 'order-1001', deadline: at('2026-10-20T00:00:00Z') },
  },
  program: {
    ...ours,
    entity: 'program',
    recordedAt,
    value: {
      ...ours,
      name: 'さくら茶舗 partners',
      currency: 'JPY',
      timezone: 'Asia/Tokyo',
      attribution: {
        model: { name: 'position-based', weights: { first: '0.4', middle: '0.2', last: '0.4' } },
        lookbackDays: 30,
        minSecondsToConvert: 0,
        clickDedupeSeconds: 60,
        coupon: 'wins',
      },
      settlement: { period: 'month', thresholdMinor: 5000n },
      tracking: { allowedHosts: ['shop.example.com'], clickIdParameter: 'bpid' },
      noticeDays: 30,
    },
  },
  plan: {
    ...ours,
    entity: 'plan',
    recordedAt,
    value: {
      version: 1,
      effectiveFrom: '2026-10-01',
      rounding: 'half-even',
      base: { includeTax: false, includeShipping: false },
      holdDays: 30,
      rules: [
        { id: 'tea', when: { category: ['tea'] }, pay: { rate: '0.08' } },
        { id: 'base', when: {}, pay: { rate: '0.05' }, months: 12 },
      ],
      shares: [{ id: 'label', rate: '0.30', among: [{ partner: 'ptn_hana', weight: '2' }], when: {} }],
      bonuses: [
        {
          id: 'b1',
          metric: 'base',
          window: 'month',
          reaches: '500000',
          pay: { flat: { amount: '5000', currency: 'JPY' } },
        },
      ],
      overrides: { rates: ['0.10'], of: 'commission' },
    },
  },
  rate: {
    ...ours,
    entity: 'rate',
    recordedAt,
    value: { date: '2026-10-01', from: 'USD', to: 'JPY', rate: '149.25' },
  },
  partner: {
    merchantId: ours.merchantId,
    programId: null,
    entity: 'partner',
    recordedAt,
    value: { partnerId: 'ptn_hana', name: '花 (Hana)', kind: 'creator', country: 'JP', customerIds: ['cus_hana'] },
  },
  enrollment: {
    ...ours,
    entity: 'enrollment',
    recordedAt,
    value: {
      partnerId: 'ptn_hana',
      joinedAt: at('2026-09-30T15:00:00Z'),
      endedAt: null,
      terms: { status: 'active', tier: 'gold', segment: null, recruitedBy: 'ptn_ken' },
    },
  },
  termsChange: {
    ...ours,
    entity: 'termsChange',
    recordedAt,
    value: {
      partnerId: 'ptn_hana',
      from: at('2026-10-15T15:00:00Z'),
      value: { status: 'active', tier: 'platinum', segment: 'volume', recruitedBy: 'ptn_ken' },
    },
  },
  link: {
    ...ours,
    entity: 'link',
    recordedAt,
    value: {
      linkId: 'lnk_spring',
      programId: ours.programId,
      partnerId: 'ptn_hana',
      destination: 'https://shop.example.com/spring',
    },
  },
  coupon: {
    ...ours,
    entity: 'coupon',
    recordedAt,
    value: { code: 'SAVE10', partnerId: 'ptn_hana', validFrom: at('2026-09-30T15:00:00Z'), validTo: null },
  },
  decision: {
    ...ours,
    entity: 'decision',
    recordedAt,
    value: {
      conversionId: 'order-1001',
      revision: 1,
      currency: 'JPY',
      planVersion: 1,
      holdUntil: at('2026-11-01T03:04:05Z'),
      attribution: {
        outcome: 'attributed',
        basis: 'model',
        model: 'linear',
        note: null,
        credits: [
          { partnerId: 'ptn_hana', creditWeight: 4n },
          { partnerId: 'ptn_ken', creditWeight: 2n },
        ],
        touchpoints: [
          { type: 'click', id: 'clk_1', occurredAt: at('2026-10-01T00:30:00Z'), partnerId: 'ptn_hana' },
          { type: 'click', id: 'clk_2', occurredAt: at('2026-10-01T09:00:00Z'), partnerId: 'ptn_ken' },
        ],
        refused: [],
      },
      waitsFor: null,
      lines: [
        { lineId: '1', partnerId: 'ptn_hana', ruleId: 'tea', netBaseMinor: 2000n, amountMinor: 160n },
        { lineId: '1', partnerId: 'ptn_ken', ruleId: null, netBaseMinor: 1000n, amountMinor: 0n },
      ],
    },
  },
  settlement: {
    ...ours,
    entity: 'settlement',
    recordedAt: null,
    value: {
      periodId: '2026-10',
      status: 'closed',
      previousPeriodId: '2026-09',
      manifestHash: 'a1b2',
      runId: 'c3d4',
      sealedBy: 'usr_aoi',
      calculatedBy: 'usr_aoi',
      approvedBy: 'usr_ren',
      sealedAt: at('2026-11-01T00:10:00Z'),
      calculatedAt: at('2026-11-01T00:12:00Z'),
      approvedAt: at('2026-11-02T01:00:00Z'),
      closedAt: at('2026-11-02T01:05:00Z'),
      payoutRunAt: at('2026-11-02T02:00:00Z'),
      rejections: [
        {
          rejectedBy: 'usr_ren',
          rejectedAt: at('2026-11-01T00:05:00Z'),
          reason: 'the refunds of 31 October are missing',
        },
      ],
    },
  },
  entry: [
    entry('accrual', 'expense/commission', 'partner/ptn_hana/held', 160n),
    entry('release', 'partner/ptn_hana/held', 'partner/ptn_hana/payable', 160n),
    entry('clawback', 'partner/ptn_hana/payable', 'expense/commission', 80n),
    entry('true-up', 'expense/commission', 'partner/ptn_hana/held', 40n),
    {
      ...entry('bonus', 'expense/commission', 'partner/ptn_hana/payable', 5000n),
      value: {
        ...entry('bonus', 'expense/commission', 'partner/ptn_hana/payable', 5000n).value,
        cause: { type: 'bonus', bonusId: 'b1', window: '2026-10' },
      },
    },
    {
      ...entry('override', 'expense/commission', 'partner/ptn_hana/payable', 16n),
      value: {
        ...entry('override', 'expense/commission', 'partner/ptn_hana/payable', 16n).value,
        cause: { type: 'override', recruitedPartnerId: 'ptn_sora', level: 1 },
      },
    },
    {
      ...entry('payout', 'partner/ptn_hana/payable', 'partner/ptn_hana/in-payout', 5136n),
      value: {
        ...entry('payout', 'partner/ptn_hana/payable', 'partner/ptn_hana/in-payout', 5136n).value,
        bookedOn: '2026-11-20',
        cause: { type: 'payout', payoutId: 'pay_1' },
        postings: [
          { from: 'partner/ptn_hana/payable', to: 'partner/ptn_hana/in-payout', amountMinor: 5136n },
          { from: 'partner/ptn_hana/tax', to: 'partner/ptn_hana/in-payout', amountMinor: 513n },
          { from: 'partner/ptn_hana/in-payout', to: 'withholding', amountMinor: 524n },
          { from: 'partner/ptn_hana/in-payout', to: 'fx', amountMinor: 5126n },
          { from: 'rounding', to: 'partner/ptn_hana/in-payout', amountMinor: 1n },
          { from: 'fx', to: 'partner/ptn_hana/in-payout', amountMinor: 3417n, currency: 'USD' },
        ],
      },
    },
    caused('adjustment', 'partner/ptn_hana/payable', 'expense/commission', 300n, {
      type: 'adjustment',
      adjustmentId: 'adj_1',
      reason: 'correction',
    }),
    caused('opening', 'equity/opening', 'partner/ptn_hana/held', 12_000n, { type: 'opening', importId: 'imp_1' }),
    caused('reserve', 'partner/ptn_hana/payable', 'partner/ptn_hana/reserve', 16n, {
      type: 'reserve',
      keptIn: '2026-10',
    }),
    caused('tax', 'input-tax', 'partner/ptn_hana/tax', 513n, { type: 'statement', statementId: 'stm_1' }),
    caused('remittance', 'partner/ptn_hana/in-payout', 'cash', 5125n, {
      type: 'remittance',
      payoutId: 'pay_1',
      reference: 'bank-7731',
    }),
    {
      ...caused('exchange', 'fx', 'cash', 5200n, { type: 'remittance', payoutId: 'pay_1', reference: 'fx-42' }),
      value: {
        ...caused('exchange', 'fx', 'cash', 5200n, { type: 'remittance', payoutId: 'pay_1', reference: 'fx-42' }).value,
        postings: [
          { from: 'cash', to: 'fx', amountMinor: 3417n, currency: 'USD' },
          { from: 'fx', to: 'cash', amountMinor: 5200n },
          { from: 'fx/realised', to: 'fx', amountMinor: 74n },
          { from: 'fx/realised', to: 'rounding', amountMinor: 1n },
        ],
      },
    },
    caused('return', 'cash', 'partner/ptn_hana/in-payout', 5125n, {
      type: 'remittance',
      payoutId: 'pay_1',
      reference: 'bank-7732',
    }),
  ],
  statement: {
    ...ours,
    entity: 'statement',
    recordedAt: null,
    value: {
      statementId: 'stm_1',
      partnerId: 'ptn_hana',
      periodId: '2026-10',
      currency: 'JPY',
      payableMinor: 5136n,
      payoutMinor: 5136n,
      issuedAt: at('2026-11-02T01:05:00Z'),
    },
  },
  document: [
    documentStep(2, { kind: 'disputed', text: '10月3日の注文が明細にありません', lines: ['order-1001'] }),
    documentStep(3, {
      kind: 'rejected',
      reason: 'その注文は返品されました',
      confirmBy: at('2026-11-18T02:00:00Z'),
    }),
    documentStep(4, { kind: 'confirmed', means: 'explicit' }),
    documentStep(5, {
      kind: 'issued',
      confirmBy: at('2026-11-20T02:00:00Z'),
      issuedOn: '2026-11-06',
      totalMinor: 5649n,
      taxCarriedMinor: 0n,
      transferMinor: 5125n,
      agreedOn: null,
      plannedOn: '2026-11-30',
      correction: { adjustments: ['adj_1'], reason: '登録番号の誤り', version: 1 },
    }),
  ],
  adjustment: [adjustment('approved'), adjustment('rejected')],
  openings: [openings('approved'), openings('rejected')],
  taxProfile: {
    ...ours,
    programId: null,
    entity: 'taxProfile',
    recordedAt: null,
    value: {
      partnerId: 'ptn_hana',
      versions: [
        { version: 1, from: '2026-10-01', status: 'refused', ...proposedBy, ...decidedBy },
        { version: 2, from: '2026-10-01', status: 'in-force', ...proposedBy, ...decidedBy },
      ],
    },
  },
  payee: [payee('approved', 1), payee('rejected', 2)],
  payout: [
    payout({ status: 'confirmed', confirmedAt: at('2026-11-30T00:00:00Z') }),
    payout({
      status: 'returned',
      returned: { at: at('2026-12-01T00:00:00Z'), reason: '該当口座なし', payeeRevision: 1 },
    }),
    payout({
      ...{ batchId: null, isPosted: false, approvedAt: null, remittedAt: null },
      released: {
        ...{ by: 'usr_finance', at: at('2026-11-19T02:00:00Z'), reasonCode: 'explained', note: '店舗のリニューアル' },
        signs: ['screening.refund-rate'],
      },
      clearedAt: at('2026-11-19T02:00:00Z'),
    }),
    payout({ status: 'cancelled', remittedAt: null, cancelledAt: at('2026-11-21T00:00:00Z') }),
    payout({
      ...{ batchId: null, isPosted: false, approvedAt: null, remittedAt: null },
      reasons: [{ code: 'payee.changed', until: at('2026-11-04T03:00:00Z') }, { code: 'tax.profile-missing' }],
      heldAt: at('2026-11-03T00:00:00Z'),
    }),
  ],
};

function adjustment(status: 'approved' | 'rejected'): FactOf<'adjustment'> {
  const content = {
    adjustmentId: 'adj_1',
    partnerId: 'ptn_hana',
    amountMinor: 500n,
    effectiveAt: at('2026-10-20T01:00:00Z'),
    reason: 'goodwill',
    text: '配信の遅れのお詫び',
    reference: { type: 'conversion', conversionId: 'order-1001' },
  } as const;
  const value = { content, currency: 'JPY', status, ...draftedAndDecided };
  return { ...ours, entity: 'adjustment', recordedAt: null, value };
}

function openings(status: 'approved' | 'rejected'): FactOf<'openings'> {
  const row = { importId: 'imp_1', heldMinor: 1000n, heldUntil: at('2026-11-15T00:00:00Z'), payableMinor: -300n };
  const content = { importId: 'imp_1', rows: [{ ...row, partnerId: 'ptn_hana' }] };
  const value = { content, currency: 'JPY', status, ...draftedAndDecided };
  return { ...ours, entity: 'openings', recordedAt: null, value };
}

function payee(status: 'approved' | 'rejected', revision: number): FactOf<'payee'> {
  const account = { scheme: 'zengin', bank: '0005-123', account: '****567', holder: 'ハ***' } as const;
  const drafted = { draftedBy: 'ptn_hana', draftedAt: at('2026-11-02T02:00:00Z') };
  const decided = { decidedBy: 'usr_finance', decidedAt: at('2026-11-02T03:00:00Z') };
  const secret = { sealed: 'local1.c2VhbGVk', fingerprint: 'cHJpbnQ', sending: null };
  const value = { owner: 'partner/ptn_hana', revision, status, account, ...secret, ...drafted, ...decided } as const;
  return { ...ours, programId: null, entity: 'payee', recordedAt: null, value };
}

function payout(change: Partial<FactOf<'payout'>['value']>): FactOf<'payout'> {
  return {
    ...ours,
    entity: 'payout',
    recordedAt: null,
    value: {
      payoutId: '2026-10/ptn_hana',
      periodId: '2026-10',
      partnerId: 'ptn_hana',
      status: 'draft',
      attempt: 1,
      batchId: '2026-10-zengin-1',
      currency: 'JPY',
      transferCurrency: 'JPY',
      rate: null,
      payeeRevision: 1,
      reasons: [],
      daysToPayment: 58,
      isPosted: true,
      draftedAt: at('2026-11-02T04:00:00Z'),
      approvedAt: at('2026-11-20T01:00:00Z'),
      remittedAt: at('2026-11-20T02:00:00Z'),
      confirmedAt: null,
      returned: null,
      cancelledAt: null,
      payableMinor: 5136n,
      taxMinor: 513n,
      withholdingMinor: 524n,
      grossUpMinor: 0n,
      needsReview: [],
      paid: null,
      netMinor: 5125n,
      transferMinor: 5125n,
      ...change,
    },
  };
}

type OwnOf<T> = T extends unknown ? Omit<T, 'dealId' | 'claimId' | 'sequence' | 'partnerId' | 'at' | 'by'> : never;

function dealStep(sequence: number, by: string | null, own: OwnOf<FactOf<'deal'>['value']>): FactOf<'deal'> {
  const named = { dealId: 'deal_1f0c', sequence, partnerId: 'ptn_hana', at: at(`2026-10-0${sequence}T01:00:00Z`), by };
  return { ...ours, entity: 'deal', recordedAt: null, value: { ...named, ...own } as FactOf<'deal'>['value'] };
}

function claimStep(sequence: number, by: string | null, own: OwnOf<FactOf<'claim'>['value']>): FactOf<'claim'> {
  const named = {
    claimId: 'claim_1f0c',
    sequence,
    partnerId: 'ptn_hana',
    at: at(`2026-10-0${sequence}T01:00:00Z`),
    by,
  };
  return { ...ours, entity: 'claim', recordedAt: null, value: { ...named, ...own } as FactOf<'claim'>['value'] };
}

/** Every event of the samples, by type. */
export function sampleEnvelopes(): ReadonlyMap<EventType, Envelope> {
  const facts: readonly Fact[] = Object.values(sampleFacts).flat();
  const envelopes = facts.flatMap(envelopesOf);
  const tampering = {
    change: 'MODIFY',
    sequenceNumber: '42000000000012345678901',
    partitionKey: 'mer_sakura#prg_tea#ptn_hana',
    sortKey: '2026-10#accrual',
    noticedAt: at('2026-11-03T00:00:00Z'),
  } as const;
  return new Map([...envelopes, tamperedEnvelope(tampering, ours)].map((envelope) => [envelope.type, envelope]));
}

function documentStep(sequence: number, step: Record<string, unknown> & { readonly kind: string }): FactOf<'document'> {
  const named = { statementId: 'stm_1', programId: ours.programId, partnerId: 'ptn_hana', periodId: '2026-10' };
  const by = step.kind === 'issued' || step.kind === 'rejected' ? 'finance@example.jp' : 'hana@example.jp';
  const frame = { ...named, currency: 'JPY', sequence, version: step.kind === 'issued' ? 2 : 1, by };
  const value = { ...frame, ...step, at: at(`2026-11-0${sequence + 1}T02:00:00Z`) };
  return { ...ours, entity: 'document', recordedAt: null, value: value as FactOf<'document'>['value'] };
}

function entry(
  kind: FactOf<'entry'>['value']['kind'],
  from: FactOf<'entry'>['value']['postings'][number]['from'],
  to: FactOf<'entry'>['value']['postings'][number]['to'],
  amountMinor: bigint,
): FactOf<'entry'> {
  const lines = [{ lineId: '1', ruleId: 'tea', amountMinor: kind === 'clawback' ? -amountMinor : amountMinor }];
  return {
    ...ours,
    entity: 'entry',
    recordedAt: null,
    value: {
      ...ours,
      entryId: `2026-10/${kind}/order-1001/ptn_hana`,
      partnerId: 'ptn_hana',
      kind,
      periodId: '2026-10',
      bookedOn: '2026-10-31',
      effectiveAt: at('2026-10-02T03:04:05Z'),
      currency: 'JPY',
      cause: { type: 'conversion', conversionId: 'order-1001', lines },
      postings: [{ from, to, amountMinor }],
    },
  };
}

function caused(
  kind: FactOf<'entry'>['value']['kind'],
  from: FactOf<'entry'>['value']['postings'][number]['from'],
  to: FactOf<'entry'>['value']['postings'][number]['to'],
  amountMinor: bigint,
  cause: FactOf<'entry'>['value']['cause'],
): FactOf<'entry'> {
  const fact = entry(kind, from, to, amountMinor);
  return { ...fact, value: { ...fact.value, cause } };
}
