import type { RuleChoice } from '../commission/choose-rule.ts';
import type { PayLine } from '../commission/pay-line.ts';
import { ruleOf } from '../commission/pay-line.ts';
import type { CapTrace, PaySteps } from '../commission/pay-trace.ts';
import type { Plan } from '../commission/plan.ts';
import { traceOf } from '../commission/trace-of.ts';
import { assertNever } from '../errors.ts';
import { member, quoted } from '../integrity/canonical.ts';
import { formatAmount } from '../money/amount.ts';
import type { DailyRate } from '../money/exchange.ts';
import type { Program } from '../partner/program.ts';
import { ruleFor } from '../settlement/book-conversion.ts';
import type { PaidLine } from '../settlement/pay-book.ts';
import type { ProgramTerms } from '../settlement/terms.ts';
import { termsPlanOf } from '../settlement/terms.ts';

/**
 * Why a commission line has its amount, with every number needed to recompute it; what its conversion shares over all lines
 * (credit, plan, rounding mode) stands with the conversion. Amounts are decimal strings in the program's currency unless they
 * say otherwise; members are in alphabetical order, so that printing it is canonical.
 */
export interface Explanation {
  readonly base: ExplainedBase;
  readonly caps?: readonly ExplainedCap[] | undefined;
  /** Before rounding, in minor units, as a fraction. */
  readonly exact: string;
  /** The partner's part of the net base; for a share the whole. */
  readonly netBase: string;
  readonly pay: ExplainedPay;
  /** Why nothing, or nothing more, is paid. */
  readonly reason?: string | undefined;
  readonly rounded: string;
  /** The other rules in list order, each with why it lost: a dimension, `less-specific`, `later-in-list`, `negotiated-first`. */
  readonly tried?: Tried | undefined;
}

/** From what the customer was charged to the net base. */
export interface ExplainedBase {
  /** What the customer was charged, in the conversion's own currency. */
  readonly amount: string;
  readonly base: string;
  readonly currency?: string | undefined;
  readonly exchange?: ExplainedExchange | undefined;
  readonly net: string;
  readonly reversed?: string | undefined;
  readonly shippingLeftOut?: string | undefined;
  readonly takenBack?: string | undefined;
  readonly taxLeftOut?: string | undefined;
}

/** The rate used, from the day and by whom it was published. */
interface ExplainedExchange {
  readonly date: string;
  /** Of which currency the rate is for one unit, where it divides: that of the program. */
  readonly per?: string | undefined;
  readonly rate: string;
  readonly source?: string | undefined;
}

/** What a cap left of the rounded amount. */
export interface ExplainedCap {
  readonly cut: string;
  readonly limit: string;
  readonly per: string;
  readonly used: string;
  /** The cap of the whole conversion, which its partners share by credit: `limit` is this partner's part. */
  readonly whole?: string | undefined;
}

/** What the rule pays, with the numbers of this line. */
export type ExplainedPay =
  | { readonly type: 'none' }
  | { readonly rate: string; readonly type: 'rate' }
  | { readonly flat: string; readonly per: string; readonly quantity: number; readonly type: 'flat' }
  | {
      readonly after: string;
      readonly before: string;
      readonly metric: string;
      readonly mode: string;
      readonly stretches: readonly {
        readonly flat?: string | undefined;
        readonly from: string;
        readonly rate?: string | undefined;
        readonly units: string;
      }[];
      readonly type: 'volume';
      readonly window: string;
    }
  | {
      readonly lastAmount: string;
      readonly lastNetBase: string;
      readonly type: 'frozen';
      /** Owed in full while the line lives, as flat amounts are; false: in proportion to the net base. */
      readonly whole: boolean;
    }
  | {
      readonly part: string;
      /** Which of `weights` is the partner's, counted from 1. */
      readonly place: number;
      readonly rate: string;
      readonly type: 'share';
      /** By which `whole` is allocated. */
      readonly weights: readonly string[];
      readonly whole: string;
    };

