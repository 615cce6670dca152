import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ChannelResult } from '../../../cli/attribute/channel-results.ts';
import { channelResults } from '../../../cli/attribute/channel-results.ts';
import { creditsOf } from '../../../domain/attribution/models.ts';
import { formatRatio } from '../../../domain/money/ratio.ts';
import type { Model } from '../../../domain/partner/program.ts';
import { DAY_MS } from '../../../domain/time.ts';
import { attributionSchema } from '../../../functions/contract/schemas/attribution.ts';
import { NOON } from '../../support/build.ts';

/** A published example of a model: path counts, or one journey with its times, and what each channel must come to. */
type Example = { readonly purpose: string; readonly source: string } & (PathsExample | JourneyExample);

interface PathsExample {
  readonly paths: readonly { readonly path: string; readonly conversions: number; readonly nulls: number }[];
  readonly models: readonly Expecting<Readonly<Record<string, Fractions>>>[];
}

interface JourneyExample {
  readonly journey: readonly { readonly partner: string; readonly daysBefore: string }[];
  readonly milestones?: readonly { readonly kind: 'lead' | 'opportunity'; readonly daysBefore: string }[];
  readonly models: readonly Expecting<Readonly<Record<string, string>>>[];
}

/** `model` is written as in program.json. */
interface Expecting<T> {
  readonly model: { readonly model: string };
  readonly expected: T;
}

interface Fractions {
  readonly conversions: string;
  readonly removalEffect?: string;
}

const names = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.json'));

function modelOf({ model }: Expecting<unknown>): Model {
  return attributionSchema.parse(model).model;
}

/** `2/5` as the number nearest to it, to be met to twelve digits. */
function near(fraction: string): unknown {
  const [numerator, denominator = '1'] = fraction.split('/');
  return expect.closeTo(Number(numerator) / Number(denominator), 12);
}

function byPaths({ paths }: PathsExample, model: Model): readonly ChannelResult[] {
  const counted = paths.map(({ path, ...counts }) => ({ ...counts, touches: path.split(' > '), value: 0n }));
  return channelResults({ paths: counted, unitsPerValue: 1n }, model, 'last-state');
}

function byJourney({ journey, milestones = [] }: JourneyExample, model: Model): Readonly<Record<string, string>> {
  const at = (daysBefore: string): number => NOON - Number(daysBefore) * DAY_MS;
  const touchpoints = journey.map(({ partner, daysBefore }) => ({
    type: 'click' as const,
    id: partner,
    occurredAt: at(daysBefore),
    partnerId: partner,
  }));
  const knowledge = {
    milestones: milestones.map(({ kind, daysBefore }) => ({ kind, at: at(daysBefore) })),
    snapshot: null,
  };
  const { credits } = creditsOf(model, touchpoints, NOON, knowledge);
  let denominator = 0n;
  for (const { creditWeight } of credits) denominator += creditWeight;
  return Object.fromEntries(
    credits.map(({ partnerId, creditWeight }) => [partnerId, formatRatio({ numerator: creditWeight, denominator })]),
  );
}

describe('published examples of attribution models', () => {
  it('are there', () => {
    expect(names.length).toBeGreaterThanOrEqual(8);
  });

  for (const name of names) {
    const example = JSON.parse(readFileSync(join(import.meta.dirname, name), 'utf8')) as Example;
    it(`${name}: ${example.purpose}`, () => {
      expect(example.source).not.toBe('');
      expect(example.models.length).toBeGreaterThan(0);
      if ('journey' in example) {
        for (const each of example.models) expect(byJourney(example, modelOf(each))).toEqual(each.expected);
        return;
      }
      for (const each of example.models) {
        const wanted = Object.entries(each.expected).map(([channel, { conversions, removalEffect }]) => ({
          channel,
          conversions: near(conversions),
          value: 0,
          ...(removalEffect === undefined ? {} : { removalEffect: near(removalEffect) }),
        }));
        expect(byPaths(example, modelOf(each))).toEqual(wanted);
      }
    });
  }
});
