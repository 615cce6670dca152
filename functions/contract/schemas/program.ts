import * as z from 'zod';
import { CLAIM_TERMS } from '../../../domain/claim/claim-terms.ts';
import type { Plan } from '../../../domain/commission/plan.ts';
import { DEAL_TERMS } from '../../../domain/deal/deal-terms.ts';
import { parseAmount } from '../../../domain/money/amount.ts';
import type { DailyRate } from '../../../domain/money/exchange.ts';
import { ratioOf } from '../../../domain/money/ratio.ts';
import type { Program } from '../../../domain/partner/program.ts';
import { shown } from '../shown.ts';
import { told } from '../told.ts';
import { attributionSchema } from './attribution.ts';
import {
  amountSchema,
  currencySchema,
  dateSchema,
  decimalSchema,
  nameIdSchema,
  periodIdSchema,
  reserveSchema,
  textSchema,
  timezoneSchema,
} from './common.ts';
import { pageMembers } from './page.ts';
import { planSchema, RULES_MAX, ruleSchema } from './plan.ts';

const CLICK_ID_PARAMETER = 'bpid';
const CONFIRM_DAYS_MAX = 366;
const NOTICE_DAYS_MAX = 3650;
const MONTHS_LATER_MAX = 12;
const SCREENING_DAYS_MAX = 180;
const MIN_CONVERSIONS_MAX = 10_000;

const thresholdSchema = z.union([amountSchema, decimalSchema]);

const shareSchema = decimalSchema.refine(
  (rate) => Number(rate) <= 1,
  told({ en: 'must be at most 1', ja: '1以下にしてください' }),
);
const SIGNS = ['sharedPayee', 'refundRate', 'clickFlood', 'fastConversions', 'selfReferral', 'repeatedClicks'] as const;
const REPEATED_CLICKS_MAX = 100_000;

/** Which signs of abuse hold a payout, and for how many days after it is due. */
const screeningSchema = z
  .strictObject({
    holdDays: z.int().min(1).max(SCREENING_DAYS_MAX),
    sharedPayee: z.literal(true).optional(),
    refundRate: shareSchema.optional(),
    clickFlood: shareSchema.optional(),
    fastConversions: shareSchema.optional(),
    selfReferral: z.literal(true).optional(),
    repeatedClicks: z.int().min(1).max(REPEATED_CLICKS_MAX).optional(),
    minConversions: z.int().min(1).max(MIN_CONVERSIONS_MAX).optional(),
  })
  .refine(
    (terms) => SIGNS.some((sign) => terms[sign] !== undefined),
    told({
      en: `must name a sign: ${SIGNS.join(', ')}`,
      ja: `不正の兆候を1つ以上指定してください（${SIGNS.join(', ')}）`,
    }),
  );

/** When payouts are due, and whether partners must be paid within sixty days. */
export const payoutTermsSchema = z.strictObject({
  monthsLater: z.int().min(0).max(MONTHS_LATER_MAX),
  day: z.union([z.int().min(1).max(31), z.literal('last')]),
  shift: z.enum(['before', 'after']),
  calendar: z.enum(['jp', 'target2', 'us-fed']),
  sixtyDaysFrom: z.enum(['conversion', 'approval']).optional(),
  screening: screeningSchema.optional(),
});

const hostSchema = z
  .string()
  .toLowerCase()
  .max(253)
  .refine(isHost, {
    error: (issue) =>
      told({
        en: `must be a host without scheme, port or path, such as "shop.example.com", got ${shown(issue.input)}`,
        ja: `"shop.example.com"のように、https://・ポート・パスを含まないホスト名で指定してください（入力値: ${shown(issue.input, 'ja')}）`,
      }),
  });

const REVIEW_DAYS_MAX = 90;
const STAGES_MAX = 20;
const APPROVAL_HOURS_MAX = 720;
const PROTECTION_DAYS_MAX = 730;
const CLAIM_DAYS_MAX = 365;

