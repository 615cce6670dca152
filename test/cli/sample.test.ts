import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readFolder } from '../../cli/folder/read-folder.ts';
import { writeFolder } from '../../cli/folder/write-folder.ts';
import { sampleFolder } from '../../cli/sample/sample-folder.ts';
import { SAMPLE_PERIOD } from '../../cli/sample/sample-program.ts';
import { calendarOf } from '../../domain/settlement/calendar.ts';
import { closedFolder } from '../support/closed-folder.ts';
import { temporaryFolder } from './tiny-folder.ts';

describe('the sample month', () => {
  it('is always the same, to the byte', async () => {
    const directory = await temporaryFolder();
    await writeFolder(sampleFolder(), directory);
    const hash = createHash('sha256');
    for (const name of (await readdir(directory)).sort())
      hash.update(name).update(await readFile(join(directory, name)));
    expect(hash.digest('hex')).toBe('40d4d411e598b3163871f63c84c935c8e20bbdc575a34c7697f7569a6abc3153');
  });

  it('is read from its folder as it was made', async () => {
    const directory = await temporaryFolder();
    await writeFolder(sampleFolder(), directory);
    const read = await readFolder(directory);
    expect(read).toEqual({ ok: true, folder: sampleFolder() });
  });

  it('lies within its month', () => {
    const { program, clicks, conversions, reversals } = sampleFolder();
    const { start, end } = calendarOf(program.timezone).period(SAMPLE_PERIOD);
    for (const { occurredAt } of [...clicks, ...conversions, ...reversals]) {
      expect(occurredAt).toBeGreaterThanOrEqual(start);
      expect(occurredAt).toBeLessThan(end);
    }
  });

  it('has partners of every kind, a deal, and reversals of every size', () => {
    const { partners, clicks, conversions, reversals, coupons } = sampleFolder();
    expect([partners, clicks, conversions, reversals, coupons].map(({ length }) => length)).toEqual([
      13, 856, 302, 22, 4,
    ]);
    expect(new Set(partners.map(({ kind }) => kind)).size).toBe(5);
    expect(new Set(conversions.map(({ kind }) => kind))).toEqual(
      new Set(['sale', 'lead', 'signup', 'renewal', 'deal']),
    );
    expect(reversals.some(({ lineId }) => lineId === null)).toBe(true);
    expect(reversals.some(({ quantity }) => quantity !== null)).toBe(true);
    expect(new Set(reversals.map(({ cause }) => cause))).toEqual(
      new Set(['refund', 'cancellation', 'chargeback', 'duplicate']),
    );
  });
});

describe('the sample month, closed', () => {
  let closed: Awaited<ReturnType<typeof closedFolder>>;
  beforeAll(async () => {
    closed = await closedFolder(sampleFolder(), SAMPLE_PERIOD);
  });
  const statements = () => closed.statements;

  it('comes to these figures', () => {
    expect(closed.summary).toMatchObject({
      conversions: {
        recorded: 302,
        attributed: 259,
        'unattributed:no-touchpoint': 32,
        'unattributed:no-eligible-touchpoint': 11,
      },
      unmatchedReversals: 1,
      totals: {
        base: '2452045',
        commission: '196922',
        bonus: '30000',
        override: '6884',
        held: '62377',
        released: '134545',
        payable: '171429',
        payout: '169360',
      },
    });
  });

  it('shows every part of a plan at work', () => {
    const lines = statements().flatMap(({ lines }) => lines);
    const rules = new Set(lines.map(({ rule }) => rule));
    expect(rules).toEqual(new Set(sampleFolder().plans[0]?.rules.map(({ id }) => id)));
    expect(new Set(lines.map(({ state }) => state))).toEqual(new Set(['held', 'released']));
    expect(new Set(lines.map(({ explanation }) => explanation.reason))).toEqual(
      new Set([undefined, 'capped', 'fully-reversed']),
    );
    const stretches = lines.flatMap(({ explanation: { pay } }) => (pay.type === 'volume' ? pay.stretches : []));
    expect(new Set(stretches.map(({ from }) => from))).toEqual(new Set(['0', '50000', '150000']));
    expect(new Set(statements().map(({ outcome }) => outcome))).toEqual(
      new Set(['paid', 'below-threshold', 'nothing-due']),
    );
    const bases = statements().flatMap(({ conversions }) => conversions.map(({ basis }) => basis));
    expect(new Set(bases)).toEqual(new Set(['model', 'coupon', 'named-partner']));
  });
});
