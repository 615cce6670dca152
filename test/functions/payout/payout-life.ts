import type { BankAccount } from '../../../domain/payout/bank-account.ts';
import type { Batch } from '../../../domain/payout/payout.ts';
import type { SendingTerms } from '../../../domain/payout/sending-terms.ts';
import { ZENGIN_DEFAULTS } from '../../../domain/remittance/zengin-order.ts';
import type { Deps } from '../../../functions/runtime/deps.ts';
import type { Scope } from '../../../functions/store/scope.ts';
import type { Stores } from '../../../functions/store/store.ts';
import { approveBatch } from '../../../functions/usecases/payout/approve-batch.ts';
import { approveExchange, draftExchange } from '../../../functions/usecases/payout/batch-exchange.ts';
import { cancelBatch } from '../../../functions/usecases/payout/cancel-batch.ts';
import { importResults } from '../../../functions/usecases/payout/import-results.ts';
import {
  decidePayee,
  draftPayee,
  partnerOwner,
  programOwner,
} from '../../../functions/usecases/payout/payee-change.ts';
import { preparePayouts } from '../../../functions/usecases/payout/prepare-payouts.ts';
import { reconcilePayouts } from '../../../functions/usecases/payout/reconcile-payouts.ts';
import { remitBatch } from '../../../functions/usecases/payout/remit-batch.ts';
import { readRemittance } from '../../../functions/usecases/payout/remittance-file.ts';
import { importResultFile } from '../../../functions/usecases/payout/result-file.ts';
import { settleParked } from '../../../functions/usecases/payout/settle-parked.ts';
import { putPayer } from '../../../functions/usecases/tax/payer.ts';
import { putTaxProfile } from '../../../functions/usecases/tax/tax-profile.ts';
import { aPayer, aProfile } from '../../domain/tax/build.ts';
import { aConversion, anEnrollment, aPlan, aProgram, at } from '../../support/build.ts';
import { cloudLikeStores } from '../../support/crashing-stores.ts';
import { stepsWithRights } from '../../support/with-rights.ts';
import type { World } from '../settlement/world.ts';
import { aWorld } from '../settlement/world.ts';

export const OCTOBER = '2026-10';
const [MAKER, CHECKER] = ['maker@example.jp', 'checker@example.jp'] as const;
export const PARTNERS = ['ptn_1', 'ptn_2'] as const;
const PROGRAM = aProgram({
  settlement: {
    period: 'month',
    thresholdMinor: 0n,
    payout: { monthsLater: 1, day: 'last', shift: 'before', calendar: 'jp' },
  },
});
const FIRST = '2026-10-zengin-1';

export const bank = (accountNumber: string, holder: string) =>
  ({ scheme: 'zengin', bankCode: '0005', branchCode: '123', accountType: 'ordinary', accountNumber, holder }) as const;
const inYen: SendingTerms = {
  format: 'zengin',
  clientCode: '1234567890',
  bankName: '',
  branchName: '',
  options: ZENGIN_DEFAULTS,
};

export interface Stage {
  readonly what: string;
  /** The clock at which it happens. */
  readonly on: string;
  readonly command: (deps: Deps, scope: Scope) => Promise<unknown>;
}

export const giving = (
  what: string,
  on: string,
  owner: string,
  revision: number,
  account: BankAccount,
  sending: SendingTerms = inYen,
): Stage[] => {
  const isPayer = owner.startsWith('program/');
  const of = isPayer ? programOwner(PROGRAM.programId) : partnerOwner(owner);
  const given = { owner: of, account, sending: isPayer ? sending : null, by: MAKER };
  const decided = { owner: of, revision, decision: 'approved', by: CHECKER } as const;
  return [
    { what: `drafting ${what}`, on, command: (deps, { merchantId }) => draftPayee(deps, { merchantId, ...given }) },
    { what: `approving ${what}`, on, command: (deps, { merchantId }) => decidePayee(deps, { merchantId, ...decided }) },
  ];
};

export const prepare = (what: string, on: string): Stage => ({
  what,
  on,
  command: (deps, scope) => preparePayouts(deps, { scope, periodId: OCTOBER, actor: MAKER }),
});

