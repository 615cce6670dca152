import { describe, expect, it } from 'vitest';
import { canonical } from '../../../domain/integrity/canonical.ts';
import type { Entry } from '../../../domain/ledger/entry.ts';
import type { BookedConversion } from '../../../domain/settlement/booked.ts';
import type { Carry } from '../../../domain/settlement/carry.ts';
import { EMPTY_CARRY, EMPTY_PARTNER } from '../../../domain/settlement/carry.ts';
import { closePeriod } from '../../../domain/settlement/close-period.ts';
import type { Difference } from '../../../domain/settlement/difference.ts';
import type { Manifest, ManifestHeader, ManifestRow } from '../../../domain/settlement/manifest.ts';
import { manifestHashOf } from '../../../domain/settlement/manifest.ts';
import { compared, comparedCarries, comparedEntries, manifestDifferences } from '../../../domain/settlement/replay.ts';
import { sha256 } from '../../../functions/runtime/ids.ts';
import { aConversion, aPlan, aReversal, someFacts, someTerms } from '../../support/build.ts';

/** Differences as `where name field: stored → computed`. */
const shown = (differences: Iterable<Difference>) =>
  [...differences].map(({ where, name, field, stored, computed }) =>
    `${where} ${name} ${field}: ${stored} → ${computed}`.replace(/\{.*?(?= →|$)/, '{…}'),
  );

const terms = someTerms({ plan: aPlan({ holdDays: 0 }) });
const conversions = ['c1', 'c2'].map((conversionId) =>
  aConversion({ conversionId, partnerId: 'ptn_1', customerId: 'u1' }),
);
const stray = aReversal({ conversionId: 'c9' });
const { entries, carry } = closePeriod(
  terms.calendar.period('2026-10'),
  someFacts({ conversions, reversals: [stray] }),
  EMPTY_CARRY,
  terms,
);

describe('two things of one name', () => {
  it.each<[string, unknown, unknown, readonly string[]]>([
    ['differ in nothing where they are equal', { a: 1n }, { a: 1n }, []],
    ['differ in nothing by the order of their members', { a: 1, b: 2 }, { b: 2, a: 1 }, []],
    ['differ member by member', { a: 1n, b: 2 }, { a: 3n, b: 2 }, ['fact x a: 1 → 3']],
    ['differ as a whole where one is not there', null, { a: 1 }, ['fact x : null → {…}']],
    ['differ as a whole where the other is not there', { a: 1 }, null, ['fact x : {…} → null']],
    ['are the same nothing', null, null, []],
  ])('%s', (_, stored, computed, expected) => {
    expect(shown(compared('fact', 'x', stored, computed))).toEqual(expected);
  });
});

describe('entries that were computed again', () => {
  const [first, second] = entries as [Entry, Entry];

  it('are compared by name, whatever their order', () => {
    expect(shown(comparedEntries('entry', entries, entries.toReversed()))).toEqual([]);
  });

  it('differ where one has another amount', () => {
    const dearer = { ...first, postings: first.postings.map((posting) => ({ ...posting, amountMinor: 9n })) };
    expect(shown(comparedEntries('ledger', [dearer], [first]))).toEqual([
      'ledger 2026-10/accrual/c1/ptn_1 postings[0].amountMinor: 9 → 500',
    ]);
  });

  it('differ where one is missing, and where one is too many', () => {
    expect(shown(comparedEntries('entry', [first], [first, second]))).toEqual([`entry ${second.entryId} : null → {…}`]);
    expect(shown(comparedEntries('entry', [second, first], [first]))).toEqual([`entry ${second.entryId} : {…} → null`]);
  });
});

describe('a carry that was computed again', () => {
  const found = (stored: Carry, computed: Carry) => shown(comparedCarries('2026-10', stored, computed));

  it('is compared row by row', () => {
    expect(found(carry, carry)).toEqual([]);
  });

  it('differs in the rows that are not as they were computed, by their names', () => {
    const book = carry.partners.get('ptn_1') ?? EMPTY_PARTNER;
    const [booked] = carry.booked.values() as unknown as [BookedConversion];
    const other: Carry = {
      ...carry,
      periodId: '2026-09',
      booked: new Map([...carry.booked, ['c1', { ...booked, planVersion: 7 }]]),
      partners: new Map([...carry.partners, ['ptn_1', { ...book, heldMinor: 7n }]]),
    };
    expect(found(other, carry)).toEqual([
      'carry 2026-10 period periodId: 2026-09 → 2026-10',
      'carry 2026-10 booked c1 booked.planVersion: 7 → 1',
      'carry 2026-10 partner ptn_1 book.heldMinor: 7 → 0',
    ]);
  });

  it('differs where a row is missing, and where one is too many', () => {
    const window = { metricMinor: 1n, capUsedMinor: 2n };
    const more: Carry = { ...carry, windows: new Map([['base|2026-10', window]]), usedClicks: new Set(['clk_1']) };
    expect(found(carry, more)).toEqual([
      'carry 2026-10 used clk_1 : null → {…}',
      'carry 2026-10 window base|2026-10 : null → {…}',
    ]);
    expect(found(more, carry)).toEqual([
      'carry 2026-10 used clk_1 : {…} → null',
      'carry 2026-10 window base|2026-10 : {…} → null',
    ]);
  });
});

describe('a stored manifest', () => {
  const row: ManifestRow = { type: 'reversal', id: 'rev_1', hash: sha256(canonical(stray)), fact: stray };
  const names = { merchantId: 'mer_1', programId: 'prg_1', periodId: '2026-10', previousHash: 'before' };
  const manifestOf = (rows: readonly ManifestRow[], change: Partial<ManifestHeader> = {}): Manifest => ({
    header: {
      ...names,
      hash: manifestHashOf(names, rows, sha256),
      recordedFrom: '2026-10-01',
      recordedTo: '2026-11-01',
      later: [],
      ...change,
    },
    rows,
  });
  const { hash } = manifestOf([row]).header;
  const found = (manifest: Manifest, expected: Parameters<typeof manifestDifferences>[1]) => [
    ...manifestDifferences(manifest, expected, sha256),
  ];
  const sealed = { hash, previousHash: 'before' };

  it('differs in nothing while its facts, its rows and its chain are as they were sealed', () => {
    expect(found(manifestOf([row]), sealed)).toEqual([]);
  });

  it('differs in a fact that is not what its hash says', () => {
    const fact = { ...stray, amountMinor: 9n };
    expect(found(manifestOf([{ ...row, fact }]), sealed)).toEqual([
      {
        where: 'manifest',
        name: '2026-10 reversal rev_1',
        field: 'hash',
        stored: row.hash,
        computed: sha256(canonical(fact)),
      },
    ]);
  });

  it('differs where its rows are not what its hash says', () => {
    const other = manifestOf([]).header.hash;
    expect(found(manifestOf([], { hash }), sealed)).toEqual([
      { where: 'manifest', name: '2026-10', field: 'hash', stored: hash, computed: other },
    ]);
  });

  it('differs where it was sealed anew behind the back of what refers to it', () => {
    const forged = manifestOf([]);
    expect(found(forged, sealed)).toEqual([
      { where: 'manifest', name: '2026-10', field: 'hash', stored: hash, computed: forged.header.hash },
    ]);
  });

  it('differs where it does not go on from the manifest before', () => {
    expect(found(manifestOf([row]), { hash, previousHash: null })).toEqual([
      { where: 'manifest', name: '2026-10', field: 'previousHash', stored: 'before', computed: null },
    ]);
  });

  it('has a hash of whose and which period it is, of the one before, and of its rows in order', () => {
    const second: ManifestRow = { ...row, id: 'rev_2' };
    const hashes = [
      manifestHashOf(names, [row, second], sha256),
      manifestHashOf(names, [second, row], sha256),
      manifestHashOf(names, [row, { ...second, hash: 'x' }], sha256),
      manifestHashOf(names, [row, { ...second, type: 'review' }], sha256),
      manifestHashOf(names, [{ ...row, id: '' }], sha256),
      ...(['merchantId', 'programId', 'periodId', 'previousHash'] as const).map((name) =>
        manifestHashOf({ ...names, [name]: 'other' }, [row, second], sha256),
      ),
    ];
    expect(new Set(hashes).size).toBe(hashes.length);
    expect(hashes[0]).toBe(
      sha256(
        '[{"merchantId":"mer_1","programId":"prg_1"},"2026-10","before"]\n' +
          `reversal rev_1 ${row.hash}\nreversal rev_2 ${row.hash}`,
      ),
    );
  });
});
