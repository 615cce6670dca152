import { describe, expect, it } from 'vitest';
import type { EventType } from '../../events/catalogue.ts';
import { catalogue, definitionOf } from '../../events/catalogue.ts';
import type { Envelope } from '../../events/envelope.ts';
import { envelopesOf } from '../../events/envelope.ts';
import { inProcessBus } from '../../functions/bus/in-process-bus.ts';
import { receiveAll } from '../../functions/bus/sqs-handler.ts';
import type { Subscriber, Subscription } from '../../functions/bus/subscription.ts';
import { receiver } from '../../functions/bus/subscription.ts';
import { subscriptions } from '../../functions/bus/subscriptions.ts';
import { storeQueuedClick } from '../../functions/usecases/facts/store-queued-click.ts';
import * as facts from '../store/facts.ts';
import { anApp, MERCHANT, PROGRAM } from '../support/app.ts';
import { aShop } from '../support/shop.ts';
import { asSubscriber } from '../support/with-rights.ts';

const scope = { merchantId: MERCHANT, programId: PROGRAM };
const conversion = facts.aConversion({ currency: 'USD', partnerId: 'ptn_1' });
const reversal = facts.aReversal({ currency: 'USD', amountMinor: 100n });
const { NOON: recordedAt } = facts;
const [recorded] = envelopesOf({ entity: 'conversion', ...scope, recordedAt, value: conversion });
const [reversed] = envelopesOf({ entity: 'reversal', ...scope, recordedAt, value: reversal });
if (recorded === undefined || reversed === undefined) throw new Error('a fact is an event');

const never = (error: unknown): void => {
  throw error;
};

const withTheirRights = subscriptions.map(
  (each): Subscription => ({
    ...each,
    subscriber: (deps, envelope) => each.subscriber(asSubscriber(deps, each.name), envelope),
  }),
);

function subscription(subscriber: Subscriber, types: readonly EventType[]): Subscription {
  return { name: 'test', description: 'of a test', types, subscriber };
}

describe('subscriptions', () => {
  it('are those that the catalogue names, both ways', () => {
    const told = subscriptions.flatMap(({ name, types }) => types.map((type) => `${type} ${name}`));
    const named = (Object.keys(catalogue) as EventType[]).flatMap((type) =>
      definitionOf(type).subscribers.map((name) => `${type} ${name}`),
    );
    expect(named.sort()).toEqual(told.sort());
  });

  it('decide a conversion whose process ended before it could', async () => {
    const { deps } = await aShop();
    await deps.stores.conversions.putConversion(scope, facts.recorded(conversion));
    const bus = inProcessBus(deps, { onGivenUp: never, subscriptions: withTheirRights });
    await bus.publish([recorded]);
    await bus.idle();
    const decision = await deps.stores.conversions.decision(scope, recordedAt, conversion.conversionId);
    expect(decision?.lines).toMatchObject([{ partnerId: 'ptn_1', ruleId: 'base' }]);
  });

  it('leave a conversion alone that is decided', async () => {
    const { deps } = await aShop();
    const decided = facts.aDecision({ holdUntil: 1 });
    await deps.stores.conversions.putConversion(scope, facts.recorded(conversion));
    await deps.stores.conversions.advanceDecision(scope, recordedAt, null, decided);
    const bus = inProcessBus(deps, { onGivenUp: never, subscriptions: withTheirRights });
    await bus.publish([recorded, recorded]);
    await bus.idle();
    expect(await deps.stores.conversions.decision(scope, recordedAt, conversion.conversionId)).toEqual(decided);
  });

  it('decide anew after a reversal, whenever its event comes', async () => {
    const { deps } = await aShop();
    const bus = inProcessBus(deps, { onGivenUp: never, subscriptions: withTheirRights });
    // Before its conversion, it waits.
    await bus.publish([reversed]);
    await bus.idle();
    await deps.stores.conversions.putConversion(scope, facts.recorded(conversion));
    await bus.publish([recorded]);
    await bus.idle();
    await deps.stores.conversions.putReversal(scope, facts.recorded(reversal));
    await bus.publish([reversed]);
    await bus.idle();
    const decision = await deps.stores.conversions.decision(scope, recordedAt, conversion.conversionId);
    expect(decision?.lines[0]?.netBaseMinor).toBeLessThan(1000n);
  });

  it('work from the reference of an event that was cut', async () => {
    const { deps } = await aShop();
    await deps.stores.conversions.putConversion(scope, facts.recorded(conversion));
    const bus = inProcessBus(deps, { onGivenUp: never, subscriptions: withTheirRights });
    await bus.publish([{ ...recorded, isCut: true, data: { conversionId: conversion.conversionId } }]);
    await bus.idle();
    expect(await deps.stores.conversions.decision(scope, recordedAt, conversion.conversionId)).not.toBeNull();
  });
});