/** Explains a paid line. */
export function explanationOf(paid: PaidLine, terms: ProgramTerms): Explanation {
  const { program } = terms;
  const { plan } = termsPlanOf(terms, paid.booked.planVersion);
  const { pay } = paid;
  const trace = traceOf(pay, paid.worth);
  const money = (minor: bigint): string => formatAmount(minor, program.currency);
  const caps = trace.caps.map((cap) => explainedCap(cap, pay, money));
  const tried = paid.line.isShare ? [] : triedRules(paid, terms);
  return {
    base: explainedBase(paid, plan.base, program),
    caps: caps.length > 0 ? caps : undefined,
    exact: trace.exact,
    netBase: money(pay.netBaseMinor),
    pay: explainedPay(trace.pay, pay, money),
    reason: trace.reason ?? undefined,
    rounded: money(trace.roundedMinor),
    tried: tried.length > 0 ? tried : undefined,
  };
}

function explainedBase({ booked, base, line }: PaidLine, includes: Plan['base'], program: Program): ExplainedBase {
  const sold = booked.conversion.lines[line.position];
  const { currency } = booked.conversion;
  const own = (minor: bigint): string => formatAmount(minor, currency);
  const money = (minor: bigint): string => formatAmount(minor, program.currency);
  const { amountMinor = 0n, taxMinor = 0n, shippingMinor = 0n } = sold ?? {};
  const whole = money(base.baseMinor);
  return {
    amount: own(amountMinor),
    base: whole,
    currency: currency === program.currency ? undefined : currency,
    exchange: booked.rate === null ? undefined : explainedExchange(booked.rate),
    net: base.netBaseMinor === base.baseMinor ? whole : money(base.netBaseMinor),
    reversed: base.reversedMinor > 0n ? own(base.reversedMinor) : undefined,
    shippingLeftOut: shippingMinor > 0n && !includes.includeShipping ? own(shippingMinor) : undefined,
    takenBack: base.takenBackMinor > 0n ? money(base.takenBackMinor) : undefined,
    taxLeftOut: taxMinor > 0n && !includes.includeTax ? own(taxMinor) : undefined,
  };
}

function explainedExchange({ date, per, rate, source }: DailyRate): ExplainedExchange {
  return { date, per, rate, source };
}

/**
 * An explanation as JSON text: what `JSON.stringify` of it gives, without making it first and with what lines have alike written
 * once. A large month has millions. `netBase` is the line's, written out.
 */
export function explanationText(paid: PaidLine, netBase: string, terms: ProgramTerms): string {
  const { pay, worth } = paid;
  const money = (minor: bigint): string => formatAmount(minor, terms.program.currency);
  const trace = traceOf(pay, worth);
  const caps =
    trace.caps.length === 0 ? '' : `,"caps":${JSON.stringify(trace.caps.map((cap) => explainedCap(cap, pay, money)))}`;
  const reason = trace.reason === null ? '' : `,"reason":"${trace.reason}"`;
  const tried = paid.line.isShare ? '' : triedText(triedRules(paid, terms));
  return (
    `{"base":${baseText(paid, terms)}${caps},"exact":"${trace.exact}","netBase":"${netBase}",` +
    `"pay":${payText(trace.pay, pay, money)}${reason},"rounded":"${money(trace.roundedMinor)}"${tried}}`
  );
}

function baseText(paid: PaidLine, terms: ProgramTerms): string {
  const { plan } = termsPlanOf(terms, paid.booked.planVersion);
  const explained = explainedBase(paid, plan.base, terms.program);
  const { amount, base, currency, exchange, net, reversed, shippingLeftOut, takenBack, taxLeftOut } = explained;
  const exchanged = exchange === undefined ? '' : `,"exchange":${JSON.stringify(exchange)}`;
  return (
    `{"amount":"${amount}","base":"${base}"${member('currency', currency)}${exchanged},"net":"${net}"` +
    `${member('reversed', reversed)}${member('shippingLeftOut', shippingLeftOut)}` +
    `${member('takenBack', takenBack)}${member('taxLeftOut', taxLeftOut)}}`
  );
}

const triedTexts = new WeakMap<Tried, string>();

