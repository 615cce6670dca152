import * as z from 'zod';
import type { WonDeal } from '../../../domain/deal/deal.ts';
import { digitsOn } from '../../../domain/money/currency.ts';
import type { Sentence } from '../../../domain/said.ts';
import { utcDay } from '../../../domain/time.ts';
import type { Click } from '../../../domain/tracking/click.ts';
import type { Conversion, ConversionLine } from '../../../domain/tracking/conversion.ts';
import { CONVERSION_KINDS } from '../../../domain/tracking/conversion.ts';
import type { Reversal, ReversalCause } from '../../../domain/tracking/reversal.ts';
import { LINES_MAX, METADATA_MEMBERS_MAX, METADATA_VALUE_LENGTH_MAX } from '../../limits.ts';
import { shown } from '../shown.ts';
import { told } from '../told.ts';
import type { Money } from './common.ts';
import {
  countrySchema,
  currencySchema,
  externalIdSchema,
  instantSchema,
  moneySchema,
  nameIdSchema,
  quantitySchema,
  textSchema,
} from './common.ts';

export const REVERSAL_CAUSES = [
  'refund',
  'chargeback',
  'cancellation',
  'fraud',
  'duplicate',
  'dispute-won',
  'other',
] as const satisfies readonly ReversalCause[];

const lineSchema = z.strictObject({
  lineId: externalIdSchema,
  productId: externalIdSchema.nullish(),
  category: textSchema.nullish(),
  quantity: quantitySchema,
  amount: moneySchema,
  tax: moneySchema.nullish(),
  shipping: moneySchema.nullish(),
});

const linesSchema = z
  .array(lineSchema)
  .min(1, told({ en: 'a conversion has at least one line', ja: '明細を1件以上指定してください' }))
  .max(LINES_MAX, {
    error: (issue) =>
      told({
        en: `must have at most ${LINES_MAX} lines, got ${countOf(issue.input)}`,
        ja: `明細は${LINES_MAX}件以下にしてください（入力値: ${countOf(issue.input)}件）`,
      }),
  });

const metadataSchema = z
  .record(
    textSchema,
    z.string().max(
      METADATA_VALUE_LENGTH_MAX,
      told({
        en: `must have at most ${METADATA_VALUE_LENGTH_MAX} characters`,
        ja: `${METADATA_VALUE_LENGTH_MAX}文字以内にしてください`,
      }),
    ),
  )
  .refine((metadata) => Object.keys(metadata).length <= METADATA_MEMBERS_MAX, {
    error: told({
      en: `must have at most ${METADATA_MEMBERS_MAX} members`,
      ja: `項目は${METADATA_MEMBERS_MAX}件以下にしてください`,
    }),
  });

/** What every sale-like fact tells: when, in which currency, and its lines. */
export const soldMembers = {
  occurredAt: instantSchema,
  currency: currencySchema,
  customerId: externalIdSchema.nullish(),
  country: countrySchema.nullish(),
  metadata: metadataSchema.optional(),
  lines: linesSchema,
};

/** A conversion as the merchant posts it. */
export const conversionSchema = z
  .strictObject({
    conversionId: externalIdSchema,
    kind: z.enum(CONVERSION_KINDS),
    visitorId: externalIdSchema.nullish(),
    coupon: textSchema.nullish(),
    partnerId: nameIdSchema.nullish(),
    clickId: externalIdSchema.nullish(),
    ...soldMembers,
  })
  .check((context) => checkLines(context.value, context.issues))
  .transform(
    (wire): Conversion => ({
      conversionId: wire.conversionId,
      occurredAt: wire.occurredAt,
      kind: wire.kind,
      currency: wire.currency,
      visitorId: wire.visitorId ?? null,
      customerId: wire.customerId ?? null,
      coupon: wire.coupon ?? null,
      country: wire.country ?? null,
      partnerId: wire.partnerId ?? null,
      clickId: wire.clickId ?? null,
      lines: wire.lines.map(lineOf),
      metadata: wire.metadata ?? {},
    }),
  );

/** A deal that its partner won: a conversion of kind `deal` under the deal's id, credited to the partner it names. */
export const wonDealSchema = z
  .strictObject({ dealId: externalIdSchema, partnerId: nameIdSchema, ...soldMembers })
  .check((context) => checkLines(context.value, context.issues))
  .transform((wire) => ({
    ...soldOf(wire),
    conversionId: wire.dealId,
    kind: 'deal' as const,
    visitorId: null,
    coupon: null,
    partnerId: wire.partnerId,
    clickId: null,
  }));

/** A reversal with the currency of its amount, which must be its conversion's. */
export const reversalSchema = z
  .strictObject({
    reversalId: externalIdSchema,
    conversionId: externalIdSchema,
    lineId: externalIdSchema.nullish(),
    occurredAt: instantSchema,
    cause: z.enum(REVERSAL_CAUSES),
    amount: moneySchema,
    quantity: quantitySchema.nullish(),
    undoes: externalIdSchema.nullish(),
  })
  .check(({ value, issues }) => {
    const reason = undoReason({ ...value, undoes: value.undoes ?? null });
    if (reason !== null) issues.push({ code: 'custom', input: value.undoes, path: ['undoes'], message: told(reason) });
  })
  .transform(
    (wire): Reversal => ({
      reversalId: wire.reversalId,
      conversionId: wire.conversionId,
      lineId: wire.lineId ?? null,
      occurredAt: wire.occurredAt,
      cause: wire.cause,
      amountMinor: wire.amount.minor,
      currency: wire.amount.currency,
      quantity: wire.quantity ?? null,
      ...(wire.undoes ? { undoes: wire.undoes } : {}),
    }),
  );