describe('the in-process bus', () => {
  it('is idle at once when nothing was published', async () => {
    await inProcessBus(anApp().deps, { onGivenUp: never }).idle();
  });

  it('offers an event three times, then hands it to the host and goes on with the next', async () => {
    const tries: string[] = [];
    const givenUp: string[] = [];
    const subscriber: Subscriber = async (_deps, { id }) => {
      tries.push(id);
      if (id === recorded.id) throw new Error('no');
    };
    const bus = inProcessBus(anApp().deps, {
      subscriptions: [subscription(subscriber, ['conversion.recorded', 'reversal.recorded'])],
      onGivenUp: (error, envelope, name) => void givenUp.push(`${String(error)} ${envelope.id} ${name}`),
    });
    await bus.publish([recorded, reversed]);
    await bus.idle();
    expect(tries.filter((id) => id === recorded.id)).toHaveLength(3);
    expect(tries.filter((id) => id === reversed.id)).toHaveLength(1);
    expect(givenUp).toEqual([`Error: no ${recorded.id} test`]);
  });

  it('delivers only what a subscription asks for', async () => {
    const seen: EventType[] = [];
    const subscriber: Subscriber = async (_deps, { type }) => void seen.push(type);
    const options = { subscriptions: [subscription(subscriber, ['reversal.recorded'])], onGivenUp: never };
    const bus = inProcessBus(anApp().deps, options);
    await bus.publish([recorded, reversed]);
    await bus.idle();
    expect(seen).toEqual(['reversal.recorded']);
  });
});

describe('a queue', () => {
  const message = (messageId: string, body: unknown) => ({ messageId, body: JSON.stringify(body) });
  const delivered = (envelope: Envelope) => ({ source: 'bunpai', 'detail-type': envelope.type, detail: envelope });

  it('gets back only the messages that could not be dealt with', async () => {
    const seen: string[] = [];
    const receive = receiver(async (_deps, { id, data }) => {
      if (data['reversalId'] !== undefined) throw new Error('no');
      seen.push(id);
    });
    const messages = [
      message('1', delivered(recorded)),
      message('2', delivered(reversed)),
      message('3', { detail: { type: 'nothing.happened' } }),
      { messageId: '4', body: 'not JSON' },
      message('5', delivered(recorded)),
    ];
    expect(await receiveAll(anApp().deps, receive, messages)).toEqual(
      ['2', '3', '4'].map((itemIdentifier) => ({ itemIdentifier })),
    );
    expect(seen).toEqual([recorded.id, recorded.id]);
  });

  it('stores a click that the redirect had to leave there, once', async () => {
    const { deps } = await aShop();
    const click = facts.recorded(facts.aClick());
    await storeQueuedClick(deps, { scope, click });
    await storeQueuedClick(deps, { scope, click });
    expect(await deps.stores.clicks.click(scope, click.fact.clickId)).toEqual(click.fact);
    const other = facts.recorded(facts.aClick({ visitorId: 'vis_2' }));
    await expect(storeQueuedClick(deps, { scope, click: other })).rejects.toThrow('other content');
  });
});
