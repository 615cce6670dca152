import { describe, expect, it } from 'vitest';
import { tendPrograms } from '../../../functions/usecases/settlement/tend-programs.ts';
import { readCase } from '../../golden/golden-case.ts';
import type { App } from '../../support/app.ts';
import { anApp, MERCHANT } from '../../support/app.ts';
import { aConversion, aPlan, aProgram, aShop, post, programPath } from '../../support/shop.ts';
import { asSchedule, stepsWithRights } from '../../support/with-rights.ts';
import { aWorld } from './world.ts';

const golden = readCase(new URL('../../golden/markov-of-the-month.json', import.meta.url).pathname);

const tend = ({ deps }: Pick<App, 'deps'>) => tendPrograms(asSchedule(deps, 'tend-programs'), stepsWithRights(deps));

describe('reviews past their deadline', () => {
  it('are told of by the clock, of all merchants and once', async () => {
    const app = anApp();
    await aShop(app, { review: { days: 14 } });
    const token = await app.token({ role: 'admin', merchantId: 'mer_2' });
    const theirs = { ...aProgram({ id: 'prg_2' }), review: { days: 14 } };
    for (const [path, body] of [
      ['/v1/programs', theirs],
      [programPath('plans', 'prg_2'), aPlan()],
      [programPath('conversions', 'prg_2'), aConversion()],
    ] as const) {
      expect((await app.call('POST', path, { token, body })).status).toBe(201);
    }
    await post(app, programPath('conversions'), aConversion());
    expect(await tend(app)).toEqual({ programs: 2, escalated: 0, fits: 0, salts: 0 });
    app.setNow('2026-10-18T00:00:00+09:00');
    expect(await tend(app)).toEqual({ programs: 2, escalated: 2, fits: 0, salts: 0 });
    expect(await tend(app)).toEqual({ programs: 2, escalated: 0, fits: 0, salts: 0 });
  });
});

describe('a data-driven model', () => {
  it('is fitted when a period has ended, into a version of its own, and once', async () => {
    const world = await aWorld(golden);
    const { deps, scope, setNow, periodOf } = world;
    const { end } = periodOf('2026-10');
    setNow(end + 1);
    const [close] = golden.closes;
    if (close !== undefined) await world.record(close);
    expect((await tend(world)).fits).toBe(1);
    const october = await deps.stores.snapshots.latestSnapshot(scope);
    expect(october?.fact.window.to).toBe(end);
    expect((await tend(world)).fits).toBe(0);
    setNow(periodOf('2026-11').end);
    expect((await tend(world)).fits).toBe(1);
    const november = await deps.stores.snapshots.latestSnapshot(scope);
    expect(november?.fact.window.to).toBe(periodOf('2026-11').end);
    expect(await deps.stores.snapshots.snapshot(scope, october?.fact.snapshotId ?? '')).toEqual(october);
  });
});

describe('a program that cannot be tended', () => {
  it('holds up no other, and is named', async () => {
    const app = await aShop(anApp(), { review: { days: 1 } });
    await post(app, programPath('conversions'), aConversion());
    await post(app, '/v1/programs', aProgram({ id: 'prg_broken', review: { days: 1 } }));
    app.setNow('2026-10-06T00:00:00+09:00');
    const { conversions } = app.deps.stores;
    const recordedOn: typeof conversions.recordedOn = (scope, day) => {
      if (scope.programId === 'prg_broken') throw new Error('gone');
      return conversions.recordedOn(scope, day);
    };
    const deps = { ...app.deps, stores: { ...app.deps.stores, conversions: { ...conversions, recordedOn } } };
    const failed = await tend({ deps }).catch((error: AggregateError) => error);
    expect((failed as AggregateError).errors.map(({ message }: Error) => message)).toEqual([
      `program prg_broken of ${MERCHANT}`,
    ]);
    expect(await tend(app)).toMatchObject({ escalated: 0 });
  });
});
