import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Folder } from '../../cli/folder/folder.ts';
import {
  clickRow,
  conversionRows,
  openTables,
  partnerRow,
  programJson,
  reversalRow,
} from '../../cli/folder/write-folder.ts';
import type { Random } from '../../cli/sample/random.ts';
import { randomFrom } from '../../cli/sample/random.ts';
import type { Plan } from '../../domain/commission/plan.ts';
import type { Partner, PartnerKind } from '../../domain/partner/enrollment.ts';
import type { Program } from '../../domain/partner/program.ts';
import { calendarOf } from '../../domain/settlement/calendar.ts';
import type { Instant } from '../../domain/time.ts';
import { DAY_MS, SECOND_MS } from '../../domain/time.ts';
import type { Click } from '../../domain/tracking/click.ts';
import type { Conversion, ConversionLine } from '../../domain/tracking/conversion.ts';
import type { Reversal } from '../../domain/tracking/reversal.ts';
import type { EnrollmentFact } from '../../functions/store/program-store.ts';

/** How large a month is made; the same numbers always give the same month. */
export interface Scale {
  readonly conversions: number;
  /** On average; some conversions have none. */
  readonly clicksPerConversion: number;
  readonly partners: number;
  readonly seed: number;
}

export const GENERATED_PERIOD = '2026-10';

const PROGRAM: Program = {
  programId: 'prg_bench',
  merchantId: 'Bench KK',
  name: 'Generated month',
  currency: 'JPY',
  timezone: 'Asia/Tokyo',
  attribution: {
    model: { name: 'position-based', weights: { first: '0.4', middle: '0.2', last: '0.4' } },
    lookbackDays: 30,
    minSecondsToConvert: 10,
    clickDedupeSeconds: 0,
    coupon: 'wins',
  },
  settlement: { period: 'month', thresholdMinor: 1000n },
  tracking: { allowedHosts: [], clickIdParameter: 'bpid' },
};

const PLAN: Plan = {
  version: 1,
  effectiveFrom: '2026-10-01',
  rounding: 'half-even',
  base: { includeTax: false, includeShipping: false },
  holdDays: 14,
  rules: [
    {
      id: 'volume',
      when: { segment: ['volume'] },
      pay: {
        volume: {
          metric: 'base',
          window: 'month',
          mode: 'marginal',
          steps: [
            { from: '0', rate: '0.04' },
            { from: '100000', rate: '0.06' },
            { from: '1000000', rate: '0.08' },
          ],
        },
      },
    },
    { id: 'gold', when: { tier: ['gold'] }, pay: { rate: '0.07' } },
    {
      id: 'cat-3',
      when: { category: ['cat-3'] },
      pay: { rate: '0.08' },
      cap: { amount: '50000', per: 'partner-period' },
    },
    { id: 'base', when: {}, pay: { rate: '0.05' } },
  ],
  bonuses: [
    {
      id: 'million',
      metric: 'base',
      window: 'month',
      reaches: '1000000',
      pay: { flat: { amount: '10000', currency: 'JPY' } },
    },
  ],
  overrides: { rates: ['0.10'], of: 'commission' },
};

/** A month in memory. */
export function generateFolder(scale: Scale): Folder {
  const partners = [...generatedPartners(scale)];
  const clicks: Click[] = [];
  const conversions: Conversion[] = [];
  const reversals: Reversal[] = [];
  for (const sold of generatedSales(scale)) {
    clicks.push(...sold.clicks);
    conversions.push(sold.conversion);
    if (sold.reversal) reversals.push(sold.reversal);
  }
  return {
    program: PROGRAM,
    plans: [PLAN],
    partners: partners.map(({ partner }) => partner),
    enrollments: partners.map(({ enrollment }) => enrollment),
    coupons: [],
    clicks,
    conversions,
    reversals,
    rates: [],
  };
}

/** The same month as files, in as much memory as one sale. The folder is there and empty. */
export async function generateFiles(scale: Scale, directory: string): Promise<void> {
  await writeFile(join(directory, 'program.json'), programJson({ program: PROGRAM, plans: [PLAN] }));
  const tables = openTables(directory, []);
  for (const { partner, enrollment } of generatedPartners(scale)) {
    tables.partners.append(partnerRow(partner, enrollment));
  }
  for (const { clicks, conversion, reversal } of generatedSales(scale)) {
    for (const click of clicks) tables.clicks.append(clickRow(click));
    tables.conversions.append(conversionRows(conversion, []));
    if (reversal) tables.reversals.append(reversalRow(reversal, PROGRAM.currency));
  }
  for (const table of Object.values(tables)) table.close();
}

