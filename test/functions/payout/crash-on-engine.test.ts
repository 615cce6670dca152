import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { key, partitions } from '../../../functions/store/dynamodb/table.ts';
import type { Stores } from '../../../functions/store/store.ts';
import { partnerOwner, programOwner } from '../../../functions/usecases/payout/payee-change.ts';
import { at } from '../../support/build.ts';
import { Crashed, cloudLikeStores } from '../../support/crashing-stores.ts';
import type { Stored, Trials } from '../../support/dying-processes.ts';
import { trialsOn } from '../../support/dying-processes.ts';
import type { TestEngine } from '../../support/engine.ts';
import { startTestEngine } from '../../support/engine.ts';
import type { World } from '../settlement/world.ts';
import type { Stage } from './payout-life.ts';
import { CLOSING, EXCHANGED, leftBy, OCTOBER, PARTNERS, settle, soldInOctober, UP_TO_RESULTS } from './payout-life.ts';

/** A step of a month, from its seal to the last word of a bank. */
interface Command {
  readonly what: string;
  readonly run: (stores: Stores) => Promise<unknown>;
}

const closing = (world: World): readonly Command[] =>
  CLOSING.map((step) => ({ what: step, run: (stores) => world.step(step, OCTOBER, stores) }));

const paying = (world: World, stages: readonly Stage[]): readonly Command[] =>
  stages.map(({ what, on, command }) => ({
    what,
    run: (stores) => {
      world.setNow(at(`${on}T09:00:00+09:00`));
      return command({ ...world.deps, stores }, world.scope);
    },
  }));

/** Every item as it lies there, but for bank details and the keys of partners: what is sealed differs each time. */
function plain(stored: Stored, { scope: { merchantId, programId } }: World): ReadonlyMap<string, string> {
  const owners = [programOwner(programId), ...PARTNERS.map(partnerOwner)];
  const sealed = new Set([
    ...owners.flatMap((owner) => partitions.payees(merchantId, owner)),
    ...PARTNERS.map((partnerId) => key.partnerKey(merchantId, partnerId).pk),
  ]);
  return new Map([...stored].map(([name, { text, item }]) => [name, sealed.has(String(item['pk'])) ? '' : text]));
}

/** Runs a command once whole, then once for each of its writes: a process dies before it, the next one ends the work. */
async function dieAtEveryWrite(trials: Trials, world: World, { what, run }: Command): Promise<number> {
  const before = await trials.stored();
  const straight = trials.processOf(Number.POSITIVE_INFINITY);
  await run(straight.stores);
  const expected = await trials.stored();
  let after = expected;
  for (let writes = 0; writes < straight.written(); writes += 1) {
    await trials.rewind(after, before);
    const dying = trials.processOf(writes);
    await expect(run(dying.stores)).rejects.toThrow(Crashed);
    await dying.ended();
    await run(world.deps.stores);
    after = await trials.stored();
    expect(plain(after, world), `${what} died after ${writes} writes`).toEqual(plain(expected, world));
  }
  return straight.written();
}

describe('a process that dies at any write of a month on the DynamoDB engine leaves nothing that the next does not finish', () => {
  let engine: TestEngine;
  beforeAll(async () => {
    engine = await startTestEngine();
  });
  afterAll(() => engine.stop());

  const onEngine = async () => {
    const trials = await trialsOn(engine, `bunpai-crash-${randomUUID()}`);
    return { trials, world: await soldInOctober(trials.processOf(Number.POSITIVE_INFINITY).stores) };
  };
  const inMemory = async (stages: readonly Stage[]): Promise<unknown> => {
    const world = await soldInOctober(cloudLikeStores());
    for (const { run } of [...closing(world), ...paying(world, stages)]) await run(world.deps.stores);
    return await leftBy(world);
  };

  it('from its seal to the last result of the bank', { timeout: 480_000 }, async () => {
    const { trials, world } = await onEngine();
    const stages = [...UP_TO_RESULTS, settle];
    let deaths = 0;
    for (const command of [...closing(world), ...paying(world, stages)]) {
      deaths += await dieAtEveryWrite(trials, world, command);
    }
    expect(deaths).toBeGreaterThan(70);
    expect(await leftBy(world)).toEqual(await inMemory(stages));
  });

  it('that is paid in euro, with the exchange and what came back after it', { timeout: 480_000 }, async () => {
    const { trials, world } = await onEngine();
    for (const { run } of closing(world)) await run(world.deps.stores);
    let deaths = 0;
    for (const command of paying(world, EXCHANGED)) deaths += await dieAtEveryWrite(trials, world, command);
    expect(deaths).toBeGreaterThan(20);
    expect(await leftBy(world)).toEqual(await inMemory(EXCHANGED));
  });
});
