import * as z from 'zod';
import type { Plan, When } from '../../../domain/commission/plan.ts';
import { CONVERSION_KINDS } from '../../../domain/tracking/conversion.ts';
import { PARSING } from '../field-errors.ts';
import { told } from '../told.ts';
import { amountSchema, countrySchema, dateSchema, decimalSchema, nameIdSchema, textSchema } from './common.ts';
import { shapesOf } from './page.ts';

export const RULES_MAX = 500;
const VALUES_MAX = 1000;

const values = z
  .array(textSchema)
  .min(1, told({ en: 'must name at least one value', ja: '値を1つ以上指定してください' }))
  .max(VALUES_MAX);

const countries = z
  .array(countrySchema)
  .min(1, told({ en: 'must name at least one value', ja: '値を1つ以上指定してください' }))
  .max(VALUES_MAX);

/** Any of some names. */
const oneOf = <const T extends readonly [string, ...string[]]>(names: T) =>
  z.array(z.enum(names)).min(1, told({ en: 'must name at least one value', ja: '値を1つ以上指定してください' }));

const WHEN = {
  kind: oneOf(CONVERSION_KINDS).optional(),
  product: values.optional(),
  category: values.optional(),
  country: countries.optional(),
  customer: oneOf(['new', 'returning']).optional(),
  partner: z
    .array(nameIdSchema)
    .min(1, told({ en: 'must name at least one value', ja: '値を1つ以上指定してください' }))
    .max(VALUES_MAX)
    .optional(),
  partnerKind: oneOf(['affiliate', 'creator', 'agency', 'reseller', 'referral']).optional(),
  partnerCountry: countries.optional(),
  tier: values.optional(),
  segment: values.optional(),
  minBase: decimalSchema.optional(),
  weekday: oneOf(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']).optional(),
  dateRange: z.strictObject({ from: dateSchema, to: dateSchema }).optional(),
};

const METADATA = /^metadata\../;

type WhenGiven = z.input<z.ZodObject<typeof WHEN>> & {
  readonly [metadata: `metadata.${string}`]: string[] | undefined;
};

/** Named dimensions, and any number of `metadata.<key>`. */
const whenSchema: z.ZodType<When, WhenGiven> = z
  .object(WHEN)
  .catchall(values)
  .check((context) => {
    for (const name of Object.keys(context.value)) {
      if (name in WHEN || METADATA.test(name)) continue;
      const message = told({
        en: `is not a dimension; known are ${Object.keys(WHEN).join(', ')} and metadata.<key>`,
        ja: `条件に使えない項目です。使える項目: ${Object.keys(WHEN).join(', ')}, metadata.<key>`,
      });
      context.issues.push({ code: 'custom', input: name, path: [name], message });
    }
  })
  .transform((when): When => when as When)
  .meta({ id: 'When', description: 'What a line must be; any number of `metadata.<key>` may be named too' });

const windowSchema = z.enum(['month', 'quarter', 'year', 'lifetime']);
const metricSchema = z.enum(['base', 'conversions', 'items']);

const rateSchema = z.strictObject({ rate: decimalSchema });
const stepSchema = exactlyOne(
  z.strictObject({ from: decimalSchema, rate: decimalSchema }),
  z.strictObject({ from: decimalSchema, flat: amountSchema }),
);

const volumeSchema = z.strictObject({
  metric: metricSchema,
  window: windowSchema,
  mode: z.enum(['marginal', 'retroactive']),
  steps: z
    .array(stepSchema)
    .min(1, told({ en: 'must have at least one step', ja: '段階を1つ以上指定してください' }))
    .max(100),
});

const paySchema = exactlyOne(
  rateSchema,
  z.strictObject({ flat: amountSchema, per: z.enum(['conversion', 'line', 'item']) }),
  z.strictObject({ volume: volumeSchema }),
);

export const ruleSchema = z
  .strictObject({
    id: nameIdSchema,
    when: whenSchema,
    pay: paySchema,
    cap: z
      .strictObject({
        amount: decimalSchema,
        per: z.enum(['conversion', 'customer', 'partner-period', 'program-period']),
      })
      .optional(),
    months: z.int().min(0).max(1200).optional(),
  })
  .meta({ id: 'Rule' });

/** Rules negotiated with one partner, in the form of a plan's. */
export const rulesSchema = z
  .array(ruleSchema)
  .min(1, told({ en: 'must hold a rule', ja: 'ルールを1件以上指定してください' }))
  .max(RULES_MAX);

const shareSchema = z
  .strictObject({
    id: nameIdSchema,
    rate: decimalSchema,
    among: z
      .array(z.strictObject({ partner: nameIdSchema, weight: decimalSchema }))
      .min(1, told({ en: 'must name a partner', ja: 'パートナーを1件以上指定してください' }))
      .max(100),
    when: whenSchema,
  })
  .meta({ id: 'Share' });

const bonusSchema = z
  .strictObject({
    id: nameIdSchema,
    metric: metricSchema,
    window: windowSchema,
    reaches: decimalSchema,
    pay: exactlyOne(rateSchema, z.strictObject({ flat: amountSchema })),
  })
  .meta({ id: 'Bonus' });

const VERSION_MAX = 1_000_000;

export const versionSchema = z.int().min(1).max(VERSION_MAX);

/** A version as a part of an address. */
export const versionInPathSchema = z
  .string()
  .regex(
    /^[1-9]\d{0,6}$/,
    told({
      en: `must be a whole number from 1 to ${VERSION_MAX}`,
      ja: `1から${VERSION_MAX}までの整数で指定してください`,
    }),
  )
  .transform(Number)
  .pipe(versionSchema);

/** The members of a plan. */
export const planMembers = {
  version: versionSchema,
  effectiveFrom: dateSchema,
  rounding: z.enum(['half-even', 'half-up', 'down', 'up']),
  base: z.strictObject({ includeTax: z.boolean(), includeShipping: z.boolean() }),
  holdDays: z.int().min(0).max(3650),
  rules: z.array(ruleSchema).max(RULES_MAX),
  shares: z.array(shareSchema).max(RULES_MAX).optional(),
  bonuses: z.array(bonusSchema).max(RULES_MAX).optional(),
  overrides: z
    .strictObject({
      rates: z.array(decimalSchema).min(1).max(10),
      of: z.literal('commission'),
      months: z.array(z.int().min(1).max(1200)).optional(),
    })
    .optional(),
};

/**
 * A plan as `program.json` and the API write it. What a schema cannot see (references, currencies, the order of steps) is
 * checked by `checkPlan` of the domain.
 */
export const planSchema = z.strictObject(planMembers).transform((plan): Plan => plan);

/**
 * A choice of shapes told apart by their members, so that the reason names the member that is wrong, not every shape that
 * does not fit: the shape that shares the most members with what was given is the one that was meant.
 */
function exactlyOne<const T extends readonly [z.ZodObject, z.ZodObject, ...z.ZodObject[]]>(...shapes: T) {
  const anything: z.ZodType<unknown, z.input<T[number]>> = z.any();
  const choice = anything.transform((input, context): z.output<T[number]> => {
    const given = typeof input === 'object' && input !== null ? Object.keys(input) : [];
    const shared = (shape: z.ZodObject) => Object.keys(shape.shape).filter((name) => given.includes(name)).length;
    let meant: z.ZodObject = shapes[0];
    for (const shape of shapes) if (shared(shape) > shared(meant)) meant = shape;
    if (shared(meant) === 0) {
      const choices = shapes.map((shape) => `{ ${Object.keys(shape.shape).join(', ')} }`);
      const [en, ja] = [`must be ${choices.join(' or ')}`, `${choices.join('または')}で指定してください`];
      context.issues.push({ code: 'custom', input, message: told({ en, ja }) });
      return z.NEVER;
    }
    const parsed = meant.safeParse(input, PARSING);
    if (parsed.success) return parsed.data as z.output<T[number]>;
    for (const issue of parsed.error.issues)
      context.issues.push({ ...issue, input: issue.input } as z.core.$ZodRawIssue);
    return z.NEVER;
  });
  shapesOf.set(anything, shapes);
  return choice;
}
