import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { collectProblems } from '../../cli/folder/problems.ts';
import { readProgram } from '../../cli/folder/read-program.ts';
import { programJson } from '../../cli/folder/write-folder.ts';
import { programBody } from '../../cli/live/wire.ts';
import { SAMPLE_PLAN } from '../../cli/sample/sample-program.ts';
import type { AttributionSettings, Model, Program, Settlement } from '../../domain/partner/program.ts';
import type { PayoutTerms, ScreeningTerms } from '../../domain/payout/payout-terms.ts';
import { programBodySchema } from '../../functions/contract/schemas/program.ts';

const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 50);

/** A value for every setting of a type: one that is added to the type must be added here. */
type Every<T> = { readonly [K in keyof Required<T>]: fc.Arbitrary<Exclude<T[K], undefined>> };

/** Things with the required settings, each other one there or not. */
function some<T extends object>(every: Every<T>, requiredKeys: readonly (keyof T & string)[]): fc.Arbitrary<T> {
  return fc.record(every as never, { requiredKeys: requiredKeys as never }) as fc.Arbitrary<T>;
}

const of = <const T extends readonly unknown[]>(...values: T) => fc.constantFrom<T[number]>(...values);
const text = fc.stringMatching(/^[a-z株式]{1,9}$/);
const days = fc.integer({ min: 1, max: 90 });
const share = of('0', '0.05', '1');

const model = of<readonly Model[]>(
  { name: 'first-touch' },
  { name: 'last-non-direct', directPartners: ['ptn_1'] },
  { name: 'linear' },
  { name: 'linear', repeats: 'unique' },
  { name: 'position-based', weights: { first: '0.5', middle: '0.2', last: '0.3' } },
  { name: 'time-decay', halfLifeDays: '7.5', decay: 'stepwise' },
  { name: 'custom', weights: ['0.7', '0.3'] },
  { name: 'markov', order: 3, windowDays: 20 },
  { name: 'shapley', characteristic: 'conversion-rate' },
);
const attribution = some<AttributionSettings>(
  {
    model,
    lookbackDays: fc.nat(90),
    minSecondsToConvert: fc.nat(90),
    clickDedupeSeconds: fc.nat(90),
    coupon: of('wins', 'touchpoint', 'ignore'),
    touchReuse: of('next-conversion-only'),
    renewals: of('bound'),
  },
  ['model', 'lookbackDays', 'minSecondsToConvert', 'clickDedupeSeconds', 'coupon'],
);
const screening = some<ScreeningTerms>(
  {
    holdDays: days,
    sharedPayee: fc.constant(true),
    refundRate: share,
    clickFlood: share,
    fastConversions: share,
    selfReferral: fc.constant(true),
    repeatedClicks: days,
    minConversions: days,
  },
  ['holdDays', 'sharedPayee'],
);
const payout = some<PayoutTerms>(
  {
    monthsLater: fc.nat(12),
    day: fc.oneof(of('last'), fc.integer({ min: 1, max: 31 })),
    shift: of('before', 'after'),
    calendar: of('jp', 'target2', 'us-fed'),
    sixtyDaysFrom: of('conversion', 'approval'),
    screening,
  },
  ['monthsLater', 'day', 'shift', 'calendar'],
);
const settlement = some<Settlement>(
  {
    period: fc.constant('month'),
    thresholdMinor: fc.bigInt({ min: 0n, max: 10n ** 12n }),
    reserve: fc.record({ rate: share, days }),
    payout,
    refundRateLimit: share,
  },
  ['period', 'thresholdMinor'],
);
const required = ['programId', 'merchantId', 'name', 'currency', 'timezone', 'attribution', 'settlement', 'tracking'];
const program = some<Program>(
  {
    programId: text,
    merchantId: text,
    name: text,
    currency: of('JPY', 'USD', 'KWD'),
    timezone: of('Asia/Tokyo', 'America/New_York'),
    attribution,
    settlement,
    tracking: fc.record({ allowedHosts: of([], ['shop.example.com']), clickIdParameter: of('bpid', 'ref') }),
    noticeDays: days,
    fourEyes: fc.constant(true),
    confirmation: fc.record({ days, agreedOn: of('2026-10-01') }),
    review: fc.record({ days }),
    deals: fc.record({ stages: of(['a', 'b']), approvalHours: days, protectionDays: days, extensionDays: days }),
    claims: fc.record({ filingDays: days, answerDays: days }),
    partnerActivity: fc.constant(true),
  },
  required as (keyof Program)[],
);

describe('a program', () => {
  const directory = mkdtempSync(join(tmpdir(), 'bunpai-program-'));
  afterAll(() => rmSync(directory, { recursive: true }));

  it('written into a folder is read back with every setting', async () => {
    await fc.assert(
      fc.asyncProperty(program, async (written) => {
        writeFileSync(join(directory, 'program.json'), programJson({ program: written, plans: [SAMPLE_PLAN] }));
        const problems = collectProblems();
        const read = await readProgram(directory, problems);
        const { merchantId, ...settings } = written;
        expect(problems.list()).toEqual([]);
        expect([read?.program, read?.merchant, read?.plans]).toEqual([settings, merchantId, [SAMPLE_PLAN]]);
      }),
      { numRuns: RUNS },
    );
  });

  it('sent to be created is taken with every setting', () => {
    fc.assert(
      fc.property(program, ({ merchantId: _, ...settings }) => {
        expect(programBodySchema.parse(programBody({ merchantId: 'mer_1', ...settings }))).toEqual(settings);
      }),
      { numRuns: RUNS },
    );
  });
});
