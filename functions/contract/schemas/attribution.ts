import * as z from 'zod';
import { add, formatRatio, ratioOf, ZERO } from '../../../domain/money/ratio.ts';
import type { AttributionSettings, Model } from '../../../domain/partner/program.ts';
import { told } from '../told.ts';
import { decimalSchema, nameIdSchema } from './common.ts';

/** What the first, the middle and the last touches share when a program does not say. */
const WEIGHTS = { first: '0.4', middle: '0.2', last: '0.4' };
const WEIGHTS_MAX = 200;
const DIRECT_PARTNERS_MAX = 100;
const LOOKBACK_DAYS_MAX = 3650;
/** After ten years of shorter ones a weight has so many digits that it can no longer be reckoned with. */
const HALF_LIFE_DAYS_MIN = 0.04;
const WINDOW_DAYS_MAX = 366;
const SECONDS_MAX = 31_536_000;

const weightsSchema = z.union([
  z
    .strictObject({ first: decimalSchema, middle: decimalSchema, last: decimalSchema })
    .check(({ value, issues }) => refuseSum(Object.values(value), value, issues)),
  z
    .array(decimalSchema)
    .min(1, told({ en: 'must hold a weight', ja: '重みを1つ以上指定してください' }))
    .max(WEIGHTS_MAX)
    .check(({ value, issues }) => refuseSum(value, value, issues)),
]);

const halfLifeSchema = z
  .union([decimalSchema, z.number().positive().max(LOOKBACK_DAYS_MAX)])
  .transform(String)
  .refine(
    (days) => /^\d+(?:\.\d+)?$/.test(days) && Number(days) >= HALF_LIFE_DAYS_MIN,
    told({
      en: `must be at least ${HALF_LIFE_DAYS_MIN} days, about an hour`,
      ja: `${HALF_LIFE_DAYS_MIN}日（約1時間）以上にしてください`,
    }),
  );

/** Options by the model that has them. */
const OPTIONS = {
  directPartners: 'last-non-direct',
  repeats: 'linear',
  twoTouches: 'position-based',
  halfLifeDays: 'time-decay',
  decay: 'time-decay',
  order: 'markov',
  characteristic: 'shapley',
} as const;

/** A model by name, and the options of all models. */
export const modelMembers = {
  model: z.enum([
    'first-touch',
    'last-touch',
    'last-non-direct',
    'linear',
    'position-based',
    'time-decay',
    'w-shaped',
    'custom',
    'markov',
    'shapley',
  ]),
  directPartners: z
    .array(nameIdSchema)
    .min(1, told({ en: 'must name at least one partner', ja: 'パートナーを1件以上指定してください' }))
    .max(DIRECT_PARTNERS_MAX)
    .optional(),
  repeats: z.enum(['counted', 'collapsed', 'unique']).optional(),
  twoTouches: z.enum(['middle-halved', 'renormalised']).optional(),
  weights: weightsSchema.optional(),
  halfLifeDays: halfLifeSchema.optional(),
  decay: z.enum(['continuous', 'stepwise']).optional(),
  order: z.literal([1, 2, 3, 4]).optional(),
  characteristic: z.enum(['sum-over-subsets', 'conversion-rate', 'markov']).optional(),
  windowDays: z.int().min(1).max(WINDOW_DAYS_MAX).optional(),
};

const members = {
  ...modelMembers,
  lookbackDays: z.int().min(0).max(LOOKBACK_DAYS_MAX).default(30),
  minSecondsToConvert: z.int().min(0).max(SECONDS_MAX).default(0),
  clickDedupeSeconds: z.int().min(0).max(SECONDS_MAX).default(0),
  coupon: z.enum(['wins', 'touchpoint', 'ignore']).default('wins'),
  touchReuse: z.enum(['every-conversion', 'next-conversion-only']).default('every-conversion'),
  renewals: z.enum(['model', 'bound']).default('model'),
};

type WireModel = z.output<z.ZodObject<typeof modelMembers>>;

/** A model as written, by name, with its own options beside it. */
export const modelSchema = z
  .strictObject(modelMembers)
  .check((context) => refuseOptions(context))
  .transform(modelOf);

const MODELS_COMPARED_MAX = 10;

/** Models to be compared; each option combination once. */
export const comparisonSchema = z.strictObject({
  models: z
    .array(modelSchema)
    .min(1, told({ en: 'must name a model', ja: 'モデルを1つ以上指定してください' }))
    .max(MODELS_COMPARED_MAX),
});

/** Attribution as written: the model by name, with its own options beside it. */
export const attributionSchema = z
  .strictObject(members)
  .check((context) => refuseOptions(context))
  .transform((wire): AttributionSettings => {
    const { lookbackDays, minSecondsToConvert, clickDedupeSeconds, coupon } = wire;
    return {
      model: modelOf(wire),
      lookbackDays,
      minSecondsToConvert,
      clickDedupeSeconds,
      coupon,
      ...(wire.touchReuse === 'next-conversion-only' ? { touchReuse: wire.touchReuse } : {}),
      ...(wire.renewals === 'bound' ? { renewals: wire.renewals } : {}),
    };
  });

