import * as z from 'zod';
import { ADJUSTMENT_REASONS } from '../../../domain/ledger/adjustment-reason.ts';
import { REJECTION_REASONS } from '../../../domain/tracking/review.ts';
import { told } from '../told.ts';

/**
 * A statement with the explanation of every line, as partners get it. Amounts are decimal strings in `currency`; instants are
 * RFC 3339 in UTC. Members may be added, so a reader passes over what it does not know.
 */
const amount = z.string().regex(/^-?\d+(\.\d+)?$/);
const fraction = z.string().regex(/^-?\d+(\/\d+)?$/);
const instant = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/);
const hash = z.string();
const rounding = z.enum(['half-even', 'half-up', 'down', 'up']);

const baseSchema = z.object({
  amount: amount.describe('What the customer was charged, in the currency of the conversion'),
  base: amount,
  currency: z.string().optional().describe('The currency of the conversion, where it is another'),
  exchange: z
    .object({
      date: z.string(),
      per: z
        .string()
        .optional()
        .describe('The rate is for one unit of this currency, that of the program, and divides'),
      rate: z.string(),
      source: z.string().optional().describe('Who published the rate'),
    })
    .optional(),
  net: amount.describe('The base less what was taken back'),
  reversed: amount.optional(),
  shippingLeftOut: amount.optional(),
  takenBack: amount.optional().describe('round(reversed × base ÷ amount), at most the base'),
  taxLeftOut: amount.optional(),
});

const stretchSchema = z.object({
  flat: amount.optional(),
  from: z.string(),
  rate: z.string().optional(),
  units: z.string(),
});

const paySchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('none') }),
  z.object({ rate: z.string(), type: z.literal('rate') }).describe('net base × rate'),
  z
    .object({ flat: amount, per: z.string(), quantity: z.int(), type: z.literal('flat') })
    .describe('flat × quantity × credit'),
  z
    .object({
      after: z.string(),
      before: z.string(),
      metric: z.string(),
      mode: z.string(),
      stretches: z.array(stretchSchema),
      type: z.literal('volume'),
      window: z.string(),
    })
    .describe('Σ over stretches: net base × units ÷ (after − before) × rate, or flat × units × credit'),
  z
    .object({ lastAmount: amount, lastNetBase: amount, type: z.literal('frozen'), whole: z.boolean() })
    .describe('lastAmount × net base ÷ lastNetBase, or lastAmount in full'),
  z
    .object({
      part: fraction,
      place: z.int().describe('Which of the weights is the partner’s, from 1'),
      rate: z.string(),
      type: z.literal('share'),
      weights: z.array(z.string()),
      whole: amount,
    })
    .describe('round(net base × rate), allocated by the weights'),
]);

const capSchema = z.object({
  cut: amount.describe('What limit − used leaves no room for; a frozen line keeps its lastAmount'),
  limit: amount,
  per: z.string(),
  used: amount,
  whole: amount.optional().describe('The cap of the whole conversion, of which limit is the partner’s part by credit'),
});

export const triedSchema = z.array(z.tuple([z.string(), z.string()]).readonly());

const explanationSchema = z.object({
  base: baseSchema,
  caps: z.array(capSchema).optional(),
  exact: fraction.describe('Before rounding, in minor units'),
  netBase: amount.describe('The partner’s part of the net base; for a share the whole'),
  pay: paySchema,
  reason: z.string().optional().describe('Why nothing, or nothing more, is paid'),
  rounded: amount,
  tried: triedSchema
    .optional()
    .describe(
      'The other rules in list order with why each lost: a dimension, less-specific, later-in-list or negotiated-first',
    ),
});

const touchpointSchema = z.object({ at: instant, id: z.string().optional(), own: z.boolean(), type: z.string() });

