import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { EventType } from '../../events/catalogue.ts';
import { catalogue, definitionOf } from '../../events/catalogue.ts';
import type { Envelope } from '../../events/envelope.ts';
import { EVENT_BYTES_MAX, envelopeSchema, envelopesOf } from '../../events/envelope.ts';
import { schemaFiles } from '../../events/schema-files.ts';
import { sampleEnvelopes, sampleFacts } from './sample-facts.ts';

const types = Object.keys(catalogue) as EventType[];
const samples = sampleEnvelopes();

function sampleOf(type: EventType): Envelope {
  const sample = samples.get(type);
  if (sample === undefined) throw new Error(`no sample of ${type}`);
  return sample;
}

describe('the event catalogue', () => {
  it('has an event for every kind of stored fact', () => {
    const told = new Set(types.map((type) => definitionOf(type).entity));
    expect([...told].filter((entity) => entity !== null).sort()).toEqual(Object.keys(sampleFacts).sort());
  });

  it('has an event for every kind of ledger entry and every step of a settlement', () => {
    expect([...samples.keys()].sort()).toEqual([...types].sort());
  });

  it.each(types)('%s: a stored fact becomes its golden sample', async (type) => {
    const { version } = definitionOf(type);
    const text = `${JSON.stringify(sampleOf(type), null, 2)}\n`;
    await expect(text).toMatchFileSnapshot(`../../events/samples/${type}.v${version}.json`);
  });

  it.each(types)('%s: the golden sample keeps to the schema and says nothing beside it', (type) => {
    const { version } = definitionOf(type);
    const file = new URL(`../../events/samples/${type}.v${version}.json`, import.meta.url);
    const sample: unknown = JSON.parse(readFileSync(file, 'utf8'));
    expect(envelopeSchema(type).parse(sample)).toEqual(sample);
  });

  it.each(types)('%s: an event that was cut keeps what is needed to read the rest', (type) => {
    const sample = sampleOf(type);
    const { reference } = definitionOf(type);
    const kept = Object.fromEntries(reference.map((name) => [name, sample.data[name]]));
    expect(reference.length).toBeGreaterThan(0);
    expect(envelopeSchema(type).parse({ ...sample, isCut: true, data: kept }).data).toEqual(kept);
  });

  it('has one published schema an event, up to date (else: node events/generate-schemas.ts)', () => {
    const folder = new URL('../../events/schemas/', import.meta.url);
    const published = new Map(
      readdirSync(folder)
        .sort()
        .map((name) => [name, readFileSync(new URL(name, folder), 'utf8')]),
    );
    expect(Object.fromEntries(published)).toEqual(Object.fromEntries(schemaFiles()));
  });

  it('has no sample of an event that is gone', () => {
    const files = readdirSync(new URL('../../events/samples/', import.meta.url)).sort();
    expect(files).toEqual(types.map((type) => `${type}.v${definitionOf(type).version}.json`).sort());
  });
});

describe('an event', () => {
  it('has the same id whenever the same fact is published', () => {
    for (const fact of Object.values(sampleFacts).flat()) {
      expect(envelopesOf(structuredClone(fact))).toEqual(envelopesOf(fact));
    }
  });

  it('has an id of its own: no two samples share one', () => {
    expect(new Set([...samples.values()].map(({ id }) => id)).size).toBe(samples.size);
  });

  it('differs by merchant and program, even when their own ids are the same', () => {
    const { click } = sampleFacts;
    const ids = [click, { ...click, merchantId: 'mer_other' }, { ...click, programId: 'prg_other' }].map(
      (fact) => envelopesOf(fact)[0]?.id,
    );
    expect(new Set(ids).size).toBe(3);
  });

  it('is a new one when a conversion is decided otherwise, also when it was decided so before', () => {
    const { decision } = sampleFacts;
    const otherwise = { ...decision, value: { ...decision.value, revision: 3 } };
    expect(envelopesOf(otherwise)[0]?.id).not.toBe(envelopesOf(decision)[0]?.id);
  });

  it('is a new one when a period is sealed again as it was, after it was rejected', () => {
    const { settlement } = sampleFacts;
    const { rejections } = settlement.value;
    const before = { ...settlement, value: { ...settlement.value, rejections: rejections.slice(1) } };
    const ids = (fact: typeof settlement) =>
      envelopesOf(fact).flatMap(({ type, id }) => (type === 'settlement.rejected' ? [] : [id]));
    expect(rejections.length).toBeGreaterThan(0);
    expect(new Set([...ids(before), ...ids(settlement)]).size).toBe(2 * ids(settlement).length);
  });

  it('of a step says the same when the settlement has gone on', () => {
    const { settlement } = sampleFacts;
    const whenSealed = {
      ...settlement,
      value: {
        ...settlement.value,
        status: 'sealed' as const,
        runId: null,
        approvedBy: null,
        calculatedAt: null,
        approvedAt: null,
        closedAt: null,
        payoutRunAt: null,
        calculatedBy: null,
      },
    };
    expect(envelopesOf(whenSealed)).toEqual(envelopesOf(settlement).slice(0, 2));
    const whenRejected = { ...whenSealed, value: { ...whenSealed.value, manifestHash: null } };
    expect(envelopesOf(whenRejected)).toEqual(envelopesOf(settlement).slice(0, 1));
  });

  it('keeps to itself under which ids a partner buys', () => {
    expect(JSON.stringify(sampleOf('partner.created'))).not.toContain('cus_hana');
  });

  it.each([1, 675, 1000])('of a conversion of %i lines fits the bus, whole or cut to its reference', (count) => {
    const { conversion } = sampleFacts;
    const line = conversion.value.lines[0];
    if (line === undefined) throw new Error('the sample has a line');
    const lines = Array.from({ length: count }, (_, at) => ({ ...line, lineId: `${at}`, category: '茶'.repeat(60) }));
    const [envelope] = envelopesOf({ ...conversion, value: { ...conversion.value, lines } });
    expect(Buffer.byteLength(JSON.stringify(envelope))).toBeLessThanOrEqual(EVENT_BYTES_MAX);
    expect(envelope?.isCut).toBe(count > 1);
    expect(envelope?.data['conversionId']).toBe('order-1001');
    expect(() => envelopeSchema('conversion.recorded').parse(envelope)).not.toThrow();
  });
});