/** How leads and deals are registered; what is left out is as `DEAL_TERMS` says. */
const dealTermsSchema = z.strictObject({
  stages: z
    .array(textSchema)
    .min(1, told({ en: 'must name a stage', ja: 'ステージを1つ以上指定してください' }))
    .max(
      STAGES_MAX,
      told({ en: `must name at most ${STAGES_MAX} stages`, ja: `ステージは${STAGES_MAX}個以下にしてください` }),
    )
    .refine(
      (stages) => new Set(stages).size === stages.length,
      told({ en: 'must not name a stage twice', ja: '同じステージを2回指定することはできません' }),
    )
    .default([...DEAL_TERMS.stages]),
  approvalHours: z.int().min(1).max(APPROVAL_HOURS_MAX).default(DEAL_TERMS.approvalHours),
  protectionDays: z.int().min(1).max(PROTECTION_DAYS_MAX).default(DEAL_TERMS.protectionDays),
  extensionDays: z.int().min(1).max(PROTECTION_DAYS_MAX).default(DEAL_TERMS.extensionDays),
});

/** Until when partners may claim and by when they are answered; what is left out is as `CLAIM_TERMS` says. */
const claimTermsSchema = z.strictObject({
  filingDays: z.int().min(1).max(CLAIM_DAYS_MAX).default(CLAIM_TERMS.filingDays),
  answerDays: z.int().min(1).max(CLAIM_DAYS_MAX).default(CLAIM_TERMS.answerDays),
});

const trackingSchema = z.strictObject({
  allowedHosts: z.array(hostSchema).max(100),
  clickIdParameter: z
    .string()
    .regex(
      /^[A-Za-z][A-Za-z0-9_-]{0,31}$/,
      told({
        en: 'must be a letter and up to 31 letters, digits, _ or -',
        ja: '英字で始め、英数字・_・-で32文字以内にしてください',
      }),
    )
    .default(CLICK_ID_PARAMETER),
});

const members = {
  id: nameIdSchema,
  name: textSchema,
  /** The merchant's name, for people: whose program it is, is the token's to say. */
  merchant: textSchema.optional(),
  currency: currencySchema,
  timezone: timezoneSchema,
  attribution: attributionSchema,
  noticeDays: z.int().min(0).max(NOTICE_DAYS_MAX).optional(),
  fourEyes: z.boolean().optional(),
  confirmation: z.strictObject({ days: z.int().min(1).max(CONFIRM_DAYS_MAX), agreedOn: z.iso.date() }).optional(),
  review: z.strictObject({ days: z.int().min(1).max(REVIEW_DAYS_MAX) }).optional(),
  deals: dealTermsSchema.optional(),
  claims: claimTermsSchema.optional(),
  partnerActivity: z.boolean().optional(),
  settlement: z
    .strictObject({
      period: z.literal('month').default('month'),
      threshold: thresholdSchema.optional(),
      reserve: reserveSchema.optional(),
      refundRateLimit: shareSchema.optional(),
      payout: payoutTermsSchema.optional(),
    })
    .default({ period: 'month' }),
};

/** A program whose merchant is yet to be said. */
export type UnownedProgram = Omit<Program, 'merchantId'>;

/** The body of `create program`: `program.json` without its plans, with the hosts that links may lead to. */
export const programBodySchema = z
  .strictObject({ ...members, tracking: trackingSchema })
  .transform((wire, context) => programOf(wire, context.issues));

/** What a folder's `program.json` says: the program and its plans, by version. */
export interface ProgramFile {
  readonly program: UnownedProgram;
  readonly merchant: string | null;
  readonly plans: readonly Plan[];
  readonly negotiated: readonly NegotiatedRules[];
}

/** Rules agreed with one partner, from a business date on until the next of the same partner. */
export type NegotiatedRules = z.output<typeof negotiatedSchema>;

const NEGOTIATED_MAX = 10_000;

const negotiatedSchema = z.strictObject({
  partner: nameIdSchema,
  from: dateSchema,
  rules: z.array(ruleSchema).max(RULES_MAX),
});

/** A whole `program.json`, with `plan` or `plans`. */
export const programSchema = z
  .strictObject({
    ...members,
    tracking: trackingSchema.default({ allowedHosts: [], clickIdParameter: CLICK_ID_PARAMETER }),
    plan: planSchema.optional(),
    plans: z
      .array(planSchema)
      .min(1, told({ en: 'must hold a plan', ja: 'プランを1件以上指定してください' }))
      .max(1000)
      .optional(),
    negotiated: z.array(negotiatedSchema).max(NEGOTIATED_MAX).optional(),
  })
  .check((context) => {
    const { plan, plans } = context.value;
    if ((plan === undefined) === (plans === undefined)) {
      context.issues.push({
        code: 'custom',
        input: plan,
        path: ['plan'],
        message: told({ en: 'give either plan or plans', ja: 'planとplansは、どちらか一方だけを指定してください' }),
      });
    }
  })
  .transform(
    (wire, context): ProgramFile => ({
      program: programOf(wire, context.issues),
      merchant: wire.merchant ?? null,
      negotiated: wire.negotiated ?? [],
      plans: [...(wire.plans ?? (wire.plan ? [wire.plan] : []))].sort((a, b) => a.version - b.version),
    }),
  );

