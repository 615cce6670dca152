import { Decimal } from 'decimal.js';
import type { Click, Conversion, Folder, Standing } from './folder.ts';
import type { Fraction } from './fraction.ts';
import { fraction, NOTHING, ONE, over, plus, sumOf, times, whole } from './fraction.ts';

/** Who is credited with a conversion, in their order; or why nobody is. */
export type Journey = { readonly credits: ReadonlyMap<string, Fraction> } | { readonly reason: string };

interface Touch {
  readonly partner: string;
  readonly at: number;
}

const DAY = 86_400;
const TOUCHES_MAX = 200;

/** Memberships as they were at an instant. */
export interface Members {
  readonly standing: (partner: string, at: number) => Standing;
  readonly isActive: (partner: string, at: number) => boolean;
}

export function membersOf({ partners, terms }: Folder): Members {
  const standing = (id: string, at: number): Standing => {
    const changes = terms.filter(({ partner, from }) => partner === id && from <= at).sort((a, b) => a.from - b.from);
    const found = changes.at(-1) ?? partners.find((partner) => partner.id === id);
    if (found === undefined) throw new Error(`there is no ${id}`);
    return found;
  };
  return {
    standing,
    isActive: (id, at) =>
      standing(id, at).status === 'active' &&
      partners.some(({ id: own, joinedAt, endedAt }) => own === id && joinedAt <= at && (endedAt ?? at + 1) > at),
  };
}

/** By instant and then by name. */
export function inOrder<T extends { readonly at: number; readonly id: string }>(facts: readonly T[]): readonly T[] {
  return [...facts].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}

/** Section 2 and 3 of the rules, conversion by conversion in their order, since clicks may earn once only. */
export function journeysOf(folder: Folder, members: Members): ReadonlyMap<string, Journey> {
  const repeats = repeatsIn(folder);
  const used = new Set<string>();
  const journeys = new Map<string, Journey>();
  for (const conversion of inOrder(folder.conversions)) {
    journeys.set(conversion.id, journeyOf(conversion, { folder, members, repeats, used, journeys }));
  }
  return journeys;
}

interface Known {
  readonly folder: Folder;
  readonly members: Members;
  readonly repeats: ReadonlySet<string>;
  /** Clicks that had their next conversion. */
  readonly used: Set<string>;
  readonly journeys: ReadonlyMap<string, Journey>;
}

function journeyOf(conversion: Conversion, known: Known): Journey {
  const { folder, members, repeats, used } = known;
  const { attribution } = folder.program;
  const { at, customer } = conversion;
  if (conversion.partner !== '') return { credits: new Map([[conversion.partner, ONE]]) };
  const isOwn = (id: string): boolean =>
    customer !== '' && folder.partners.some((partner) => partner.id === id && partner.customer === customer);
  const bound = boundCredits(conversion, known, (id) => members.isActive(id, at) && !isOwn(id));
  if (bound !== null) return { credits: bound };
  const owner = couponOwner(conversion, folder);
  const mayEarn = owner !== null && members.isActive(owner, at) && !isOwn(owner) && attribution.coupon !== 'ignore';
  if (mayEarn && attribution.coupon === 'wins') return { credits: new Map([[owner, ONE]]) };
  const clicks = clicksBefore(conversion, folder);
  const eligible = clicks.filter((click) => {
    const age = at - click.at;
    if (click.isBot || repeats.has(click.id) || isOwn(click.partner)) return false;
    if (age > attribution.lookbackDays * DAY || age < attribution.minSecondsToConvert) return false;
    if (!members.isActive(click.partner, click.at) || !members.isActive(click.partner, at)) return false;
    return attribution.touchReuse === 'every-conversion' || !used.has(click.id);
  });
  const touches: readonly Touch[] = [...eligible, ...(mayEarn ? [{ partner: owner, at }] : [])].slice(-TOUCHES_MAX);
  for (const { id } of eligible) used.add(id);
  if (touches.length === 0) return { reason: clicks.length > 0 ? 'no-eligible-touchpoint' : 'no-touchpoint' };
  return { credits: creditsOf(touches, at, folder) };
}

/** A renewal of a bound customer goes to whoever was credited first, as far as they may still earn. */
function boundCredits(conversion: Conversion, { folder, journeys }: Known, mayEarn: (id: string) => boolean) {
  if (folder.program.attribution.renewals !== 'bound' || conversion.kind !== 'renewal') return null;
  if (conversion.customer === '') return null;
  for (const { id, customer } of inOrder(folder.conversions)) {
    const journey = journeys.get(id);
    if (customer !== conversion.customer || journey === undefined || !('credits' in journey)) continue;
    const left = [...journey.credits].filter(([partner]) => mayEarn(partner));
    const all = sumOf(left.map(([, credit]) => credit));
    return left.length === 0 ? null : new Map(left.map(([partner, credit]) => [partner, over(credit, all)]));
  }
  return null;
}