/** Why a reversal may not undo what it names, or nothing, by what it says itself; null when it may. */
export function undoReason(reversal: {
  readonly reversalId: string;
  readonly cause: Reversal['cause'];
  readonly undoes: string | null;
}): Sentence | null {
  const { reversalId, cause, undoes } = reversal;
  if (undoes === null)
    return cause === 'dispute-won'
      ? {
          en: 'must name the reversal that the won dispute undoes',
          ja: '異議が認められて元に戻す取消のIDを指定してください',
        }
      : null;
  if (undoes === reversalId)
    return { en: 'must be another reversal, not itself', ja: 'この取消自身ではなく、別の取消を指定してください' };
  if (cause === 'dispute-won' || cause === 'other') return null;
  return {
    en: `belongs to the causes dispute-won and other, not to ${cause}`,
    ja: `causeがdispute-wonまたはotherのときだけ指定できます（causeは${cause}です）`,
  };
}

/** A click that the merchant's own systems recorded. */
export const clickSchema = z
  .strictObject({
    clickId: externalIdSchema,
    occurredAt: instantSchema,
    visitorId: externalIdSchema,
    partnerId: nameIdSchema,
    linkId: nameIdSchema.nullish(),
    bot: z.boolean().optional(),
  })
  .transform(
    (wire): Click => ({
      clickId: wire.clickId,
      occurredAt: wire.occurredAt,
      visitorId: wire.visitorId,
      partnerId: wire.partnerId,
      linkId: wire.linkId ?? null,
      isBot: wire.bot ?? false,
    }),
  );

type WireLine = z.output<typeof lineSchema>;

/** What was sold, in the form of the domain. */
export function soldOf(wire: z.output<z.ZodObject<typeof soldMembers>>): WonDeal {
  return {
    occurredAt: wire.occurredAt,
    currency: wire.currency,
    customerId: wire.customerId ?? null,
    country: wire.country ?? null,
    lines: wire.lines.map(lineOf),
    metadata: wire.metadata ?? {},
  };
}

interface WireLines {
  readonly currency: string;
  readonly occurredAt: number;
  readonly lines: readonly WireLine[];
}

function lineOf(wire: WireLine): ConversionLine {
  return {
    lineId: wire.lineId,
    productId: wire.productId ?? null,
    category: wire.category ?? null,
    quantity: wire.quantity,
    amountMinor: wire.amount.minor,
    taxMinor: wire.tax?.minor ?? 0n,
    shippingMinor: wire.shipping?.minor ?? 0n,
  };
}

type Report = (input: unknown, path: (string | number)[], message: string) => void;

export function checkLines(wire: WireLines, issues: z.core.$ZodRawIssue[]): void {
  const report: Report = (input, path, message) => issues.push({ code: 'custom', input, path, message });
  const day = utcDay(wire.occurredAt);
  if (digitsOn(wire.currency, day) === null) {
    report(
      wire.currency,
      ['currency'],
      told({
        en: `${wire.currency} was not in use on ${day}`,
        ja: `${wire.currency}は${day}の時点で使われていない通貨です`,
      }),
    );
  }
  const firstIndexById = new Map<string, number>();
  for (const [index, line] of wire.lines.entries()) {
    const first = firstIndexById.get(line.lineId);
    if (first === undefined) firstIndexById.set(line.lineId, index);
    else
      report(
        line.lineId,
        ['lines', index, 'lineId'],
        told({
          en: `${shown(line.lineId)} is also the id of lines[${first}]`,
          ja: `${shown(line.lineId, 'ja')}はlines[${first}]のIDと重複しています`,
        }),
      );
    checkLine(line, { currency: wire.currency, index, report });
  }
}

function checkLine(line: WireLine, where: { currency: string; index: number; report: Report }): void {
  const { currency, index, report } = where;
  const amounts: [string, Money | null | undefined][] = [
    ['amount', line.amount],
    ['tax', line.tax],
    ['shipping', line.shipping],
  ];
  for (const [name, money] of amounts) {
    if (!money || money.currency === currency) continue;
    const path = ['lines', index, name, 'currency'];
    report(
      money.currency,
      path,
      told({
        en: `must be ${currency}, the conversion's currency, got ${money.currency}`,
        ja: `コンバージョンの通貨${currency}で指定してください（入力値: ${money.currency}）`,
      }),
    );
  }
  const { amountMinor, taxMinor, shippingMinor } = lineOf(line);
  if (taxMinor + shippingMinor > amountMinor) {
    report(
      line,
      ['lines', index, 'amount'],
      told({
        en: 'must hold its tax and shipping, which together are more',
        ja: '消費税と送料を含む金額にしてください。消費税と送料の合計のほうが大きくなっています。',
      }),
    );
  }
}

function countOf(input: unknown): number {
  return Array.isArray(input) ? input.length : 0;
}