/** One exchange rate of one day. */
export const rateSchema = z
  .strictObject({
    date: dateSchema,
    from: currencySchema,
    to: currencySchema,
    rate: decimalSchema.refine(
      (rate) => ratioOf(rate).numerator > 0n,
      told({ en: 'must be more than 0', ja: '0より大きい値にしてください' }),
    ),
    per: currencySchema.optional(),
    source: textSchema.optional(),
  })
  .refine(({ from, to, per = from }) => per === from || per === to, {
    path: ['per'],
    error: told({
      en: 'must be `from` or `to`: the currency of which the rate is for one unit',
      ja: 'fromまたはto（レートが1単位あたりの値となる通貨）を指定してください',
    }),
  })
  .refine(({ from, to }) => from !== to, {
    path: ['to'],
    error: told({ en: 'must differ from `from`', ja: 'fromと異なる通貨にしてください' }),
  })
  // A rate is for one unit of `from`, unless it says otherwise.
  .transform(({ per, ...rate }): DailyRate => (per === rate.to ? { ...rate, per } : rate));

/** Which exchange rates are listed: all, those of a month, those from or to a currency. */
export const rateQuerySchema = z.strictObject({
  ...pageMembers,
  month: periodIdSchema.optional(),
  currency: currencySchema.optional(),
});

type WireProgram = z.output<z.ZodObject<typeof members>> & { readonly tracking: z.output<typeof trackingSchema> };

function programOf(wire: WireProgram, issues: z.core.$ZodRawIssue[]): UnownedProgram {
  const { id, name, currency, timezone, attribution, settlement, tracking } = wire;
  const { noticeDays, fourEyes, confirmation, review, deals, claims, partnerActivity } = wire;
  const threshold = thresholdIn(settlement.threshold, currency);
  if (typeof threshold === 'string') {
    issues.push({ code: 'custom', input: settlement.threshold, path: ['settlement', 'threshold'], message: threshold });
  }
  const thresholdMinor = typeof threshold === 'string' ? 0n : threshold;
  return {
    programId: id,
    name,
    currency,
    timezone,
    attribution,
    settlement: {
      period: 'month',
      thresholdMinor,
      ...(settlement.reserve ? { reserve: settlement.reserve } : {}),
      ...(settlement.refundRateLimit === undefined ? {} : { refundRateLimit: settlement.refundRateLimit }),
      ...(settlement.payout ? { payout: settlement.payout } : {}),
    },
    tracking,
    ...(noticeDays === undefined || noticeDays === 0 ? {} : { noticeDays }),
    ...(fourEyes === true ? { fourEyes } : {}),
    ...(confirmation === undefined ? {} : { confirmation }),
    ...(review === undefined ? {} : { review }),
    ...(deals === undefined ? {} : { deals }),
    ...(claims === undefined ? {} : { claims }),
    ...(partnerActivity === true ? { partnerActivity } : {}),
  };
}

/** The threshold in minor units, or why there is none. */
function thresholdIn(threshold: z.output<typeof thresholdSchema> | undefined, currency: string): bigint | string {
  if (threshold === undefined) return 0n;
  if (typeof threshold !== 'string' && threshold.currency !== currency) {
    return told({
      en: `must be in ${currency}, the program's currency, got ${threshold.currency}`,
      ja: `プログラムの通貨${currency}で指定してください（入力値: ${threshold.currency}）`,
    });
  }
  const parsed = amountSchema.safeParse(typeof threshold === 'string' ? { amount: threshold, currency } : threshold);
  if (!parsed.success) return parsed.error.issues[0]?.message ?? '';
  return parseAmount(parsed.data.amount, currency);
}

function isHost(text: string): boolean {
  try {
    return new URL(`https://${text}/`).hostname === text && !text.includes(':');
  } catch {
    return false;
  }
}