/** Clicks at or before a conversion by its own visitor, that of the click it names, and those seen with its customer by then. */
function clicksBefore(conversion: Conversion, folder: Folder): readonly Click[] {
  const visitors = new Set(
    folder.conversions
      .filter(({ customer, at }) => customer !== '' && customer === conversion.customer && at <= conversion.at)
      .map(({ visitor }) => visitor),
  );
  visitors.add(conversion.visitor);
  for (const { id, visitor } of folder.clicks) if (id === conversion.click) visitors.add(visitor);
  visitors.delete('');
  return inOrder(folder.clicks.filter(({ visitor, at }) => visitors.has(visitor) && at <= conversion.at));
}

/** Clicks of one visitor on one link, too soon after the last one that counts. */
function repeatsIn({ clicks, program }: Folder): ReadonlySet<string> {
  const repeats = new Set<string>();
  const kept = new Map<string, number>();
  for (const { id, at, visitor, link, partner, isBot } of inOrder(clicks)) {
    if (isBot) continue;
    const place = `${visitor} ${link === '' ? `of ${partner}` : link}`;
    const last = kept.get(place);
    if (last !== undefined && at - last < program.attribution.clickDedupeSeconds) repeats.add(id);
    else kept.set(place, at);
  }
  return repeats;
}

function couponOwner({ coupon }: Conversion, { partners }: Folder): string | null {
  const plain = (code: string): string => code.normalize('NFKC').replaceAll(/\s/gu, '').toUpperCase();
  if (coupon === '') return null;
  return partners.find((partner) => partner.coupon !== '' && plain(partner.coupon) === plain(coupon))?.id ?? null;
}

function creditsOf(touches: readonly Touch[], at: number, folder: Folder): ReadonlyMap<string, Fraction> {
  const { repeats } = folder.program.attribution;
  const counted = touches.filter(({ partner }, place) => {
    if (repeats === 'collapsed') return touches[place - 1]?.partner !== partner;
    return repeats !== 'unique' || touches.findIndex((other) => other.partner === partner) === place;
  });
  const weights = weightsOf(counted, at, folder);
  const all = sumOf(weights);
  const credits = new Map<string, Fraction>();
  for (const [place, { partner }] of counted.entries()) {
    const share = over(weights[place] ?? NOTHING, all);
    credits.set(partner, plus(credits.get(partner) ?? NOTHING, share));
  }
  return new Map([...credits].filter(([, credit]) => credit.above > 0n));
}

function weightsOf(touches: readonly Touch[], at: number, { program }: Folder): readonly Fraction[] {
  const { model, directPartners = [], weights, halfLifeDays = '1', decay } = program.attribution;
  const last = touches.length - 1;
  const only = (chosen: number): readonly Fraction[] => touches.map((_, place) => (place === chosen ? ONE : NOTHING));
  switch (model) {
    case 'first-touch':
      return only(0);
    case 'last-touch':
      return only(last);
    case 'last-non-direct': {
      const indirect = touches.findLastIndex(({ partner }) => !directPartners.includes(partner));
      return only(indirect < 0 ? last : indirect);
    }
    case 'linear':
      return touches.map(() => ONE);
    case 'position-based': {
      const { first, middle, last: final } = weights ?? { first: '0.4', middle: '0.2', last: '0.4' };
      const half = times(fraction(middle), { above: 1n, below: 2n });
      if (last === 0) return [ONE];
      if (last === 1) return [plus(fraction(first), half), plus(fraction(final), half)];
      const between = over(fraction(middle), whole(BigInt(last - 1)));
      return touches.map((_, place) => (place === 0 ? fraction(first) : place === last ? fraction(final) : between));
    }
    case 'time-decay':
      return touches.map((touch) => decayed(at - touch.at, halfLifeDays, decay === 'stepwise'));
  }
}

const Exact = Decimal.clone({ precision: 80 });
const WEIGHT_DIGITS = 40;

/** Two to the power of minus the half-lives that have passed, to forty digits. */
function decayed(seconds: number, halfLifeDays: string, isStepwise: boolean): Fraction {
  const halfLives = new Exact(seconds).div(new Exact(halfLifeDays).times(DAY));
  const power = new Exact(2).pow((isStepwise ? halfLives.floor() : halfLives).negated());
  return fraction((isStepwise ? power : power.toSignificantDigits(WEIGHT_DIGITS)).toFixed());
}