function refuseOptions({ value, issues }: z.core.ParsePayload<WireModel>): void {
  for (const { field, reason } of optionProblems(value)) {
    issues.push({ code: 'custom', input: value, path: [field], message: reason });
  }
}

function optionProblems(wire: WireModel): { readonly field: string; readonly reason: string }[] {
  const { model, weights, halfLifeDays, directPartners } = wire;
  const problems: { field: string; reason: string }[] = [];
  for (const [field, owner] of Object.entries(OPTIONS) as [keyof typeof OPTIONS, string][]) {
    if (wire[field] !== undefined && model !== owner) {
      problems.push({
        field,
        reason: told({
          en: `belongs to the model ${owner}, not to ${model}`,
          ja: `モデル${owner}の項目です。モデル${model}では指定できません。`,
        }),
      });
    }
  }
  if (wire.windowDays !== undefined && model !== 'markov' && model !== 'shapley') {
    problems.push({
      field: 'windowDays',
      reason: told({
        en: `belongs to the models markov and shapley, not to ${model}`,
        ja: `モデルmarkovとshapleyの項目です。モデル${model}では指定できません。`,
      }),
    });
  }
  const add = (field: string, reason: string): void => void problems.push({ field, reason });
  if (weights && model !== 'position-based' && model !== 'custom') {
    add(
      'weights',
      told({
        en: `belongs to the models position-based and custom, not to ${model}`,
        ja: `モデルposition-basedとcustomの項目です。モデル${model}では指定できません。`,
      }),
    );
  }
  if (model === 'position-based' && Array.isArray(weights))
    add('weights', told({ en: 'must name first, middle and last', ja: 'first、middle、lastを指定してください' }));
  if (
    wire.twoTouches === 'renormalised' &&
    weights &&
    !Array.isArray(weights) &&
    isNothing(weights.first, weights.last)
  ) {
    add(
      'twoTouches',
      told({
        en: 'renormalised shares out first and last, so first or last must be more than 0',
        ja: 'renormalisedはfirstとlastで配分するため、どちらかを0より大きくしてください',
      }),
    );
  }
  if (model === 'custom' && !Array.isArray(weights)) {
    add(
      'weights',
      told({
        en: 'must be a list of weights by position, such as ["0.5", "0.3", "0.2"], for the model custom',
        ja: 'モデルcustomでは["0.5", "0.3", "0.2"]のように、順番ごとの重みのリストで指定してください',
      }),
    );
  }
  if (model === 'time-decay' && !halfLifeDays)
    add(
      'halfLifeDays',
      told({ en: 'is needed by the model time-decay, such as "7"', ja: 'モデルtime-decayでは必須です（例: "7"）' }),
    );
  if (model === 'last-non-direct' && !directPartners) {
    add(
      'directPartners',
      told({
        en: 'is needed by the model last-non-direct: the partners that stand for direct visits',
        ja: 'モデルlast-non-directでは必須です。直接訪問とみなすパートナーを指定してください。',
      }),
    );
  }
  return problems;
}

function modelOf(wire: WireModel): Model {
  const { model: name, weights, repeats, windowDays } = wire;
  const window = windowDays === undefined ? {} : { windowDays };
  switch (name) {
    case 'last-non-direct':
      return { name, directPartners: wire.directPartners ?? [] };
    case 'linear':
      return repeats === undefined || repeats === 'counted' ? { name } : { name, repeats };
    case 'position-based': {
      const position = weights === undefined || Array.isArray(weights) ? WEIGHTS : weights;
      const { twoTouches } = wire;
      return twoTouches === 'renormalised' ? { name, weights: position, twoTouches } : { name, weights: position };
    }
    case 'time-decay': {
      const halfLifeDays = wire.halfLifeDays ?? '';
      return wire.decay === 'stepwise' ? { name, halfLifeDays, decay: wire.decay } : { name, halfLifeDays };
    }
    case 'custom':
      return { name, weights: Array.isArray(weights) ? weights : [] };
    case 'markov':
      return { name, order: wire.order ?? 1, ...window };
    case 'shapley':
      return { name, characteristic: wire.characteristic ?? 'sum-over-subsets', ...window };
    default:
      return { name };
  }
}

const isNothing = (...weights: readonly string[]): boolean =>
  weights.every((weight) => ratioOf(weight).numerator === 0n);

function refuseSum(weights: readonly string[], input: unknown, issues: z.core.$ZodRawIssue[]): void {
  const sum = formatRatio(weights.map(ratioOf).reduce(add, ZERO));
  if (sum !== '1')
    issues.push({
      code: 'custom',
      input,
      message: told({ en: `must sum to 1, got ${sum}`, ja: `合計を1にしてください（入力値: ${sum}）` }),
    });
}