const KINDS: readonly PartnerKind[] = ['affiliate', 'creator', 'agency', 'reseller', 'referral'];
const JOINED = Date.parse('2026-01-01T00:00:00+09:00');

function* generatedPartners({
  partners,
  seed,
}: Scale): Generator<{ readonly partner: Partner; readonly enrollment: EnrollmentFact }> {
  const random = randomFrom(seed);
  for (let number = 0; number < partners; number += 1) {
    const partnerId = partnerIdOf(number);
    const partner = { partnerId, name: `Partner ${number}`, kind: random.pick(KINDS), country: 'JP', customerIds: [] };
    const recruitedBy = number > 0 && random.isTrue(0.1) ? partnerIdOf(random.whole(0, number - 1)) : null;
    const tier = random.weighted([
      [6, null],
      [3, 'silver'],
      [1, 'gold'],
    ]);
    const segment = random.isTrue(0.2) ? 'volume' : 'standard';
    const terms = { status: 'active', tier, segment, recruitedBy } as const;
    yield { partner, enrollment: { partnerId, joinedAt: JOINED, endedAt: null, terms } };
  }
}

interface Sale {
  readonly clicks: readonly Click[];
  readonly conversion: Conversion;
  readonly reversal: Reversal | null;
}

/** Sales in the order of time; a fifth of the customers come back, and one sale in twenty is returned in part. */
function* generatedSales(scale: Scale): Generator<Sale> {
  const { start, end } = calendarOf(PROGRAM.timezone).period(GENERATED_PERIOD);
  const random = randomFrom(scale.seed + 1);
  const stepMs = (end - start) / scale.conversions;
  for (let number = 0; number < scale.conversions; number += 1) {
    const at = start + Math.floor((number * stepMs) / SECOND_MS) * SECOND_MS;
    const customer = number > 10 && random.isTrue(0.2) ? random.whole(0, number - 1) : number;
    const conversion = conversionOf(random, { number, customer, at });
    const returned = random.isTrue(0.05) ? conversion.lines[0] : undefined;
    const returnedAt = at + random.whole(1, 20 * 24 * 3600) * SECOND_MS;
    yield {
      clicks: clicksBefore(random, scale, { number, customer, at }),
      conversion,
      reversal:
        returned === undefined || returnedAt >= end
          ? null
          : {
              reversalId: `ref_${number}`,
              conversionId: conversion.conversionId,
              lineId: returned.lineId,
              occurredAt: returnedAt,
              cause: 'refund',
              amountMinor: returned.amountMinor / 2n,
              quantity: null,
            },
    };
  }
}

interface Occasion {
  readonly number: number;
  readonly customer: number;
  readonly at: Instant;
}

function conversionOf(random: Random, { number, customer, at }: Occasion): Conversion {
  const lines: ConversionLine[] = [];
  const count = random.weighted([
    [5, 1],
    [3, 2],
    [2, 4],
  ]);
  for (let position = 1; position <= count; position += 1) {
    const quantity = random.whole(1, 3);
    const net = BigInt(random.whole(300, 9000) * quantity);
    const taxMinor = net / 10n;
    const product = random.whole(1, 500);
    lines.push({
      lineId: `${position}`,
      productId: `sku-${product}`,
      category: `cat-${product % 10}`,
      quantity,
      amountMinor: net + taxMinor,
      taxMinor,
      shippingMinor: 0n,
    });
  }
  return {
    conversionId: `ord_${number}`,
    occurredAt: at,
    kind: 'sale',
    currency: PROGRAM.currency,
    visitorId: `vis_${customer}`,
    customerId: `cus_${customer}`,
    coupon: null,
    country: 'JP',
    partnerId: null,
    clickId: null,
    lines,
    metadata: {},
  };
}

/** Few partners have most of the clicks, as in life. */
function clicksBefore(random: Random, scale: Scale, { number, customer, at }: Occasion): readonly Click[] {
  const clicks: Click[] = [];
  const count = random.whole(0, scale.clicksPerConversion * 2);
  for (let index = 0; index < count; index += 1) {
    const partner = Math.floor(scale.partners * random.fraction() ** 3);
    clicks.push({
      clickId: `clk_${number}_${index}`,
      occurredAt: at - random.whole(11, (20 * DAY_MS) / SECOND_MS) * SECOND_MS,
      visitorId: `vis_${customer}`,
      partnerId: partnerIdOf(partner),
      linkId: `lnk_${partner}`,
      isBot: false,
    });
  }
  return clicks;
}

function partnerIdOf(number: number): string {
  return `ptn_${String(number).padStart(6, '0')}`;
}
