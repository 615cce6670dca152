import { describe, expect, it } from 'vitest';
import { attributePaths } from '../../../domain/attribution/attribute-paths.ts';
import { fitWindow } from '../../../domain/attribution/fit-window.ts';
import type { FittedModel } from '../../../domain/attribution/fitted-model.ts';
import { fitIfPossible, fitModel } from '../../../domain/attribution/fitted-model.ts';
import { countedPaths } from '../../../domain/attribution/journey-path.ts';
import { shareText } from '../../../domain/attribution/snapshot.ts';
import { Broken } from '../../../domain/errors.ts';
import { canonical } from '../../../domain/integrity/canonical.ts';
import { formatRatio } from '../../../domain/money/ratio.ts';
import type { DataDrivenModel, Model } from '../../../domain/partner/program.ts';
import { DAY_MS } from '../../../domain/time.ts';
import { sha256 } from '../../../functions/runtime/ids.ts';
import { NOON, someAttribution } from '../../support/build.ts';
import { aPath, CROWD } from './reference.ts';

const MARKOV: DataDrivenModel = { name: 'markov', order: 1 };
const SHAPLEY: DataDrivenModel = { name: 'shapley', characteristic: 'sum-over-subsets' };
const paths = [aPath('a > b', 2, 3), aPath('b', 1, 4)];
const cause = { programId: 'prg_1', window: { from: 1, to: 2 } };

describe('a fit', () => {
  it('says what it was made of', () => {
    expect(fitModel(MARKOV, paths, cause, sha256)).toMatchObject({
      ...cause,
      journeys: { converting: 3, nonConverting: 7, paths: 2 },
      inputHash: sha256(canonical(paths)),
      snapshot: { model: 'markov', order: 1, warnings: [] },
    });
    expect(fitModel(SHAPLEY, paths, cause, sha256).snapshot).toMatchObject({ model: 'shapley' });
  });

  it('is named after its cause: the same journeys make the same, and any other cause another', () => {
    const ids = [
      fitModel(MARKOV, paths, cause, sha256),
      fitModel({ ...MARKOV, order: 2 }, paths, cause, sha256),
      fitModel(MARKOV, paths.slice(1), cause, sha256),
      fitModel(MARKOV, paths, { ...cause, programId: 'prg_2' }, sha256),
      fitModel(MARKOV, paths, { ...cause, window: { from: 0, to: 2 } }, sha256),
    ].map(({ snapshotId }: FittedModel) => snapshotId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(fitModel(MARKOV, paths, cause, sha256).snapshotId).toBe(ids[0]);
    const named = canonical(['2', 'prg_1', cause.window, MARKOV, sha256(canonical(paths))]);
    expect(ids[0]).toBe(sha256(named).slice(0, 32));
  });

  it('that cannot be exact, or would take too long, is none, and what is broken is not hidden', () => {
    const crowd = [aPath(Array.from({ length: 21 }, (_, at) => `p${at}`).join(' > '), 1, 1)];
    expect(fitIfPossible(SHAPLEY, crowd, cause, sha256)).toBeNull();
    expect(fitIfPossible(SHAPLEY, paths, cause, sha256)).toEqual(fitModel(SHAPLEY, paths, cause, sha256));
    expect(fitIfPossible(MARKOV, CROWD, cause, sha256)).toBeNull();
    for (const broken of [new Broken('number.invalid', 'no'), new RangeError('no')]) {
      const hash = (): never => {
        throw broken;
      };
      expect(() => fitIfPossible(MARKOV, paths, cause, hash)).toThrow(broken);
    }
  });

  it.each([
    ['0.250000000000000', 250_000_000_000_000n],
    ['0.000000000000001', 1n],
    ['1.000000000000000', 1_000_000_000_000_000n],
    ['0.000000000000000', 0n],
  ])('shows a share as %s', (text, shareWeight) => {
    expect(shareText({ partnerId: 'a', shareWeight })).toBe(text);
  });
});

describe('the window of a fit', () => {
  it.each<[string, Model, number, number]>([
    ['is as long as its model says', { ...MARKOV, windowDays: 90 }, 30, 90],
    ['is as long as the lookback otherwise', MARKOV, 30, 30],
    ['is as long as the lookback for a model that needs no fit', { name: 'linear' }, 30, 30],
    ['is a day at least', MARKOV, 0, 1],
  ])('%s', (_, model, lookbackDays, days) => {
    expect(fitWindow(someAttribution({ model, lookbackDays }), NOON)).toEqual({ from: NOON - days * DAY_MS, to: NOON });
  });
});

describe('paths that are counted', () => {
  it('stand once each, in one order, with what came of all their journeys', () => {
    const rows = [aPath('b', 1, 2, 10n), aPath('a > b', 1, 0, 5n), aPath('b', 3, 4, 20n), aPath('a', 0, 1)];
    expect(countedPaths(rows)).toEqual([aPath('a > b', 1, 0, 5n), aPath('a', 0, 1), aPath('b', 4, 6, 30n)]);
    expect(countedPaths(rows.toReversed())).toEqual(countedPaths(rows));
  });
});

describe('paths that a model credits', () => {
  const shown = (rows: Parameters<typeof attributePaths>[0], model: Model) =>
    attributePaths(rows, model).map(({ partnerId, conversions, value }) => [
      partnerId,
      formatRatio(conversions),
      formatRatio(value),
    ]);

  it('give each partner its exact part of their conversions and of their value', () => {
    const rows = [aPath('c > a > b', 2, 5, 100n), aPath('a > b', 3, 0, 7n), aPath('d', 0, 9)];
    expect(shown(rows, { name: 'linear' })).toEqual([
      ['a', '13/6', '221/6'],
      ['b', '13/6', '221/6'],
      ['c', '2/3', '100/3'],
      ['d', '0', '0'],
    ]);
    expect(shown(rows, { name: 'last-touch' })).toEqual([
      ['a', '0', '0'],
      ['b', '5', '107'],
      ['c', '0', '0'],
      ['d', '0', '0'],
    ]);
  });

  it('give nothing for journeys that did not convert', () => {
    expect(shown([aPath('a', 0, 9, 50n)], { name: 'linear' })).toEqual([['a', '0', '0']]);
  });
});
