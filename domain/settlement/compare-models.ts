import type { Fit } from '../attribution/fitted-model.ts';
import type { PartnerId } from '../ids.ts';
import { formatAmount } from '../money/amount.ts';
import { roundRatio } from '../money/round.ts';
import type { DataDrivenModel, Model } from '../partner/program.ts';
import { isDataDriven } from '../partner/program.ts';
import { creditsIn } from './book-conversion.ts';
import type { Period } from './calendar.ts';
import type { Carry } from './carry.ts';
import { closePeriod } from './close-period.ts';
import type { PeriodFacts } from './facts.ts';
import type { Summary } from './summary.ts';
import { summaryOf } from './summary.ts';
import type { ProgramTerms } from './terms.ts';

/** A month credited by several models; all that comes before it stays as it was closed. */
export interface ModelComparison {
  readonly program: string;
  readonly period: string;
  readonly currency: string;
  readonly models: readonly ModelColumn[];
  /** By partner id; figures in the order of the models. */
  readonly partners: readonly { readonly partnerId: string; readonly figures: readonly ComparedFigures[] }[];
}

/** What one of the models comes to. */
export interface ModelColumn {
  /** `markov order=2`: the model with its options. */
  readonly model: string;
  /** What its fit cannot tell. */
  readonly warnings: readonly string[];
  readonly totals: ComparedFigures;
}

/** Amounts and conversions as decimal strings; credited conversions to six digits, base and commission as `calculate` reports them. */
export interface ComparedFigures {
  readonly conversions: string;
  readonly base: string;
  readonly commission: string;
}

/** The month to compare, with what the close before it left. */
export interface MonthToCompare {
  readonly period: Period;
  readonly facts: PeriodFacts;
  readonly carry: Carry;
  readonly terms: ProgramTerms;
}

/** Finds the fit of a data-driven model; null where it is refused. */
export type FitOf = (model: DataDrivenModel) => Fit | null;

/** Credits and pays one month by each of the models. Nothing is posted. */
export function compareModels(month: MonthToCompare, models: readonly Model[], fitOf: FitOf): ModelComparison {
  const compared = models.map((model) => {
    const fit = isDataDriven(model) ? fitOf(model) : null;
    return { model, fit, ...underModel(month, model, fit) };
  });
  const partnerIds = new Set(compared.flatMap(({ summary }) => summary.partners.map(({ partnerId }) => partnerId)));
  return {
    program: month.terms.program.programId,
    period: month.period.periodId,
    currency: month.terms.program.currency,
    models: compared.map(({ model, fit, summary, credited }) => ({
      model: modelText(model),
      warnings: isDataDriven(model) ? (fit?.snapshot.warnings ?? ['snapshot.missing']) : [],
      totals: figuresOf(summary.totals, [...credited.values()].flat()),
    })),
    partners: [...partnerIds].sort().map((partnerId) => ({
      partnerId,
      figures: compared.map(({ summary, credited }) => {
        const own = summary.partners.find((partner) => partner.partnerId === partnerId);
        return figuresOf(own ?? nothingIn(month.terms.program.currency), credited.get(partnerId) ?? []);
      }),
    })),
  };
}

const nothingIn = (currency: string) => ({ base: formatAmount(0n, currency), commission: formatAmount(0n, currency) });

/** A model with its options in one line. */
export function modelText({ name, ...options }: Model): string {
  const texts = Object.entries(options).map(([option, value]) => `${option}=${optionText(value)}`);
  return [name, ...texts].join(' ');
}

function optionText(value: unknown): string {
  return value instanceof Object ? Object.values(value).join('+') : String(value);
}

/** A part of a conversion. */
interface CreditPart {
  readonly creditWeight: bigint;
  readonly whole: bigint;
}

function underModel(
  { period, facts, carry, terms }: MonthToCompare,
  model: Model,
  fit: Fit | null,
): { readonly summary: Summary; readonly credited: ReadonlyMap<PartnerId, readonly CreditPart[]> } {
  const { program } = terms;
  const under = { ...terms, program: { ...program, attribution: { ...program.attribution, model } }, fit };
  const result = closePeriod(period, facts, carry, under);
  const credited = new Map<PartnerId, CreditPart[]>();
  for (const { conversion } of facts.conversions) {
    const booked = result.carry.booked.get(conversion.conversionId);
    const credits = booked === undefined ? [] : creditsIn(booked.attribution);
    let whole = 0n;
    for (const { creditWeight } of credits) whole += creditWeight;
    for (const { partnerId, creditWeight } of credits) {
      const own = credited.get(partnerId) ?? [];
      credited.set(partnerId, own);
      own.push({ creditWeight, whole });
    }
  }
  return { summary: summaryOf(result, under), credited };
}

function figuresOf(
  { base, commission }: Pick<ComparedFigures, 'base' | 'commission'>,
  parts: readonly CreditPart[],
): ComparedFigures {
  return { conversions: conversionsText(parts), base, commission };
}

const DIGITS = 6n;
/** Parts of one whole are added up exactly, and different wholes to so many digits more. */
const SPARE_DIGITS = 20n;

function conversionsText(parts: readonly CreditPart[]): string {
  const byWhole = new Map<bigint, bigint>();
  for (const { creditWeight, whole } of parts) byWhole.set(whole, (byWhole.get(whole) ?? 0n) + creditWeight);
  let scaled = 0n;
  for (const [whole, weight] of byWhole) {
    scaled += roundRatio(weight * 10n ** (DIGITS + SPARE_DIGITS), whole, 'half-even');
  }
  const digits = roundRatio(scaled, 10n ** SPARE_DIGITS, 'half-even')
    .toString()
    .padStart(Number(DIGITS) + 1, '0');
  return `${digits.slice(0, -Number(DIGITS))}.${digits.slice(-Number(DIGITS))}`;
}