const batchOf = async ({ stores }: Deps, scope: Scope, batchId: string): Promise<Batch> => {
  const batch = await stores.payouts.batch(scope, batchId);
  if (batch === null) throw new Error(`no ${batchId}`);
  return batch;
};

export const approve = (batchId: string, on = '2026-11-05'): Stage => ({
  what: 'approving a batch',
  on,
  command: async (deps, scope) => {
    const { contentHash } = await batchOf(deps, scope, batchId);
    return await approveBatch(deps, { scope, batchId, actor: CHECKER, contentHash });
  },
});

const remit = (batchId: string): Stage => ({
  what: 'handing a batch to the bank',
  on: '2026-11-05',
  command: async (deps, scope) => {
    const { file } = await batchOf(deps, scope, batchId);
    const fileHash = file.outcome === 'encoded' ? file.sha256 : '';
    return await remitBatch(deps, { scope, batchId, actor: MAKER, fileHash });
  },
});

const results: Stage = {
  what: 'importing a file in which one is paid, one comes back and one is of nobody',
  on: '2026-12-01',
  command: async (deps, scope) => {
    const csv =
      'key,outcome,reasonCode,reason,amount,currency\n2026-10/ptn_1,confirmed,,,,JPY\n2026-10/ptn_2,returned,2,,,JPY\n9/9,returned,,,1,JPY\n';
    const steps = stepsWithRights(deps);
    const file = { format: 'csv', bytes: new TextEncoder().encode(csv), date: '2026-11-30', othersOf: null } as const;
    return await importResultFile(deps, steps, { scope, actor: MAKER, ...file });
  },
};

export const settle: Stage = {
  what: 'saying what a parked result was',
  on: '2026-12-01',
  command: async (deps, scope) => {
    const [first] = await deps.stores.payouts.parked(scope);
    return await settleParked(deps, { scope, parkedId: first?.parkedId ?? '', by: MAKER, note: '家賃' });
  },
};

export const GIVEN = [
  ...giving('an account to pay from', '2026-10-10', 'program/prg_1', 1, bank('7654321', 'カ)ブンパイ')),
  ...giving('bank details', '2026-10-10', 'ptn_1', 1, bank('0000001', 'サクラ')),
  ...giving('more bank details', '2026-10-10', 'ptn_2', 1, bank('0000002', 'カエデ')),
];
const PREPARED = prepare('preparing payouts', '2026-11-02');
export const UP_TO_RESULTS = [...GIVEN, PREPARED, approve(FIRST), remit(FIRST), results];

const IN_EURO = '2026-10-sepa-1';
const iban = (holder: string) => ({ scheme: 'sepa', iban: 'DE89370400440532013000', bic: null, holder }) as const;
const told = (what: string, date: string, outcome: 'confirmed' | 'returned'): Stage => ({
  what,
  on: '2026-12-02',
  command: async (deps, scope) => {
    const others = outcome === 'confirmed' ? outcome : 'waiting';
    const back = { payoutId: '2026-10/ptn_2', outcome, reference: 'r', reason: '' };
    return await importResults(deps, { scope, batchId: IN_EURO, report: { date, results: [back], others } });
  },
});

