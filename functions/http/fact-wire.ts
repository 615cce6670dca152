import { formatRatio } from '../../domain/money/ratio.ts';
import type { Click } from '../../domain/tracking/click.ts';
import type { Conversion, ConversionLine } from '../../domain/tracking/conversion.ts';
import type { Reversal } from '../../domain/tracking/reversal.ts';
import type { ToldConversion } from '../usecases/facts/read-conversion.ts';
import type { ToldReversal } from '../usecases/facts/read-reversal.ts';
import { amount, instant, reviewAnswer } from './wire.ts';

/** A conversion in the words in which it was told, with its reversals and its review. */
export function toldConversionAnswer({ fact, recordedAt, reversals, review }: ToldConversion) {
  const { occurredAt, split, lines, ...told } = fact;
  return {
    ...told,
    occurredAt: instant(occurredAt),
    recordedAt: instant(recordedAt),
    ...(split === undefined ? {} : { split: splitAnswer(split) }),
    lines: lines.map((line) => lineAnswer(line, fact.currency)),
    reversals: reversals.map((reversal) => reversalTold(reversal, fact.currency)),
    review: review && reviewAnswer(review),
  };
}

/** A reversal in the words in which it was told. */
export function toldReversalAnswer({ fact, recordedAt, currency, isWaiting, excessMinor }: ToldReversal) {
  const told = { ...reversalTold(fact, currency), conversionId: fact.conversionId };
  const excess = amount(excessMinor, currency);
  return { ...told, recordedAt: instant(recordedAt), waiting: isWaiting, excess };
}

/** Without its source: that tells clicks of one day apart, and nobody is looked up by it. */
export function toldClickAnswer({ source: _, occurredAt, ...told }: Click) {
  return { ...told, occurredAt: instant(occurredAt) };
}

function lineAnswer({ amountMinor, taxMinor, shippingMinor, ...line }: ConversionLine, currency: string) {
  const [tax, shipping] = [amount(taxMinor, currency), amount(shippingMinor, currency)];
  return { ...line, amount: amount(amountMinor, currency), tax, shipping };
}

function splitAnswer(split: NonNullable<Conversion['split']>) {
  let denominator = 0n;
  for (const { creditWeight } of split) denominator += creditWeight;
  return split.map(({ partnerId, creditWeight }) => ({
    partnerId,
    share: formatRatio({ numerator: creditWeight, denominator }),
  }));
}

function reversalTold({ amountMinor, occurredAt, undoes, ...reversal }: Reversal, currency: string) {
  const { reversalId, lineId, cause, quantity } = reversal;
  const told = { reversalId, lineId, occurredAt: instant(occurredAt), cause, amount: amount(amountMinor, currency) };
  return { ...told, quantity, undoes: undoes ?? null };
}
