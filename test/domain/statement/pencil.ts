import type { Explanation } from '../../../domain/statement/explanation.ts';
import type { Statement, StatementLine } from '../../../domain/statement/statement.ts';
import type { StatementConversion } from '../../../domain/statement/statement-conversion.ts';
import type { StatementBonus, StatementOverride } from '../../../domain/statement/statement-extras.ts';

/**
 * Recomputes every line, bonus and override of a statement with pencil and paper: from its JSON alone, with arithmetic of its own. Says what does
 * not come out. `digits` are the decimals of the statement's currency and of the currencies of its sales.
 */
export function recomputed(json: string, digits: Readonly<Record<string, number>>): readonly string[] {
  const statement = JSON.parse(json) as Statement;
  const conversions = new Map(statement.conversions.map((conversion) => [conversion.conversionId, conversion]));
  const faultsOfLines = statement.lines.flatMap((line): string[] => {
    const conversion = conversions.get(line.conversionId);
    if (conversion === undefined) return [`${line.conversionId} is not among the conversions`];
    const paper = new Paper(statement.currency, digits, conversion.rounding, conversion);
    return paper.check(line).map((fault) => `${line.conversionId}/${line.lineId}/${line.rule ?? '-'}: ${fault}`);
  });
  const faultsOfExtras = [...statement.bonuses, ...statement.overrides].flatMap((extra): string[] => {
    const paper = new Paper(statement.currency, digits, extra.rounding, null);
    return 'bonus' in extra ? paper.checkBonus(extra) : paper.checkOverride(extra);
  });
  return [...faultsOfLines, ...faultsOfExtras];
}

interface Fraction {
  readonly top: bigint;
  readonly bottom: bigint;
}

class Paper {
  readonly #currency: string;
  readonly #digits: Readonly<Record<string, number>>;
  readonly #rounding: string;
  readonly #conversion: StatementConversion | null;

  constructor(
    currency: string,
    digits: Readonly<Record<string, number>>,
    rounding: string,
    conversion: StatementConversion | null,
  ) {
    this.#currency = currency;
    this.#digits = digits;
    this.#rounding = rounding;
    this.#conversion = conversion;
  }