/** A month that is paid in euro: sent, paid, exchanged at the bank's rate; one transfer comes back after that. */
export const EXCHANGED: readonly Stage[] = [
  {
    what: 'recording a rate',
    on: '2026-10-31',
    command: ({ stores }, scope) =>
      stores.programs.putRate(scope, {
        fact: { date: '2026-10-31', from: 'JPY', to: 'EUR', rate: '0.0061' },
        recordedAt: 0,
      }),
  },
  ...giving('an account to pay from', '2026-10-10', 'program/prg_1', 1, iban('Bunpai'), {
    ...{ format: 'pain.001.001.09', address: null, batchBooking: true },
  }),
  ...giving('bank details', '2026-10-10', 'ptn_1', 1, iban('Sakura')),
  ...giving('more bank details', '2026-10-10', 'ptn_2', 1, iban('Kaede')),
  PREPARED,
  approve(IN_EURO),
  remit(IN_EURO),
  told('hearing that all were paid', '2026-12-01', 'confirmed'),
  {
    what: 'saying what a batch cost',
    on: '2026-12-02',
    command: (deps, scope) =>
      draftExchange(deps, {
        ...{ scope, batchId: IN_EURO, actor: MAKER, paid: { currency: 'JPY', minor: 12_345n } },
        ...{ date: '2026-12-01', reference: 'FX-1' },
      }),
  },
  {
    what: 'booking what a batch cost',
    on: '2026-12-02',
    command: async (deps, scope) => {
      const { exchange } = await batchOf(deps, scope, IN_EURO);
      const contentHash = exchange?.contentHash ?? '';
      return await approveExchange(deps, { scope, batchId: IN_EURO, actor: CHECKER, contentHash });
    },
  },
  told('hearing that one came back after all', '2026-12-02', 'returned'),
];
export const cancel: Stage = {
  what: 'cancelling an approved batch',
  on: '2026-11-05',
  command: (deps, scope) => cancelBatch(deps, { scope, batchId: FIRST, actor: MAKER }),
};

export const CLOSING = ['seal', 'calculate', 'approve', 'close'] as const;

/** October is closed: a writer and an advertiser are due money, tax stands beside it. */
export async function closedOctober(stores = cloudLikeStores()): Promise<World> {
  const world = await soldInOctober(stores);
  for (const step of CLOSING) await world.step(step, OCTOBER);
  return world;
}

/** October is over. */
export async function soldInOctober(stores: Stores): Promise<World> {
  const joinedAt = at('2026-10-01T00:00:00+09:00');
  const world = await aWorld({
    stores,
    program: PROGRAM,
    plans: [aPlan({ holdDays: 0 })],
    enrollments: PARTNERS.map((partnerId) => anEnrollment({ partnerId, joinedAt })),
  });
  const { merchantId } = world.scope;
  await putPayer(world.deps, { merchantId, programId: null, from: '2026-04-01', payer: aPayer(), by: 'fin' });
  for (const partnerId of PARTNERS) {
    const profile = aProfile(partnerId === 'ptn_1' ? { nature: 'manuscript' } : {});
    const given = { from: '2026-10-01', profile, by: 'fin', isByPartner: false };
    await putTaxProfile(world.deps, { merchantId, partnerId, ...given });
  }
  world.setNow(at('2026-11-01T01:00:00+09:00'));
  const occurredAt = at('2026-10-05T10:00:00+09:00');
  await world.record({
    conversions: PARTNERS.map((partnerId) => aConversion({ conversionId: partnerId, partnerId, occurredAt })),
  });
  return world;
}

export async function living({ deps, scope, setNow }: World, stages: readonly Stage[]): Promise<void> {
  for (const { on, command } of stages) {
    setNow(at(`${on}T09:00:00+09:00`));
    await command(deps, scope);
  }
}

/** Everything that a life leaves behind; what is sealed has another nonce each time and is opened by the file instead. */
export async function leftBy({ deps, scope }: World): Promise<unknown> {
  const { payouts, payees, taxes, ledger } = deps.stores;
  const entries: unknown[] = [];
  for (const partnerId of PARTNERS) {
    for await (const entry of ledger.entries(scope, partnerId, OCTOBER)) entries.push(entry);
  }
  const owners = [programOwner(scope.programId), ...PARTNERS.map(partnerOwner)];
  const accounts = await Promise.all(owners.map((owner) => payees.payees(scope.merchantId, owner)));
  const fees = await Promise.all(['2026-11', '2026-12'].map((month) => taxes.paidFees(scope.merchantId, month)));
  const batches = await payouts.batches(scope);
  const isOut = ({ status }: Batch) => status === 'approved' || status === 'remitted';
  const files = await Promise.all(batches.filter(isOut).map(({ batchId }) => readRemittance(deps, scope, batchId)));
  return {
    entries,
    batches,
    fees,
    files,
    payees: accounts.flat().map(({ sealed: _, ...payee }) => payee),
    payouts: await payouts.payouts(scope, OCTOBER),
    parked: await payouts.parked(scope),
    reconciliation: await reconcilePayouts(deps, { scope, batchId: null, periodId: null }),
  };
}
