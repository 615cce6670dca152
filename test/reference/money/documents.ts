import { sharedOut, whole } from '../fraction.ts';
import type { Adjusted, MoneyHistory, PartnerHistory, Profile } from './history.ts';
import { payerOn } from './history.ts';
import { inOrder, lastDay, monthOf, sum } from './months.ts';
import type { Supply, Taxed } from './taxed.ts';
import { basisOn, mostCredited, taxed, transitionalGross, UNTAXED, withinMost } from './taxed.ts';

/** What a close fixed by cause, such as `conversion c1`; below zero it took that back. */
export interface Fixing {
  readonly causes: ReadonlyMap<string, bigint>;
  /** Write-offs are none: nobody supplied anything for them. */
  readonly adjustments: readonly Adjusted[];
  readonly payoutMinor: bigint;
}

export interface DocumentTax extends Taxed {
  /** Tax of earlier documents, for which there was no profile, is among it. */
  readonly isLate: boolean;
}

interface Issued {
  readonly month: string;
  /** How what it fixed is taxed: within the yearly cap of the credit and beyond; another once a profile that held on its day is told of. */
  parts: readonly Supply[];
  isWithoutProfile: boolean;
  /** What it fixed of each part, by cause, less what later ones took back of it. */
  readonly fixed: Map<string, readonly bigint[]>;
  /** All that stands on its basis by now. */
  standsMinor: bigint;
}

/** What is taken back of each part of a document; null: of none. */
interface Taken {
  readonly issued: Issued | null;
  readonly minors: readonly bigint[];
}

/** The consumption tax of one partner's documents: every supply is taxed once, and what is taken back takes its own tax back. */
export class Documents {
  readonly #history: MoneyHistory;
  readonly #partner: PartnerHistory;
  readonly #issued: Issued[] = [];
  /** While it was not registered, by the first day of the payer's year of accounts. */
  readonly #bought: Map<string, bigint>;

  /** What was bought before is shared by all programs of the payer. */
  constructor(history: MoneyHistory, partner: PartnerHistory, bought: Map<string, bigint>) {
    this.#history = history;
    this.#partner = partner;
    this.#bought = bought;
  }

  /** The profile that holds on a day by what was told until the close of a month. */
  profileOn(month: string, day: string): Profile | null {
    const told = this.#partner.profiles.filter(({ toldIn, from }) => toldIn <= month && from <= day);
    return told.at(-1)?.profile ?? null;
  }