function triedText(tried: Tried): string {
  if (tried.length === 0) return '';
  const found = triedTexts.get(tried);
  if (found !== undefined) return found;
  const text = `,"tried":${JSON.stringify(tried)}`;
  triedTexts.set(tried, text);
  return text;
}

function payText(steps: PaySteps, line: PayLine, money: Writer): string {
  if (steps.type === 'rate') return `{"rate":${quoted(steps.rate)},"type":"rate"}`;
  const pay = explainedPay(steps, line, money);
  return pay.type === 'volume' ? volumeText(pay) : JSON.stringify(pay);
}

function volumeText(pay: Extract<ExplainedPay, { type: 'volume' }>): string {
  let stretches = '';
  for (const { flat, from, rate, units } of pay.stretches) {
    const before = flat === undefined ? '' : `"flat":"${flat}",`;
    stretches += `${stretches === '' ? '' : ','}{${before}"from":"${from}"${member('rate', rate)},"units":"${units}"}`;
  }
  return (
    `{"after":"${pay.after}","before":"${pay.before}","metric":"${pay.metric}","mode":"${pay.mode}",` +
    `"stretches":[${stretches}],"type":"volume","window":"${pay.window}"}`
  );
}

/** The rules that did not pay this line. */
function triedRules({ booked, line, base }: PaidLine, terms: ProgramTerms): Tried {
  const sold = booked.conversion.lines[line.position];
  if (sold === undefined) return [];
  const { trials } = ruleFor(booked, sold, base.baseMinor, line.partnerId, terms);
  const known = triedOf.get(trials);
  if (known !== undefined) return known;
  const tried = trials.flatMap(({ ruleId, outcome, by }): [string, string][] => {
    if (outcome === 'chosen') return [];
    return [[ruleId, outcome === 'not-matched' ? (by ?? outcome) : outcome]];
  });
  triedOf.set(trials, tried);
  return tried;
}

type Tried = readonly (readonly [rule: string, lostBy: string])[];

const triedOf = new WeakMap<RuleChoice['trials'], Tried>();

function explainedCap({ cutMinor, limitMinor, per, usedBeforeMinor }: CapTrace, line: PayLine, money: Writer) {
  const cap = ruleOf(line.pay)?.cap ?? null;
  const isShared = per === 'conversion' && line.credits.length > 1;
  return {
    cut: money(cutMinor),
    limit: money(limitMinor),
    per,
    used: money(usedBeforeMinor),
    whole: isShared && cap !== null ? money(cap.amountMinor) : undefined,
  };
}

type Writer = (minor: bigint) => string;

function explainedPay(pay: PaySteps, line: PayLine, money: Writer): ExplainedPay {
  switch (pay.type) {
    case 'none':
      return { type: 'none' };
    case 'rate':
      return { rate: pay.rate, type: 'rate' };
    case 'flat':
      return { flat: money(pay.flatMinor), per: pay.per, quantity: pay.quantity, type: 'flat' };
    case 'frozen':
      return {
        lastAmount: money(pay.lastAmountMinor),
        lastNetBase: money(pay.lastNetBaseMinor),
        type: 'frozen',
        whole: pay.isWhole,
      };
    case 'share': {
      const among = line.pay !== null && 'share' in line.pay ? line.pay.share.among : [];
      return {
        part: pay.part,
        place: among.findIndex(({ partnerId }) => partnerId === line.partnerId) + 1,
        rate: pay.rate,
        type: 'share',
        weights: among.map(({ shareWeight }) => shareWeight.toString()),
        whole: money(pay.wholeMinor),
      };
    }
    case 'volume': {
      const units = (minor: bigint): string => (pay.metric === 'base' ? money(minor) : minor.toString());
      return {
        after: units(pay.afterMinor),
        before: units(pay.beforeMinor),
        metric: pay.metric,
        mode: pay.mode,
        stretches: pay.stretches.map(({ from, rate, flatMinor, unitsMinor }) => ({
          flat: flatMinor === undefined ? undefined : money(flatMinor),
          from,
          rate,
          units: units(unitsMinor),
        })),
        type: 'volume',
        window: pay.window,
      };
    }
    default:
      return assertNever(pay);
  }
}