export const statementConversionSchema = z.object({
  basis: z.enum(['model', 'coupon', 'named-partner', 'bound-customer', 'share']),
  conversionId: z.string(),
  credit: fraction.optional(),
  credits: z
    .array(fraction)
    .optional()
    .describe('The shares of all credited partners, in the order in which left-over units go to them'),
  factHash: hash.optional().describe('SHA-256 of the sealed conversion in canonical JSON, as its manifest names it'),
  heldUntil: instant,
  kind: z.string(),
  model: z.string().optional(),
  note: z.string().optional().describe('Why the credit is a linear one though the model is another'),
  occurredAt: instant,
  place: z.int().optional().describe('Which of the credits is the partner’s, from 1'),
  plan: z.int(),
  refused: z.array(z.object({ at: instant, id: z.string(), reason: z.string() })).optional(),
  review: z
    .object({
      at: instant,
      outcome: z.enum(['approved', 'rejected']),
      reason: z.enum(REJECTION_REASONS).optional(),
    })
    .optional()
    .describe('What the merchant decided; a program with review releases nothing before it'),
  rounding,
  snapshot: z
    .string()
    .optional()
    .describe('The fit by whose shares a data-driven model divided the conversion, by its `snapshotId`'),
  touchpoints: z.array(touchpointSchema),
});

export const lineSchema = z.object({
  commission: amount.describe('What the line is worth in all'),
  conversionId: z.string(),
  explanation: explanationSchema,
  lineId: z.string(),
  posted: amount.describe('What this period posted of it'),
  productId: z.string().optional(),
  released: amount,
  rule: z.string().optional(),
  state: z.enum(['held', 'released']),
});

const bonusSchema = z.object({
  amount: amount.describe('What this period posted: its worth less earlier'),
  bonus: z.string(),
  earlier: amount.optional(),
  metric: z.string(),
  offered: z.boolean(),
  pay: z.union([z.object({ flat: amount }), z.object({ rate: z.string() })]),
  plan: z.int(),
  reached: z.string(),
  reaches: z.string(),
  rounding,
  window: z.string(),
});

const overrideSchema = z.object({
  amount: amount.describe('round(rate × source)'),
  level: z.int(),
  months: z.int().optional().describe('source is of what was sold within so many months of its joining'),
  plan: z.int(),
  rate: z.string(),
  recruited: z.string(),
  rounding,
  source: amount,
});

const partySchema = z.object({
  address: z.string().nullable(),
  name: z.string(),
  registrationNumber: z.string().nullable().describe('登録番号: T and 13 digits'),
  vatNumber: z.string().nullable(),
});

const documentTaxSchema = z.object({
  carriedIn: amount.describe('Tax owed from earlier documents'),
  carriedOn: amount.describe('carriedIn + tax − paid'),
  grossUp: amount.describe('What the payer adds to the payout where fees are agreed net of withholding'),
  notes: z.array(z.object({ code: z.string(), en: z.string(), ja: z.string() })),
  paid: amount,
  rates: z.array(
    z.object({
      code: z.string(),
      gross: amount,
      isIncluded: z.boolean().describe('The tax is within the agreed price, and so within the payout'),
      isReduced: z.boolean(),
      net: amount,
      rate: z.string(),
      tax: amount.describe('Rounded once per document and rate'),
    }),
  ),
  rows: z.array(z.string()).describe('The rows of the tax tables by which it was computed'),
  tax: amount.describe('On top of the fees; tax that is included in them stands at its rate alone'),
  withholding: amount,
});

const documentSchema = z
  .object({
    agreedOn: z.string().nullable().describe('When it was agreed that silence confirms'),
    confirmBy: instant.describe('From here on silence has confirmed it'),
    correction: z
      .object({ adjustments: z.array(z.string()), reason: z.string(), version: z.int() })
      .optional()
      .describe('Why this version stands in place of the one named'),
    issuedAt: instant,
    partner: partySchema,
    payer: partySchema.nullable(),
    plannedOn: z.string().nullable(),
    tax: documentTaxSchema.nullable(),
    total: amount.describe('What the period newly fixed less what it took back, with its tax'),
    transfer: amount.describe('payout + tax paid + gross-up − withholding'),
    version: z.int(),
  })
  .describe('What the issue adds; absent where nothing was issued');

