import { assertNever } from '../../errors.ts';
import { grouped } from '../../money/readable.ts';
import type { ExplainedPay, Explanation } from '../explanation.ts';
import type { LineContext } from './line-context.ts';
import { say, wordFor } from './words.ts';

type VolumePay = ExplainedPay & { readonly type: 'volume' };

/** The sum that a rule or share makes, as it stands before rounding. A line that earns nothing has none; its reason is told. */
export function payText(explanation: Explanation, context: LineContext): readonly string[] {
  const { pay, reason } = explanation;
  const { words, conversion } = context;
  const base = grouped(explanation.netBase);
  const isCounted = reason === undefined || reason === 'capped';
  if (!isCounted && pay.type !== 'frozen') return [];
  switch (pay.type) {
    case 'none':
      return [];
    case 'rate':
      return [say(words.rate, { base, rate: pay.rate })];
    case 'flat': {
      const per = wordFor(words.per, pay.per);
      const factor = say(words.creditFactor, { credit: conversion.credit ?? '1' });
      return [say(words.flat, { per, flat: grouped(pay.flat), quantity: pay.quantity, factor })];
    }
    case 'frozen': {
      const last = grouped(pay.lastAmount);
      return [
        pay.whole
          ? say(words.frozenWhole, { last })
          : say(words.frozen, { last, base, lastBase: grouped(pay.lastNetBase) }),
      ];
    }
    case 'share': {
      const whole = grouped(pay.whole);
      const weights = pay.weights.join(' : ');
      return [
        say(words.share, { base, rate: pay.rate, whole }),
        say(words.sharePart, { weights, place: pay.place }),
        words.allocated,
      ];
    }
    case 'volume':
      return volumeText(pay, base, context);
    default:
      return assertNever(pay);
  }
}

function volumeText(pay: VolumePay, base: string, { words, conversion }: LineContext): readonly string[] {
  const { metric, mode, before, after, stretches } = pay;
  const blanks = {
    metric: wordFor(words.metrics, metric),
    window: pay.window,
    before: grouped(before),
    after: grouped(after),
  };
  const heading = say(mode === 'retroactive' ? words.retroactive : words.marginal, blanks);
  if (stretches.length === 0) return [heading, words.belowSteps];
  const factor = say(words.creditFactor, { credit: conversion.credit ?? '1' });
  const steps = stretches.map(({ from, units, rate, flat }) => {
    const sum =
      flat === undefined ? `${partOfBase({ base, units, pay })} × ${rate}` : `${grouped(flat)} × ${units} × ${factor}`;
    return say(words.stretch, { from: grouped(from), units: grouped(units), sum });
  });
  return [heading, ...steps];
}

/** The part of the net base that the units of a stretch stand for. */
function partOfBase({
  base,
  units,
  pay,
}: {
  readonly base: string;
  readonly units: string;
  readonly pay: VolumePay;
}): string {
  if (pay.mode === 'retroactive') return base;
  if (pay.metric === 'base') return grouped(units);
  const all = BigInt(pay.after) - BigInt(pay.before);
  return BigInt(units) === all ? base : `${base} × ${units} ÷ ${all}`;
}
