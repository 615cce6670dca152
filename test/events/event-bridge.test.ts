import type { PutEventsCommand, PutEventsResultEntry } from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from 'vitest';
import type { Envelope } from '../../events/envelope.ts';
import { envelopesOf } from '../../events/envelope.ts';
import { busEntryOf, eventBridgePublisher } from '../../functions/stream/event-bridge.ts';
import { sampleFacts } from './sample-facts.ts';

const { click, conversion } = sampleFacts;

function clicks(count: number): readonly Envelope[] {
  return Array.from({ length: count }, (_, at) => ({
    ...click,
    value: { ...click.value, clickId: `clk_${at}` },
  })).flatMap(envelopesOf);
}

/** A bus that refuses an event as often as it is told to, and remembers what it was offered. */
function aClient(refusals: Readonly<Record<string, number>> = {}) {
  const offered: string[][] = [];
  const left = new Map(Object.entries(refusals));
  const send = async ({ input }: PutEventsCommand) => {
    const details = (input.Entries ?? []).map(({ Detail }) => JSON.parse(Detail ?? '{}'));
    offered.push(details.map(({ data }) => data.conversionId ?? data.clickId));
    const Entries = details.map(({ data }): PutEventsResultEntry => {
      const refuse = left.get(data.clickId) ?? 0;
      left.set(data.clickId, refuse - 1);
      return refuse > 0 ? { ErrorCode: 'ThrottlingException' } : { EventId: 'bus-1' };
    });
    return { Entries, FailedEntryCount: 0, $metadata: {} };
  };
  const client = { send } as unknown as Parameters<typeof eventBridgePublisher>[0]['client'];
  return { offered, publisher: eventBridgePublisher({ client, busName: 'bus', pauseMilliseconds: 0 }) };
}

describe('on EventBridge', () => {
  it('an event stands under our name and its type, dated when it happened', () => {
    const [envelope] = clicks(1);
    if (envelope === undefined) throw new Error('one click is one event');
    expect(busEntryOf(envelope, 'bus')).toEqual({
      EventBusName: 'bus',
      Source: 'bunpai',
      DetailType: 'click.recorded',
      Time: new Date('2026-10-01T00:30:00Z'),
      Detail: JSON.stringify(envelope),
    });
  });

  it('events go ten at a time, in order', async () => {
    const { offered, publisher } = aClient();
    expect(await publisher.publish(clicks(23))).toEqual(new Set());
    expect(offered.map((batch) => batch.length)).toEqual([10, 10, 3]);
    expect(offered.flat()).toEqual(clicks(23).map(({ data }) => data['clickId']));
  });

  it('a request holds at most what EventBridge takes, however large the events', async () => {
    const lines = Array.from({ length: 250 }, (_, at) => ({
      lineId: `${at}`,
      productId: 'p'.repeat(100),
      category: 'c'.repeat(100),
      quantity: 1,
      amountMinor: 1n,
      taxMinor: 0n,
      shippingMinor: 0n,
    }));
    const large = ['a', 'b', 'c'].flatMap((conversionId) =>
      envelopesOf({ ...conversion, value: { ...conversion.value, conversionId, lines } }),
    );
    const { offered, publisher } = aClient();
    await publisher.publish(large);
    expect(large.every(({ isCut }) => !isCut)).toBe(true);
    expect(offered).toEqual([['a', 'b'], ['c']]);
  });

  it('what was refused in part is offered again alone', async () => {
    const { offered, publisher } = aClient({ clk_1: 2, clk_3: 1 });
    expect(await publisher.publish(clicks(4))).toEqual(new Set());
    expect(offered).toEqual([['clk_0', 'clk_1', 'clk_2', 'clk_3'], ['clk_1', 'clk_3'], ['clk_1']]);
  });

  it('what stays refused is named, with everything that was not offered after it', async () => {
    const { offered, publisher } = aClient({ clk_3: 99 });
    const all = clicks(12);
    const idOf = (at: number): string => all[at]?.id ?? '';
    expect(await publisher.publish(all)).toEqual(new Set([idOf(3), idOf(10), idOf(11)]));
    expect(offered.map((batch) => batch.length)).toEqual([10, 1, 1, 1]);
  });
});
