import { fraction, rounded, times, whole } from '../fraction.ts';
import type { Payer, Profile } from './history.ts';
import { sum } from './months.ts';

/** A payment of fees with the tax beside them. */
export interface Payment {
  readonly paidOn: string;
  readonly feesMinor: bigint;
  readonly taxMinor: bigint;
  /** What of the fees is tax that was agreed to be in them. */
  readonly includedMinor: bigint;
  /** What the payer paid to the same person before. */
  readonly before: readonly Paid[];
}

/** A payment that was made. */
export interface Paid {
  readonly paidOn: string;
  readonly kept: Withheld;
}

export interface Withheld {
  readonly kind: string;
  readonly baseMinor: bigint;
  readonly withheldMinor: bigint;
  readonly grossUpMinor: bigint;
}

const STEP = 1_000_000n;
const DEDUCTION = 120_000n;
const LISTED = ['manuscript', 'lecture', 'design', 'royalty'];
const COPYRIGHT = ['manuscript', 'design', 'royalty'];

/** What a payment keeps back (所得税法204条, 205条, 212条, 213条). Null: it cannot be said, and the payment waits. */
export function withheld(payment: Payment, profile: Profile | null, payer: Payer): Withheld | null {
  if (profile === null) return null;
  const kind = kindOf(payment.paidOn, profile, payer);
  if (kind === 'unknown') return null;
  const { feesMinor, taxMinor, includedMinor, paidOn } = payment;
  const base = (fees: bigint): bigint => (payer.separatesTax ? fees - includedMinor : fees + taxMinor);
  if (kind === 'none' || feesMinor === 0n) {
    return { kind: 'none', baseMinor: base(feesMinor), withheldMinor: 0n, grossUpMinor: 0n };
  }
  const before = payment.before.filter((paid) => isTogether(paid, kind, paidOn));
  const keptBackOf = (fees: bigint): bigint => keptBack(base(fees), kind, before);
  const withheldOn = (fees: bigint): Withheld => ({
    kind: typeof kind === 'string' ? kind : 'non-resident',
    baseMinor: base(fees),
    withheldMinor: keptBackOf(fees),
    grossUpMinor: fees - feesMinor,
  });
  if (!profile.isNetOfWithholding) return withheldOn(feesMinor);
  // The largest fee that leaves what was agreed.
  let [low, high] = [feesMinor, feesMinor * 2n + (taxMinor > 0n ? taxMinor : 0n) + 1n];
  while (low < high) {
    const middle = (low + high + 1n) / 2n;
    if (middle - keptBackOf(middle) <= feesMinor) low = middle;
    else high = middle - 1n;
  }
  return withheldOn(low);
}

/** Whether what was paid before is judged with a payment of its kind: a sales agent's of the month, what is listed in 204条1項1号 of the day. */
function isTogether(before: Paid, kind: Kind, paidOn: string): boolean {
  if (before.kept.kind !== kind) return false;
  return kind === '204-1-4' ? before.paidOn.slice(0, 7) === paidOn.slice(0, 7) : before.paidOn === paidOn;
}

type Kind = 'none' | 'unknown' | '204-1-1' | '204-1-4' | { readonly rate: string };

function kindOf(paidOn: string, profile: Profile, payer: Payer): Kind {
  const { nature } = profile;
  // Who has no employees need not withhold on residents; there is no such relief for what goes abroad.
  if (!profile.isJapanResident) return foreign(paidOn, profile);
  if (payer.isExemptFromWithholding || profile.entityKind === 'corporation') return 'none';
  if (nature === 'other') return 'unknown';
  if (profile.entityKind !== 'individual') return 'none';
  if (LISTED.includes(nature)) return '204-1-1';
  return nature === 'sales-agent' || payer.adPerformanceAs === 'sales-agent' ? '204-1-4' : 'none';
}

function foreign(paidOn: string, { nature, workCountry, treaty }: Profile): Kind {
  const isDomesticSource = COPYRIGHT.includes(nature) || workCountry === 'JP';
  if (!isDomesticSource) return 'none';
  const isFiled = treaty !== null && treaty.filedOn <= paidOn && paidOn <= treaty.expiresOn;
  return { rate: isFiled ? treaty.rate : '0.2042' };
}

type PartOf = (minor: bigint, rate: string) => bigint;
const dueOfDay = (base: bigint, partOf: PartOf): bigint =>
  base <= STEP ? partOf(base, '0.1021') : partOf(base - STEP, '0.2042') + 102_100n;
const dueOfMonth = (base: bigint, partOf: PartOf): bigint =>
  base > DEDUCTION ? partOf(base - DEDUCTION, '0.1021') : 0n;

function keptBack(base: bigint, kind: Exclude<Kind, 'none' | 'unknown'>, before: readonly Paid[]): bigint {
  const partOf = (minor: bigint, rate: string): bigint => rounded(times(whole(minor), fraction(rate)), 'down');
  if (base <= 0n) return 0n;
  if (typeof kind !== 'string') return partOf(base, kind.rate);
  const together = base + sum(before.map(({ kept }) => kept.baseMinor));
  const withheldMinor = sum(before.map(({ kept }) => kept.withheldMinor));
  const due = { '204-1-1': dueOfDay, '204-1-4': dueOfMonth }[kind](together, partOf) - withheldMinor;
  return due > 0n ? due : 0n;
}
