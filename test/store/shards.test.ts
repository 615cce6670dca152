import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { canonical, parseCanonical } from '../../domain/integrity/canonical.ts';
import { EMPTY_CARRY } from '../../domain/settlement/carry.ts';
import { closePeriod } from '../../domain/settlement/close-period.ts';
import type { PartnerResult } from '../../domain/settlement/partner-result.ts';
import type { BlobStore } from '../../functions/store/blob-store.ts';
import { memoryBlobs } from '../../functions/store/memory/blobs.ts';
import type { RunPartner } from '../../functions/store/run-store.ts';
import { blobRuns } from '../../functions/store/runs/blob-runs.ts';
import { memoryRuns } from '../../functions/store/runs/memory-runs.ts';
import { shardsOf } from '../../functions/store/runs/shards.ts';
import { aConversion, anEnrollment, aPlan, aProgram, at, someFacts, someTerms } from '../support/build.ts';
import { anEntry } from './facts.ts';

const SCOPE = { merchantId: 'mer_1', programId: 'prg_1' };
const partner: Partial<PartnerResult> = { partnerId: 'ptn_1' };
const partners = [partner as PartnerResult];

describe('the shards of a run', () => {
  it('keep the entries of a partner with the partner, who knows how many they are and what they supply', () => {
    const entry = anEntry(SCOPE, { partnerId: 'ptn_1' });
    const counted = { partnerId: 'ptn_1', entryCount: 1, suppliedMinor: 0n };
    expect(shardsOf({ partners, entries: [entry] })).toEqual([{ partners: [counted], entries: [entry] }]);
  });

  it('lose no entry: one of a partner who is not in the run stops the close', () => {
    const entry = anEntry(SCOPE, { partnerId: 'ptn_2', entryId: '2026-10/accrual/ord_1/ptn_2' });
    expect(() => shardsOf({ partners, entries: [entry] })).toThrow(
      '2026-10/accrual/ord_1/ptn_2 is of a partner who is not in the run',
    );
  });

  it('tell the same of a run that was kept before entries were counted, and of one that stays in memory', async () => {
    const blobs = memoryBlobs();
    const key = { periodId: '2026-10', runId: 'run_1' };
    for (const runs of [blobRuns(blobs), memoryRuns()]) {
      await runs.putRun(SCOPE, { ...key, ...aResult() });
      expect(await runs.partners(SCOPE, key)).toMatchObject([{ entryCount: 4, suppliedMinor: 1000n }]);
    }
    const kept = await blobRuns(blobs).partners(SCOPE, key);
    expect(await blobRuns(uncounted(blobs)).partners(SCOPE, key)).toEqual(kept);
  });
});

describe('the index of a run by conversion', () => {
  it('has blobs only where it holds something, and names nobody for a conversion that it does not hold', async () => {
    const written: string[] = [];
    const blobs = memoryBlobs();
    const putOnce: BlobStore['putOnce'] = async (key, bytes) => {
      written.push(key);
      await blobs.putOnce(key, bytes);
    };
    const runs = blobRuns({ ...blobs, putOnce });
    const key = { periodId: '2026-10', runId: 'run_1' };
    await runs.putRun(SCOPE, { ...key, ...aResult() });

    expect(written.filter((name) => /[/](?:index|uncounted)[/]/.test(name))).toHaveLength(2);
    expect(await runs.partnersOf(SCOPE, key, 'ord_1')).toEqual(['ptn_1']);
    expect(await runs.partnersOf(SCOPE, key, 'ord_9')).toEqual([]);
    expect(await runs.uncounted(SCOPE, key, 'ord_9')).toBeNull();
  });
});

/** Two sales of 10,000 yen at 5 %, accrued and released. */
function aResult() {
  const plan = aPlan({ holdDays: 0 });
  const terms = someTerms({ program: aProgram(), plan, enrollments: [anEnrollment({ partnerId: 'ptn_1' })] });
  const conversions = ['ord_1', 'ord_2'].map((conversionId) =>
    aConversion({ conversionId, partnerId: 'ptn_1', occurredAt: at('2026-10-05T12:00:00+09:00') }),
  );
  const period = terms.calendar.period('2026-10');
  return { result: closePeriod(period, someFacts({ conversions }), EMPTY_CARRY, terms), terms };
}

/** The same blobs as they were written before. */
function uncounted(blobs: BlobStore): BlobStore {
  return {
    ...blobs,
    get: async (name) => {
      const bytes = await blobs.get(name);
      if (bytes === null || !name.endsWith('/partners')) return bytes;
      const heads = parseCanonical<RunPartner[]>(gunzipSync(bytes).toString('utf8'));
      return gzipSync(canonical(heads.map(({ entryCount: _, suppliedMinor: __, ...head }) => head)));
    },
  };
}