  /** Null: there are no tax settings, or nothing was supplied or taken back. */
  taxOf(month: string, { causes, adjustments, payoutMinor }: Fixing): DocumentTax | null {
    const payer = payerOn(this.#history, lastDay(month));
    if (payer === null) return null;
    const late = this.#madeGood(month);
    const own = this.#issue(month, month);
    const year = yearOf(lastDay(month), payer.fiscalYearStartMonth);
    const boughtMinor = this.#bought.get(year) ?? 0n;
    const ordered = inOrder(adjustments);
    const fixing = [...causes, ...ordered.map(({ adjustmentId, minor }) => [adjustmentId, minor] as const)];
    const newly = fixing.filter(([, minor]) => minor > 0n);
    const newlyMinor = sum(newly.map(([, minor]) => minor));
    const [{ basis }] = own.parts as [Supply];
    if (newlyMinor > 0n) own.parts = withinMost(newlyMinor, basis, mostCredited(year) - boughtMinor, payer);
    own.standsMinor = newlyMinor;
    const beyond = sharedOut(
      own.parts[1]?.minor ?? 0n,
      newly.map(([, minor]) => whole(minor)),
    );
    for (const [at, [cause, minor]] of newly.entries()) {
      const beyondMinor = beyond[at] ?? 0n;
      own.fixed.set(cause, [minor - beyondMinor, beyondMinor]);
    }
    const supplies: Supply[] = newlyMinor === 0n ? [] : [...own.parts];
    const take = ({ issued, minors }: Taken): void => {
      for (const [at, minor] of minors.entries()) {
        if (minor !== 0n) supplies.push({ minor: -minor, basis: issued?.parts[at]?.basis ?? UNTAXED });
        if (issued !== null) issued.standsMinor -= minor;
      }
    };
    for (const [cause, minor] of causes) if (minor < 0n) this.#takeBack(cause, -minor, take);
    for (const adjusted of ordered) {
      if (adjusted.minor >= 0n) continue;
      const issued = this.#about(month, adjusted);
      const weights = issued.parts.map((part) => part.minor);
      take({ issued, minors: inProportion(-adjusted.minor, weights) });
    }
    const isIdle = supplies.length + late.length === 0;
    if (isIdle && payoutMinor === 0n) this.#issued.splice(this.#issued.indexOf(own), 1);
    if (isIdle) return null;
    const all = [...supplies, ...late];
    this.#bought.set(year, boughtMinor + transitionalGross(all, payer));
    return { ...taxed(all, payer), isLate: late.length > 0 };
  }

  #issue(month: string, now: string): Issued {
    const profile = this.profileOn(now, lastDay(month));
    const basis = basisOn(this.#history, lastDay(month), profile);
    const parts = [{ minor: 0n, basis }];
    const issued = { month, parts, isWithoutProfile: profile === null, fixed: new Map(), standsMinor: 0n };
    this.#issued.push(issued);
    return issued;
  }

  /** From the latest document that fixed it, then from those before; what none has fixed bears no tax. */
  #takeBack(cause: string, minor: bigint, take: (taken: Taken) => void): void {
    let left = minor;
    for (const issued of [...this.#issued].reverse()) {
      const there = issued.fixed.get(cause) ?? [];
      const taken = sum(there) < left ? sum(there) : left;
      if (taken === 0n) continue;
      const minors = inProportion(taken, there);
      issued.fixed.set(
        cause,
        there.map((minor, at) => minor - (minors[at] ?? 0n)),
      );
      take({ issued, minors });
      left -= taken;
    }
    if (left > 0n) take({ issued: null, minors: [left] });
  }

  /** What an adjustment takes back from: the document of the conversion or statement that it names, else its own month. */
  #about(now: string, { about, day }: Adjusted): Issued {
    const latestFirst = [...this.#issued].reverse();
    if (about !== null && 'conversionId' in about) {
      const fixing = latestFirst.find(({ fixed }) => fixed.has(`conversion ${about.conversionId}`));
      if (fixing !== undefined) return fixing;
    }
    const meant = about !== null && 'statementOf' in about ? about.statementOf : monthOf(day);
    return latestFirst.find(({ month }) => month === meant) ?? this.#issue(meant, now);
  }

  /** Out of what no tax was computed on, and in again, once there is a profile that held on the day of the document. */
  #madeGood(now: string): Supply[] {
    return this.#issued.flatMap((issued) => {
      const day = lastDay(issued.month);
      const profile = this.profileOn(now, day);
      if (!issued.isWithoutProfile || profile === null) return [];
      issued.isWithoutProfile = false;
      const basis = basisOn(this.#history, day, profile);
      const minor = issued.standsMinor;
      issued.parts = [{ minor, basis }];
      return [
        { minor: -minor, basis: UNTAXED },
        { minor, basis },
      ];
    });
  }
}

export const suppliedIn = ({ causes, adjustments }: Fixing): bigint =>
  sum(causes.values()) + sum(adjustments.map(({ minor }) => minor));

function inProportion(minor: bigint, weights: readonly bigint[]): readonly bigint[] {
  return sum(weights) === 0n ? [minor] : sharedOut(minor, weights.map(whole));
}

/** The first day of the year of accounts that a day is in. */
function yearOf(day: string, startMonth: number): string {
  const start = `${day.slice(0, 4)}-${String(startMonth).padStart(2, '0')}-01`;
  return start <= day ? start : `${Number(day.slice(0, 4)) - 1}${start.slice(4)}`;
}
