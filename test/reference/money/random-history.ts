import type { Random } from '../../../cli/sample/random.ts';
import { monthAfter } from '../calendar.ts';
import type { GivenPayer, GivenProfile, MoneyHistory, PartnerHistory, Payer, Profile } from './history.ts';
import { randomFacts } from './random-facts.ts';

/** Before and after the share of the input credit falls, and before the special income taxes change with the year. */
const FIRST_MONTHS = ['2026-07', '2026-08', '2026-10', '2028-08'];
const MONTHS = 6;
const FIRST_PARTNER = 'ptn_1';

type Person = Pick<PartnerHistory, 'partnerId' | 'profiles' | 'payeeIn'>;
type Common = Pick<MoneyHistory, 'months' | 'newRate' | 'payers'>;

/** Some months of a few partners in a program or two, whose money goes every way that it can. */
export function randomHistories(random: Random): readonly MoneyHistory[] {
  const first = random.pick(FIRST_MONTHS);
  const months = Array.from({ length: MONTHS }, (_, at) => monthAfter(first, at));
  const people = [FIRST_PARTNER, 'ptn_2', 'ptn_3'].map((partnerId) => ({
    partnerId,
    profiles: randomProfiles(random, months),
    payeeIn: random.isTrue(0.8) ? null : random.pick(months),
  }));
  const common = {
    months,
    payers: randomPayers(random, months),
    newRate: random.isTrue(0.2) ? { from: `${random.pick(months)}-01`, rate: '0.12' } : null,
  };
  const own = { from: '2026-01-01', payer: randomPayer(random, common.payers[0]?.payer.fiscalYearStartMonth ?? 4) };
  const payers = random.isTrue(0.5) ? common.payers : [...common.payers, { ...own, isOwn: true }];
  const programs = [randomProgram(random, 'prg_1', common, people)];
  return random.isTrue(0.3) ? [...programs, randomProgram(random, 'prg_2', { ...common, payers }, people)] : programs;
}

function randomProgram(random: Random, programId: string, common: Common, people: readonly Person[]): MoneyHistory {
  const scale = random.weighted([
    [4, 1],
    [3, 20],
    [1, 2_000],
    [2, 20_000],
  ]);
  const { months } = common;
  const pays = random.isTrue(0.75) ? { isSixtyDays: random.isTrue(0.15) } : null;
  const mayKeep = !pays?.isSixtyDays;
  const partners = people.map((person) => randomPartner(random, { person, months, mayKeep }));
  return {
    ...common,
    programId,
    thresholdMinor: random.pick([0n, 1n, 1_000n, 5_000n]),
    pays,
    reserve: random.isTrue(0.2) && mayKeep ? { rate: '0.1', days: random.whole(10, 60) } : null,
    holdDays: mayKeep ? random.pick([0, 0, 7, 30, 45]) : 0,
    bonus: { reaches: BigInt(80_000 * scale), pays: BigInt(1_234 * scale) },
    partners,
    ...randomFacts(random, { months, partners, scale }),
  };
}

/** One from before the first month, or none; now and then later, or another one later. */
function randomPayers(random: Random, months: readonly string[]): readonly GivenPayer[] {
  const fiscalYearStartMonth = random.pick([1, 4, 10]);
  const given = (from: string): GivenPayer => ({
    isOwn: false,
    from,
    payer: randomPayer(random, fiscalYearStartMonth),
  });
  const first = random.isTrue(0.9) ? '2026-01-01' : `${random.pick(months)}-01`;
  const later = months.map((month) => `${month}-01`).filter((from) => from > first);
  const change = random.isTrue(0.2) && later.length > 0 ? [given(random.pick(later))] : [];
  return random.isTrue(0.97) ? [given(first), ...change] : [];
}

function randomPayer(random: Random, fiscalYearStartMonth: number): Payer {
  return {
    taxRounding: random.pick(['down', 'down', 'up', 'half-up']),
    separatesTax: random.isTrue(0.8),
    adPerformanceAs: random.isTrue(0.25) ? 'sales-agent' : 'not-listed',
    isExemptFromWithholding: random.isTrue(0.1),
    fiscalYearStartMonth,
  };
}

interface PartnerTerms {
  readonly person: Person;
  readonly months: readonly string[];
  readonly mayKeep: boolean;
}

function randomPartner(random: Random, { person, months, mayKeep }: PartnerTerms): PartnerHistory {
  const isKept = random.isTrue(0.2) && mayKeep;
  const isTakenOver = random.isTrue(0.25);
  return {
    ...person,
    recruitedBy: person.partnerId !== FIRST_PARTNER && random.isTrue(0.4) ? FIRST_PARTNER : null,
    endedOn: random.isTrue(0.2) ? `${random.pick(months.slice(1))}-${random.pick(['01', '15'])}` : null,
    reserve: isKept ? { rate: random.pick(['0', '0.1', '0.333']), days: random.whole(10, 90) } : null,
    opening: isTakenOver
      ? {
          heldMinor: random.isTrue(0.5) ? BigInt(random.whole(1, 9_999)) : 0n,
          heldUntil: `${random.pick(months)}-${random.pick(['01', '20'])}`,
          payableMinor: BigInt(random.whole(-9_999, 9_999)),
        }
      : null,
  };
}

/** Mostly one from the beginning; now and then one that is told late, none at all, or another one later. */
function randomProfiles(random: Random, months: readonly string[]): readonly GivenProfile[] {
  const [first = ''] = months;
  const given: GivenProfile[] = [];
  if (random.isTrue(0.85)) given.push({ toldIn: first, from: `${first}-01`, profile: randomProfile(random) });
  else if (random.isTrue(0.8)) {
    const told = random.whole(1, months.length - 1);
    const from = `${random.pick(months.slice(0, told + 1))}-01`;
    given.push({ toldIn: months[told] ?? '', from, profile: randomProfile(random) });
  }
  const [start] = given;
  if (start !== undefined && random.isTrue(0.4)) {
    const later = months.filter((month) => month > start.toldIn);
    if (later.length > 0) {
      const toldIn = random.pick(later);
      const isInMonth = random.isTrue(0.3);
      given.push({ toldIn, from: `${toldIn}-${isInMonth ? '16' : '01'}`, profile: randomProfile(random) });
    }
  }
  return given;
}

function randomProfile(random: Random): Profile {
  const isJapanResident = random.isTrue(0.8);
  const treaty = {
    filedOn: '2026-01-01',
    expiresOn: random.pick(['2026-11-30', '2029-12-31']),
    rate: random.pick(['0', '0.1']),
  };
  return {
    entityKind: random.pick(['individual', 'individual', 'individual', 'corporation', 'unincorporated']),
    isJapanResident,
    workCountry: isJapanResident || random.isTrue(0.3) ? 'JP' : 'US',
    registration: isJapanResident
      ? random.pick(['registered', 'registered', 'not-checked', 'not-found', 'lapsed', null, null, null])
      : null,
    nature: random.pick([
      ...(['ad-performance', 'ad-performance', 'manuscript', 'manuscript', 'lecture', 'design'] as const),
      ...(['royalty', 'sales-agent', 'sales-agent', 'other'] as const),
    ]),
    taxMode: random.isTrue(0.25) ? 'inclusive' : 'exclusive',
    isNetOfWithholding: random.isTrue(0.2),
    treaty: !isJapanResident && random.isTrue(0.4) ? treaty : null,
  };
}