  checkBonus({ amount, bonus, earlier, metric, offered, pay, reached, reaches }: StatementBonus): string[] {
    const count = (text: string): bigint => (metric === 'base' ? this.#money(text) : BigInt(text));
    const isReached = count(reached) > 0n && count(reached) >= count(reaches);
    const worth = 'flat' in pay ? this.#money(pay.flat) : this.#round(times(fraction(pay.rate), count(reached)));
    const before = this.#money(earlier ?? '0');
    const promised = isReached ? worth : 0n;
    const target = offered || promised < before ? promised : before;
    return target - before === this.#money(amount) ? [] : [`${bonus}: amount is ${amount}, not ${target - before}`];
  }

  checkOverride({ amount, rate, recruited, source }: StatementOverride): string[] {
    const computed = this.#round(times(fraction(rate), this.#money(source)));
    return computed === this.#money(amount) ? [] : [`${recruited}: amount is ${amount}, not ${computed}`];
  }

  check(line: StatementLine): string[] {
    const { explanation } = line;
    const exact = this.#exact(explanation);
    const faults = [...this.#baseFaults(explanation), ...this.#creditFaults(explanation)];
    const wanted = `${exact.top}/${exact.bottom}`;
    if (!isSame(fraction(explanation.exact), exact)) faults.push(`exact is ${explanation.exact}, computed ${wanted}`);
    const rounded = this.#money(explanation.rounded);
    if (explanation.pay.type === 'share') {
      const whole = this.#round(exact);
      if (whole !== this.#money(explanation.pay.whole)) faults.push(`whole is ${explanation.pay.whole}, not ${whole}`);
      const { weights, place } = explanation.pay;
      const part = partOf(whole, weights.map(fraction), place);
      if (part !== rounded) faults.push(`part is ${rounded}, computed ${part}`);
    } else if (rounded !== this.#round(exact)) faults.push(`rounded is ${rounded}, computed ${this.#round(exact)}`);

    let commission = rounded;
    for (const { cut, limit, used, whole: cap } of explanation.caps ?? []) {
      const part = cap === undefined ? this.#money(limit) : this.#part(this.#money(cap));
      if (part !== this.#money(limit)) faults.push(`limit is ${limit}, computed ${part}`);
      const room = this.#money(limit) - this.#money(used);
      const kept = commission <= room ? commission : room > 0n ? room : 0n;
      if (commission - kept !== this.#money(cut)) faults.push(`cut is ${cut}, computed ${commission - kept}`);
      commission = kept;
    }
    if (commission !== this.#money(line.commission)) faults.push(`commission is ${line.commission}, not ${commission}`);
    return faults;
  }

  /** The commission before rounding, in minor units. */
  #exact({ pay, netBase, reason }: Explanation): Fraction {
    const base = this.#money(netBase);
    if (reason === 'no-rule' || reason === 'fully-reversed' || reason === 'paid-on-earlier-line') return whole(0n);
    switch (pay.type) {
      case 'none':
        return whole(0n);
      case 'rate':
      case 'share':
        return times(fraction(pay.rate), base);
      case 'flat':
        return times(this.#credit(), this.#money(pay.flat) * BigInt(pay.quantity));
      case 'frozen': {
        const last = this.#money(pay.lastAmount);
        return pay.whole ? whole(last) : { top: last * base, bottom: this.#money(pay.lastNetBase) };
      }
      case 'volume': {
        const count = (text: string): bigint => (pay.metric === 'base' ? this.#money(text) : BigInt(text));
        const inLine = count(pay.after) - count(pay.before);
        let sum = whole(0n);
        for (const { units, rate, flat } of pay.stretches) {
          if (flat !== undefined) sum = plus(sum, times(this.#credit(), this.#money(flat) * count(units)));
          else if (pay.mode === 'retroactive') sum = plus(sum, times(fraction(rate ?? '0'), base));
          else if (inLine > 0n) sum = plus(sum, over(times(fraction(rate ?? '0'), base * count(units)), inLine));
        }
        return sum;
      }
      default:
        throw new Error(`an explanation of an unknown kind: ${JSON.stringify(pay)}`);
    }
  }

  /** From what the customer was charged to the net base. */
  #baseFaults({ base }: Explanation): string[] {
    const own = (text: string | undefined): bigint => this.#minor(text ?? '0', base.currency ?? this.#currency);
    const left = own(base.amount) - own(base.taxLeftOut) - own(base.shippingLeftOut);
    const exchanged =
      base.exchange === undefined
        ? left
        : this.#round(
            over(
              times(fraction(base.exchange.rate), left * 10n ** BigInt(this.#digits[this.#currency] ?? 0)),
              10n ** BigInt(this.#digits[base.currency ?? ''] ?? 0),
            ),
          );
    const faults: string[] = [];
    if (exchanged !== this.#money(base.base)) faults.push(`base is ${base.base}, computed ${exchanged}`);
    const reversed = own(base.reversed);
    const back = reversed === 0n ? 0n : this.#round({ top: reversed * exchanged, bottom: own(base.amount) });
    const takenBack = back > exchanged ? exchanged : back;
    if (takenBack !== this.#money(base.takenBack ?? '0')) faults.push(`takenBack is not ${takenBack}`);
    if (exchanged - takenBack !== this.#money(base.net)) faults.push(`net is ${base.net}`);
    return faults;
  }

  #creditFaults({ pay, base, netBase }: Explanation): string[] {
    const net = this.#money(base.net);
    const own = this.#money(netBase);
    if (pay.type === 'share') return own === net ? [] : [`a share is of the whole, not of ${netBase}`];
    const part = this.#part(net);
    return own === part ? [] : [`netBase is ${netBase} of ${base.net}, computed ${part}`];
  }

  #credit(): Fraction {
    return fraction(this.#conversion?.credit ?? '0');
  }

  /** This partner's part of a whole that is allocated by credit. */
  #part(whole: bigint): bigint {
    const { credit = '0', credits = [credit], place = 1 } = this.#conversion ?? {};
    return partOf(whole, credits.map(fraction), place);
  }

  #money(text: string): bigint {
    return this.#minor(text, this.#currency);
  }

  #minor(text: string, currency: string): bigint {
    const { top, bottom } = fraction(text);
    return (top * 10n ** BigInt(this.#digits[currency] ?? 0)) / bottom;
  }

  #round({ top, bottom }: Fraction): bigint {
    const size = top < 0n ? -top : top;
    const down = size / bottom;
    const rest = size - down * bottom;
    const isUp = {
      up: rest > 0n,
      down: false,
      'half-up': rest * 2n >= bottom,
      'half-even': rest * 2n > bottom || (rest * 2n === bottom && down % 2n === 1n),
    }[this.#rounding];
    if (isUp === undefined) throw new Error(`an unknown rounding: ${this.#rounding}`);
    const value = isUp ? down + 1n : down;
    return top < 0n ? -value : value;
  }
}

/** `"2/5"`, `"0.125"` or `"12"`. */
function fraction(text: string): Fraction {
  const [top = '0', bottom] = text.split('/');
  if (bottom !== undefined) return { top: BigInt(top), bottom: BigInt(bottom) };
  const [units = '0', decimals = ''] = text.split('.');
  return { top: BigInt(`${units}${decimals}`), bottom: 10n ** BigInt(decimals.length) };
}

const whole = (value: bigint): Fraction => ({ top: value, bottom: 1n });
const times = ({ top, bottom }: Fraction, by: bigint): Fraction => ({ top: top * by, bottom });
const over = ({ top, bottom }: Fraction, by: bigint): Fraction => ({ top, bottom: bottom * by });
const plus = (a: Fraction, b: Fraction): Fraction => ({
  top: a.top * b.bottom + b.top * a.bottom,
  bottom: a.bottom * b.bottom,
});
const isSame = (a: Fraction, b: Fraction): boolean => a.top * b.bottom === b.top * a.bottom;

/** The part at a place, from 1: everybody's is rounded down, and left-over units go to the largest rests, then the earlier. */
function partOf(whole: bigint, weights: readonly Fraction[], place: number): bigint {
  let bottom = 1n;
  for (const weight of weights) bottom *= weight.bottom;
  const parts = weights.map((weight) => (weight.top * bottom) / weight.bottom);
  let total = 0n;
  for (const part of parts) total += part;
  const size = whole < 0n ? -whole : whole;
  const floors = parts.map((part) => (size * part) / total);
  let left = size;
  for (const floor of floors) left -= floor;
  const restOf = (at: number): bigint => (size * (parts[at] ?? 0n)) % total;
  const order = parts
    .map((_, at) => at)
    .sort((a, b) => (restOf(a) === restOf(b) ? a - b : restOf(a) > restOf(b) ? -1 : 1));
  const part = (floors[place - 1] ?? 0n) + (order.indexOf(place - 1) < left ? 1n : 0n);
  return whole < 0n ? -part : part;
}
