import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../../../domain/attribution/snapshot.ts';
import type { Model } from '../../../domain/partner/program.ts';
import { EMPTY_CARRY } from '../../../domain/settlement/carry.ts';
import type { FitOf } from '../../../domain/settlement/compare-models.ts';
import { compareModels, modelText } from '../../../domain/settlement/compare-models.ts';
import type { FactsChange } from '../../support/build.ts';
import { aClick, aConversion, anEnrollment, NOON, someFacts, someTerms } from '../../support/build.ts';

const unknownFit: FitOf = () => null;

function compared(facts: FactsChange, models: readonly Model[], fitOf: FitOf = unknownFit) {
  const terms = someTerms({ enrollments: ['ptn_1', 'ptn_2', 'ptn_3'].map((partnerId) => anEnrollment({ partnerId })) });
  const period = terms.calendar.period('2026-10');
  return compareModels({ period, facts: someFacts(facts), carry: EMPTY_CARRY, terms }, models, fitOf);
}

/** Clicks of one visitor on links of these partners, in this order. */
const clicksOn = (visitorId: string, partners: readonly string[]) =>
  partners.map((partnerId, index) =>
    aClick({ clickId: `${visitorId}-${index}`, visitorId, partnerId, occurredAt: NOON - 10_000 + index }),
  );

const journey = {
  conversions: [aConversion()],
  clicks: clicksOn('vis_1', ['ptn_1', 'ptn_2', 'ptn_3']),
};

describe('models side by side', () => {
  it('credit and pay the same month, each on its own', () => {
    const { models, partners, ...of } = compared(journey, [{ name: 'first-touch' }, { name: 'linear' }]);
    expect(of).toEqual({ program: 'prg_1', period: '2026-10', currency: 'JPY' });
    expect(models).toEqual([
      { model: 'first-touch', warnings: [], totals: { conversions: '1.000000', base: '10000', commission: '500' } },
      { model: 'linear', warnings: [], totals: { conversions: '1.000000', base: '10000', commission: '501' } },
    ]);
    expect(partners).toEqual([
      {
        partnerId: 'ptn_1',
        figures: [
          { conversions: '1.000000', base: '10000', commission: '500' },
          { conversions: '0.333333', base: '3334', commission: '167' },
        ],
      },
      ...['ptn_2', 'ptn_3'].map((partnerId) => ({
        partnerId,
        figures: [
          { conversions: '0.000000', base: '0', commission: '0' },
          { conversions: '0.333333', base: '3333', commission: '167' },
        ],
      })),
    ]);
  });

  it('add parts of different wholes up to six digits, rounded once', () => {
    const facts = {
      conversions: ['vis_1', 'vis_2', 'vis_3'].map((visitorId, index) =>
        aConversion({ conversionId: `c${index}`, visitorId }),
      ),
      clicks: [
        ...clicksOn('vis_1', ['ptn_1', 'ptn_2', 'ptn_3']),
        ...clicksOn('vis_2', ['ptn_1', 'ptn_1', 'ptn_2']),
        ...clicksOn('vis_3', ['ptn_1', 'ptn_2']),
      ],
    };
    // 1/3 + 2/3 + 1/2, 1/3 + 1/3 + 1/2, and 1/3.
    expect(compared(facts, [{ name: 'linear' }]).partners.map(({ figures }) => figures[0]?.conversions)).toEqual([
      '1.500000',
      '1.166667',
      '0.333333',
    ]);
  });

  it('count what nobody is credited with for nobody', () => {
    const facts = {
      conversions: [aConversion(), aConversion({ conversionId: 'c2', visitorId: 'vis_9' })],
      clicks: journey.clicks,
    };
    expect(compared(facts, [{ name: 'last-touch' }]).models[0]?.totals.conversions).toBe('1.000000');
    expect(compared({ conversions: [aConversion()] }, [{ name: 'last-touch' }]).models[0]?.totals).toEqual({
      conversions: '0.000000',
      base: '0',
      commission: '0',
    });
  });

  it('show nothing of a partner under a model that does not credit it, also one that nobody enrolled', () => {
    const named = { conversions: [aConversion({ partnerId: 'stranger' })] };
    const { partners } = compared(named, [{ name: 'linear' }]);
    expect(partners.map(({ partnerId }) => partnerId)).toEqual(['ptn_1', 'ptn_2', 'ptn_3', 'stranger']);
    expect(partners.find(({ partnerId }) => partnerId === 'stranger')?.figures).toEqual([
      { conversions: '1.000000', base: '10000', commission: '500' },
    ]);
  });

  it('ask a fit of data-driven models only, and tell what it cannot tell', () => {
    const fit: Snapshot = {
      model: 'markov',
      order: 1,
      shares: [
        { partnerId: 'ptn_1', shareWeight: 1n },
        { partnerId: 'ptn_2', shareWeight: 3n },
      ],
      warnings: ['no-non-converting-journeys'],
    };
    const asked: string[] = [];
    const fitOf: FitOf = ({ name }) => {
      asked.push(name);
      return name === 'markov' ? { snapshotId: 'snp_1', snapshot: fit } : null;
    };
    const { models, partners } = compared(
      journey,
      [{ name: 'last-touch' }, { name: 'markov', order: 1 }, { name: 'shapley', characteristic: 'conversion-rate' }],
      fitOf,
    );
    expect(asked).toEqual(['markov', 'shapley']);
    expect(models.map(({ warnings }) => warnings)).toEqual([[], ['no-non-converting-journeys'], ['snapshot.missing']]);
    expect(partners.map(({ figures }) => figures[1]?.conversions)).toEqual(['0.250000', '0.750000', '0.000000']);
  });
});

describe('a model in one line', () => {
  it.each<[Model, string]>([
    [{ name: 'last-touch' }, 'last-touch'],
    [{ name: 'markov', order: 2, windowDays: 90 }, 'markov order=2 windowDays=90'],
    [{ name: 'custom', weights: ['3', '2', '1'] }, 'custom weights=3+2+1'],
    [
      { name: 'position-based', weights: { first: '0.4', middle: '0.2', last: '0.4' } },
      'position-based weights=0.4+0.2+0.4',
    ],
    [{ name: 'linear', repeats: undefined }, 'linear repeats=undefined'],
  ])('names its options: %o', (model, text) => {
    expect(modelText(model)).toBe(text);
  });
});
