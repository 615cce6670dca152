import { ZENGIN_DEFAULTS } from '../../../domain/remittance/zengin-order.ts';
import type { TaxProfile } from '../../../domain/tax/tax-profile.ts';
import { memoryStores } from '../../../functions/store/memory/stores.ts';
import { decideOpenings, draftOpenings } from '../../../functions/usecases/ledger/opening-balances.ts';
import {
  decidePayee,
  draftPayee,
  partnerOwner,
  programOwner,
} from '../../../functions/usecases/payout/payee-change.ts';
import { putPayer } from '../../../functions/usecases/tax/payer.ts';
import { putTaxProfile } from '../../../functions/usecases/tax/tax-profile.ts';
import { decideRow, proposeRow } from '../../../functions/usecases/tax/tax-rows.ts';
import { aPayer, aProfile, CORPORATE_NUMBER } from '../../domain/tax/build.ts';
import type { World } from '../../functions/settlement/world.ts';
import { aWorld } from '../../functions/settlement/world.ts';
import { anEnrollment, aPlan, aProgram, aRule, at, someAttribution } from '../../support/build.ts';
import type { MoneyHistory, NewRate, PartnerHistory, Profile } from './history.ts';
import { startOf } from './months.ts';

export const [MAKER, CHECKER] = ['maker@example.jp', 'checker@example.jp'] as const;
const JOINED = '2026-06-01T00:00:00+09:00';

/** A program with its people as a history says, on the memory store: a new one, or that of the program before. */
export async function begin(history: MoneyHistory, before: World | null): Promise<World> {
  const { partners, months, pays, reserve, thresholdMinor, holdDays, bonus } = history;
  const terms = { monthsLater: 1, day: 'last', shift: 'before', calendar: 'jp' } as const;
  const world = await aWorld({
    stores: before?.deps.stores ?? memoryStores(),
    program: aProgram({
      programId: history.programId,
      attribution: someAttribution(),
      settlement: {
        period: 'month',
        thresholdMinor,
        ...(reserve === null ? {} : { reserve }),
        ...(pays === null
          ? {}
          : { payout: { ...terms, ...(pays.isSixtyDays ? { sixtyDaysFrom: 'conversion' } : {}) } }),
      },
    }),
    plans: [
      aPlan({
        effectiveFrom: '2026-01-01',
        holdDays,
        rules: [aRule({ pay: { rate: '0.1' } })],
        bonuses: [
          {
            id: 'b',
            metric: 'base',
            window: 'month',
            reaches: String(bonus.reaches),
            pay: { flat: { amount: String(bonus.pays), currency: 'JPY' } },
          },
        ],
        overrides: { rates: ['0.1'], of: 'commission' },
      }),
    ],
    enrollments: partners.map(({ partnerId, recruitedBy, endedOn, reserve: own }) =>
      anEnrollment({
        partnerId,
        joinedAt: at(JOINED),
        endedAt: endedOn === null ? null : startOf(endedOn),
        terms: [
          {
            from: at(JOINED),
            value: {
              status: 'active',
              tier: null,
              segment: null,
              recruitedBy,
              ...(own === null ? {} : { reserve: own }),
            },
          },
        ],
      }),
    ),
  });
  const { deps, scope } = world;
  world.setNow(startOf(`${months[0]}-01`));
  for (const { isOwn, from, payer } of history.payers) {
    if (!isOwn && before !== null) continue;
    const given = { from, payer: aPayer({ ...payer, isRecommissioning: false }), by: MAKER };
    await putPayer(deps, { merchantId: scope.merchantId, programId: isOwn ? scope.programId : null, ...given });
  }
  await givePayee(world, null, 1);
  await takeOver(world, history);
  if (before !== null) return world;
  if (history.newRate !== null) await addRate(world, history.newRate);
  for (const { partnerId, payeeIn } of partners) if (payeeIn === null) await givePayee(world, partnerId, 1);
  return world;
}

/** New bank details of a partner, or for null of the program, approved by a second person. */
export async function givePayee({ deps, scope }: World, partnerId: string | null, revision: number): Promise<void> {
  const { merchantId } = scope;
  const owner = partnerId === null ? programOwner(scope.programId) : partnerOwner(partnerId);
  const accountNumber = `${revision}${(partnerId ?? 'x').length}${partnerId?.at(-1) ?? '9'}`.padStart(7, '0');
  const bank = { bankCode: '0005', branchCode: '123', accountType: 'ordinary', accountNumber } as const;
  const inYen = {
    format: 'zengin',
    clientCode: '1234567890',
    bankName: '',
    branchName: '',
    options: ZENGIN_DEFAULTS,
  } as const;
  const sending = partnerId === null ? inYen : null;
  await draftPayee(deps, {
    merchantId,
    owner,
    account: { scheme: 'zengin', ...bank, holder: 'サクラ' },
    sending,
    by: MAKER,
  });
  await decidePayee(deps, { merchantId, owner, revision, decision: 'approved', by: CHECKER });
}

/** A row of the tables that takes over from the shipped one. */
async function addRate({ deps, scope: { merchantId } }: World, { from, rate }: NewRate): Promise<void> {
  const row = {
    id: 'own-standard',
    table: 'consumption_tax_rate',
    jurisdiction: 'JP',
    kind: 'standard',
    validFrom: from,
    validTo: null,
    value: { rate, national: '0.0936', local: '0.0264' },
    rounding: 'payer',
    source: 'an act to come',
    reviewedOn: '2026-06-01',
    reviewedBy: MAKER,
    supersedes: 'jp-consumption-standard-2019-10',
  } as const;
  await proposeRow(deps, { merchantId, row, by: MAKER });
  await decideRow(deps, { merchantId, rowId: row.id, by: CHECKER, verdict: 'in-force' });
}

async function takeOver({ deps, scope }: World, { partners }: MoneyHistory): Promise<void> {
  const rows = partners.flatMap(({ partnerId, opening }) =>
    opening === null
      ? []
      : [`${partnerId},${opening.heldMinor},${opening.heldUntil}T00:00:00+09:00,${opening.payableMinor},JPY\n`],
  );
  if (rows.length === 0) return;
  const csv = `partner_id,held,held_until,payable,currency\n${rows.join('')}`;
  await draftOpenings(deps, { scope, importId: 'imp', csv, by: MAKER });
  await decideOpenings(deps, { scope, importId: 'imp', by: CHECKER, outcome: 'approved' });
}

/** What of a partner's profiles is told before the close of a month. */
export async function tellProfiles({ deps, scope }: World, partner: PartnerHistory, month: string): Promise<void> {
  for (const { toldIn, from, profile } of partner.profiles) {
    if (toldIn !== month) continue;
    const given = { partnerId: partner.partnerId, from, profile: profileOf(profile), by: MAKER, isByPartner: false };
    await putTaxProfile(deps, { merchantId: scope.merchantId, ...given });
  }
}

function profileOf(profile: Profile): TaxProfile {
  const { registration, isJapanResident, entityKind, ...same } = profile;
  const number = `T${CORPORATE_NUMBER}`;
  return aProfile({
    ...same,
    entityKind,
    isJapanResident,
    country: isJapanResident ? 'JP' : 'US',
    consumptionTax: !isJapanResident ? 'exempt-abroad' : registration === null ? 'not-registered' : 'registered',
    registration: registration === null ? null : { number, check: registration, checkedOn: '2026-06-30' },
    corporateNumber: entityKind === 'corporation' && isJapanResident ? CORPORATE_NUMBER : null,
    isFreelance: false,
  });
}
