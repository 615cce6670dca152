import type { ConversionId, PartnerId, PeriodId } from '../../../domain/ids.ts';
import type { Program } from '../../../domain/partner/program.ts';
import { dueDateOf } from '../../../domain/payout/due-date.ts';
import type { Payee } from '../../../domain/payout/payee.ts';
import { payeeInForce } from '../../../domain/payout/payee.ts';
import type { ScreeningHold } from '../../../domain/payout/screening.ts';
import { screenedUntil, signsIn } from '../../../domain/payout/screening.ts';
import { calendarOf } from '../../../domain/settlement/calendar.ts';
import type { Statement } from '../../../domain/statement/statement.ts';
import { bankDaysOf } from '../../runtime/bank-days.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { CreditedPlace } from '../../store/fact-store.ts';
import { mapLimited, WORK_AT_ONCE } from '../map-limited.ts';
import { sharedWith } from './payee-change.ts';

const PARTNER = 'partner/';
const OWN_MAX = 100;

export interface ToScreen {
  readonly periodId: PeriodId;
  readonly partnerId: PartnerId;
  readonly statement: Statement;
  /** The payee in force; null when the partner has none. */
  readonly payee: Payee | null;
}

/** The signs of abuse in a payout that its program holds it for, each until when; none where it does not screen. */
export async function screeningHolds(
  deps: Deps,
  program: Program,
  { periodId, partnerId, statement, payee }: ToScreen,
): Promise<readonly ScreeningHold[]> {
  const terms = program.settlement.payout;
  const screening = terms?.screening;
  if (terms === undefined || screening === undefined) return [];
  const isShared = screening.sharedPayee === true && payee !== null;
  const partnerIds = isShared ? await paidToSameAccount(deps, program, payee) : [];
  const [selfReferrals, isFlooding] = await Promise.all([
    screening.selfReferral === true ? ownConversions(deps, program, { partnerId, month: periodId }) : [],
    isFlooded(deps, program, { partnerId, month: periodId }, screening.repeatedClicks),
  ]);
  const due = dueDateOf(periodId, terms, bankDaysOf(terms.calendar));
  const until = screenedUntil(due, screening, calendarOf(program.timezone));
  return signsIn({ statement, sharedWith: partnerIds, selfReferrals, isFlooding }, screening).map((sign) => ({
    ...sign,
    until,
  }));
}

/** Conversions of the month that the partner bought itself, as the attribution found when they came; the first hundred will do. */
async function ownConversions(deps: Deps, program: Program, place: CreditedPlace): Promise<readonly ConversionId[]> {
  const page = { after: null, limit: OWN_MAX };
  const rows = await deps.stores.conversions.creditedTo(program, { ...place, isOwn: true }, page);
  return rows.map(({ conversionId }) => conversionId).sort();
}

async function isFlooded(deps: Deps, program: Program, place: CreditedPlace, limit: number | undefined) {
  return limit !== undefined && (await deps.stores.clicks.repeatsOf(program, place, limit + 1)) > limit;
}

/** Other partners whose bank details in force are the same account; what was given once and replaced is no sign. */
async function paidToSameAccount(deps: Deps, { merchantId }: Program, payee: Payee): Promise<readonly PartnerId[]> {
  const owners = (await sharedWith(deps, merchantId, payee)).filter((owner) => owner.startsWith(PARTNER));
  const found = await mapLimited(owners, WORK_AT_ONCE, async (owner) => {
    const theirs = payeeInForce(await deps.stores.payees.payees(merchantId, owner));
    return theirs?.fingerprint === payee.fingerprint ? [owner.slice(PARTNER.length)] : [];
  });
  return found.flat().sort();
}