const movementSchema = z.object({
  amount: amount.describe('What it did to the payable'),
  asked: amount.optional().describe('What an adjustment asked for, where less debt could be let go'),
  effective: instant.optional(),
  held: amount.optional().describe('What it did to what is held'),
  id: z.string().describe('The adjustment, the import, or the period whose release is kept back'),
  rate: z.string().optional(),
  reason: z.enum(ADJUSTMENT_REASONS).optional(),
  reference: z
    .discriminatedUnion('type', [
      z.object({ conversionId: z.string(), type: z.literal('conversion') }),
      z.object({ statementId: z.string(), type: z.literal('statement') }),
    ])
    .optional(),
  reserve: amount.optional().describe('What it did to what is kept back'),
  source: amount.optional().describe('round down(rate × source) is kept back, at most what is payable'),
  text: z.string().optional(),
  type: z.enum(['opening', 'opening-release', 'adjustment', 'reserve', 'reserve-release']),
  until: instant.optional(),
});

const hexHash = z
  .string()
  .regex(
    /^[0-9a-f]{64}$/,
    told({ en: 'must be a SHA-256 in lower-case hexadecimal digits', ja: 'SHA-256を小文字の16進数で指定してください' }),
  );

/** What a signed statement carries to be checked by. */
export const integritySchema = z
  .object({
    leaf: z.object({
      entriesDigest: hexHash,
      entryCount: z.int(),
      partnerId: z.string(),
      statementDigest: hexHash,
    }),
    parts: z.record(z.string(), z.array(hexHash)).describe('A hash for every record of a list, and one for the rest'),
    proof: z.object({ index: z.int(), path: z.array(hexHash), size: z.int() }),
    root: z.object({
      chainHash: hexHash,
      entryCount: z.int(),
      keyId: z.string(),
      merchantId: z.string(),
      partnerCount: z.int(),
      periodId: z.string(),
      previousRoot: hexHash.nullable(),
      programId: z.string(),
      root: hexHash,
      signature: z.base64(),
      signedAt: z.int(),
    }),
    schema: z.literal('bunpai/integrity/1'),
  })
  .describe('How to see that nothing was changed since the close: domain/integrity/README.md');

/** What `statements/PARTNER.json` and `GET /v1/statements/{statementId}` hold. */
export const statementSchema = z.object({
  attribution: z.record(z.string(), z.unknown()),
  bonus: amount,
  bonuses: z.array(bonusSchema),
  closing: amount,
  commission: amount,
  conversions: z.array(statementConversionSchema),
  currency: z.string(),
  document: documentSchema.optional(),
  engine: z.string(),
  held: amount,
  integrity: integritySchema.optional(),
  lines: z.array(lineSchema),
  manifest: hash.optional(),
  moved: amount.optional().describe('What the movements did to the payable in all'),
  movements: z.array(movementSchema).optional(),
  opening: amount,
  openingHeld: amount,
  openingReserve: amount.optional(),
  outcome: z.enum(['paid', 'below-threshold', 'debt', 'nothing-due']),
  override: amount,
  overrides: z.array(overrideSchema),
  partner: z.object({ id: z.string(), name: z.string() }),
  payable: amount,
  payout: amount,
  period: z.object({ end: instant, id: z.string(), start: instant, timezone: z.string() }),
  program: z.object({ id: z.string(), name: z.string() }),
  released: amount,
  reserve: amount.optional().describe('Kept back as security, no part of the payable'),
  schema: z.literal('bunpai/statement/1'),
  statementId: z.string(),
  threshold: amount,
});

/** The published JSON Schema of a statement, as text. */
export function statementJsonSchema(): string {
  const title = 'bunpai/statement/1';
  const description = 'A partner’s statement of a period with the explanation of every line.';
  return `${JSON.stringify({ title, description, ...z.toJSONSchema(statementSchema, { io: 'input' }) }, null, 2)}\n`;
}
