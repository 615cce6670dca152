import { DomainError } from '../errors.ts';
import type { PartnerId } from '../ids.ts';
import type { MarkovOrder } from '../partner/program.ts';
import type { JourneyPath } from './journey-path.ts';
import type { MarkovChain } from './markov-chain.ts';
import { markovChain } from './markov-chain.ts';
import { touchedShares } from './touched-shares.ts';

/** Partners that are looked at together: a flow is read once for all of them. */
const LANES_MAX = 16;
/** They come in fours; a lane without a partner costs its place and is empty. */
const LANES_STEP = 4;

/**
 * States and flows gone over, a step for each partner and round: what a function of fifteen minutes has time for, with room to
 * spare. Ten thousand partners of 300,000 clicks take some 40 thousand million of order 1. Counted and not timed, so that every machine decides alike.
 */
const STEPS_MAX = 60_000_000_000;

/** What would be lost without a partner, as a part of the whole: of the conversions, and of their value. */
export interface RemovalEffect {
  readonly partnerId: PartnerId;
  readonly ofConversions: number;
  readonly ofValue: number;
}

/**
 * The removal effect of every partner in the Markov model of an order, by partner id: 1 − p(removed) / p, where removing a
 * partner sends every state that holds it to null. What is lost are the walks that touch it before they convert, so the
 * effect is added up from those and is no difference of large numbers. A converting walk is worth the mean value of the
 * observed conversions after its last state. Right to twelve digits or more; zero for all when nothing converted. Refused with
 * `markov.too-large` where it would take too long, as soon as the first partners tell.
 *
 * Source: Anderl, Becker, von Wangenheim, Schumann, "Mapping the customer journey", IJRM 33 (2016), section 3.
 */
export function removalEffects(paths: readonly JourneyPath[], order: MarkovOrder): readonly RemovalEffect[] {
  const chain = markovChain(paths, order);
  const conversions = sumOf(chain.conversions);
  const value = sumOf(chain.values);
  const effects: RemovalEffect[] = [];
  let steps = 0;
  for (let first = 0; first < chain.partners.length; first += LANES_MAX) {
    const partners = chain.partners.slice(first, first + LANES_MAX);
    const lanes = LANES_STEP * Math.ceil(partners.length / LANES_STEP);
    const { shares, rounds } = touchedShares(chain, first, lanes);
    steps += rounds * lanes * (chain.last.length + chain.into.other.length);
    refuseLong(chain, steps, first + partners.length);
    for (const [lane, partnerId] of partners.entries()) {
      effects.push({
        partnerId,
        ofConversions: partOf(weighted(chain.conversions, shares, lane, lanes), conversions),
        ofValue: partOf(weighted(chain.values, shares, lane, lanes), value),
      });
    }
  }
  return effects;
}

/** By the partners that are done: what all of them would take. */
function refuseLong({ partners, into, last }: MarkovChain, steps: number, done: number): void {
  const all = Math.ceil((steps / done) * partners.length);
  if (all <= STEPS_MAX) return;
  const size = {
    en: `${partners.length} partners, ${last.length} states and ${into.other.length} ways between them`,
    ja: `パートナー${partners.length}件・状態${last.length}件・遷移${into.other.length}件`,
  };
  throw new DomainError('markov.too-large', {
    en: `${size.en} take ${all} steps, and at most ${STEPS_MAX} are taken; choose a lower order, or a shorter windowDays`,
    ja: `${size.ja}の計算には${all}ステップ必要で、上限の${STEPS_MAX}を超えます。orderまたはwindowDaysを小さくしてください。`,
  });
}

const partOf = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

/** The amounts of all states times their shares in one lane. */
function weighted(amounts: Float64Array, shares: Float64Array, lane: number, lanes: number): number {
  let sum = 0;
  for (let state = 0; state < amounts.length; state += 1) {
    sum += (amounts[state] ?? 0) * (shares[state * lanes + lane] ?? 0);
  }
  return sum;
}

function sumOf(amounts: Float64Array): number {
  let sum = 0;
  for (const amount of amounts) sum += amount;
  return sum;
}
