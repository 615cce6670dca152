import { fraction, rounded, times, whole } from '../fraction.ts';
import type { Documents, DocumentTax } from './documents.ts';
import { suppliedIn } from './documents.ts';
import type { Adjusted, MoneyHistory, PartnerHistory } from './history.ts';
import { daysAfter, endOf, inOrder, startOf, sum } from './months.ts';
import type { Withheld } from './withheld.ts';

/** What a close stored of a partner: what it accrued, and what it released, promised and passed on, by cause. */
export interface Closed {
  readonly accruedMinor: bigint;
  readonly released: ReadonlyMap<string, bigint>;
  readonly bonuses: ReadonlyMap<string, bigint>;
  readonly overrides: ReadonlyMap<string, bigint>;
}

/** What must stand on the statement and the document of a month, and in the books after it. */
export interface Month {
  readonly openingMinor: bigint;
  readonly payableMinor: bigint;
  readonly payoutMinor: bigint;
  readonly closingMinor: bigint;
  readonly heldMinor: bigint;
  readonly reserveMinor: bigint;
  /** What the month cost the merchant, before tax. */
  readonly expenseMinor: bigint;
  /** Newly fixed less taken back. */
  readonly suppliedMinor: bigint;
  readonly tax: DocumentTax | null;
  readonly carriedInMinor: bigint;
  readonly taxPaidMinor: bigint;
  readonly carriedOnMinor: bigint;
  /** What the document says will be withheld. */
  readonly announced: Withheld;
}

export interface Closing {
  readonly month: string;
  readonly closed: Closed;
  /** Those that the month takes up. */
  readonly adjustments: readonly Adjusted[];
  /** What would be withheld from a payout with tax beside it. */
  readonly announce: (payoutMinor: bigint, taxMinor: bigint) => Withheld;
}

/** One partner's balances from close to close (calculation.md 6 to 8, payments.md 0). */
export class Owed {
  readonly #history: MoneyHistory;
  readonly #partner: PartnerHistory;
  readonly #documents: Documents;
  #carriedMinor = 0n;
  #heldMinor = 0n;
  #taxMinor = 0n;
  /** Of what was taken over as held. */
  #openingHeldMinor: bigint;
  #kept: { readonly until: number; readonly minor: bigint }[] = [];

  constructor(history: MoneyHistory, partner: PartnerHistory, documents: Documents) {
    this.#history = history;
    this.#partner = partner;
    this.#documents = documents;
    this.#openingHeldMinor = partner.opening?.heldMinor ?? 0n;
  }

  close({ month, closed, adjustments, announce }: Closing): Month {
    const cutoff = endOf(month);
    const openingMinor = this.#carriedMinor;
    const releasedMinor = sum(closed.released.values());
    const promisedMinor = sum(closed.bonuses.values()) + sum(closed.overrides.values());
    const changes = adjustments.filter(({ isWriteOff }) => !isWriteOff);
    const changedMinor = sum(changes.map(({ minor }) => minor));
    this.#heldMinor += closed.accruedMinor - releasedMinor;
    const heldEndsMinor = this.#takeOver(month, cutoff);
    let payableMinor = openingMinor + releasedMinor + promisedMinor + heldEndsMinor + changedMinor;
    if (month === this.#history.months[0]) payableMinor += this.#partner.opening?.payableMinor ?? 0n;
    payableMinor += this.#givenBack(cutoff);
    const letGoMinor = letGo(adjustments, payableMinor);
    payableMinor += letGoMinor;
    payableMinor -= this.#keepBack(releasedMinor, payableMinor, cutoff);
    const payoutMinor = this.#payoutOf(payableMinor, cutoff);
    this.#carriedMinor = payableMinor - payoutMinor;

    const causes = new Map([
      ...named('conversion', closed.released),
      ...named('bonus', closed.bonuses),
      ...named('override', closed.overrides),
      ['opening', heldEndsMinor] as const,
    ]);
    const fixing = { causes, adjustments: changes, payoutMinor };
    const tax = this.#documents.taxOf(month, fixing);
    const carriedInMinor = this.#taxMinor;
    const taxOwedMinor = carriedInMinor + (tax?.onTopMinor ?? 0n);
    const announced = announce(payoutMinor, taxOwedMinor);
    // Tax that was made good is paid alone where nothing is carried on; tax that the partner owes takes a payout at most.
    const isPaid = payoutMinor > 0n || (tax?.isLate === true && payableMinor === 0n && taxOwedMinor > 0n);
    const mostTaken = announced.withheldMinor - announced.grossUpMinor - payoutMinor;
    const taxPaidMinor = isPaid ? greater(taxOwedMinor, mostTaken) : 0n;
    this.#taxMinor = taxOwedMinor - taxPaidMinor;
    return {
      openingMinor,
      payableMinor,
      payoutMinor,
      closingMinor: this.#carriedMinor,
      heldMinor: this.#heldMinor,
      reserveMinor: sum(this.#kept.map(({ minor }) => minor)),
      expenseMinor: closed.accruedMinor + promisedMinor + changedMinor + letGoMinor,
      suppliedMinor: suppliedIn(fixing),
      tax,
      carriedInMinor,
      taxPaidMinor,
      carriedOnMinor: this.#taxMinor,
      announced,
    };
  }

  /** Takes over what was held before the first month; what of it is held no longer becomes payable. */
  #takeOver(month: string, cutoff: number): bigint {
    const { opening } = this.#partner;
    if (opening === null) return 0n;
    if (month === this.#history.months[0]) this.#heldMinor += opening.heldMinor;
    if (startOf(opening.heldUntil) > cutoff) return 0n;
    const endsMinor = this.#openingHeldMinor;
    this.#openingHeldMinor = 0n;
    this.#heldMinor -= endsMinor;
    return endsMinor;
  }

  #givenBack(cutoff: number): bigint {
    const over = this.#kept.filter(({ until }) => until <= cutoff);
    this.#kept = this.#kept.filter(({ until }) => until > cutoff);
    return sum(over.map(({ minor }) => minor));
  }

  /** A share of what lines released, rounded down, and never more than is payable. */
  #keepBack(releasedMinor: bigint, payableMinor: bigint, cutoff: number): bigint {
    const terms = this.#partner.reserve ?? this.#history.reserve;
    if (terms === null || releasedMinor <= 0n || payableMinor <= 0n) return 0n;
    const share = rounded(times(whole(releasedMinor), fraction(terms.rate)), 'down');
    const minor = share < payableMinor ? share : payableMinor;
    if (minor > 0n) this.#kept.push({ until: daysAfter(cutoff, terms.days), minor });
    return minor;
  }

  #payoutOf(payableMinor: bigint, cutoff: number): bigint {
    if (payableMinor <= 0n) return 0n;
    const { pays, thresholdMinor } = this.#history;
    const { endedOn } = this.#partner;
    const hasEnded = endedOn !== null && startOf(endedOn) <= cutoff;
    const isWaived = pays !== null && (pays.isSixtyDays || hasEnded);
    return isWaived || payableMinor >= thresholdMinor ? payableMinor : 0n;
  }
}

/** What write-offs let go: the debt that stands, and no more. */
function letGo(adjustments: readonly Adjusted[], payableMinor: bigint): bigint {
  let debtMinor = greater(-payableMinor, 0n);
  let letGoMinor = 0n;
  for (const { minor, isWriteOff } of inOrder(adjustments)) {
    if (!isWriteOff) continue;
    const part = minor < debtMinor ? minor : debtMinor;
    debtMinor -= part;
    letGoMinor += part;
  }
  return letGoMinor;
}

const named = (type: string, causes: ReadonlyMap<string, bigint>) =>
  [...causes].map(([id, minor]) => [`${type} ${id}`, minor] as const);

const greater = (a: bigint, b: bigint): bigint => (a > b ? a : b);
