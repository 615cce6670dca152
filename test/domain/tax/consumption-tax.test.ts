import { describe, expect, it } from 'vitest';
import type { SupplyBasis } from '../../../domain/tax/consumption-tax.ts';
import { taxOnTopMinor, taxPerRate, transitionalGross } from '../../../domain/tax/consumption-tax.ts';

const QUALIFIED: SupplyBasis = { mode: 'exclusive', rate: '0.1', code: 'JP_QUALIFIED', creditShare: '1', ruleRows: [] };
const TRANSITIONAL: SupplyBasis = { ...QUALIFIED, code: 'JP_TRANSITIONAL', creditShare: '0.8' };
const BEYOND: SupplyBasis = { ...QUALIFIED, code: 'JP_NO_CREDIT', creditShare: '0' };
const inclusive = (basis: SupplyBasis): SupplyBasis => ({ ...basis, mode: 'inclusive' });
const of = (amountMinor: bigint, basis: SupplyBasis) => ({ amountMinor, basis });

describe('the tax of a document', () => {
  it('stands beside the fees only where they were agreed without it', () => {
    expect(taxOnTopMinor(taxPerRate([of(100n, QUALIFIED), of(1100n, inclusive(QUALIFIED))], 'down'))).toBe(10n);
  });

  it('is credited as it was rounded where all of it may be', () => {
    expect(taxPerRate([of(105n, QUALIFIED)], 'up')).toMatchObject([{ taxMinor: 11n, creditableMinor: 11n }]);
  });

  it('is credited to the exact share where some may not be, fractions dropped', () => {
    const supplies = [of(105n, QUALIFIED), of(105n, TRANSITIONAL)];
    expect(taxPerRate(supplies, 'up')).toMatchObject([{ taxMinor: 21n, creditableMinor: 18n }]);
  });

  it('has a part for each way in which its supplies stand in the books, told in one order', () => {
    const supplies = [of(5n, TRANSITIONAL), of(3n, QUALIFIED), of(-2n, TRANSITIONAL), of(4n, BEYOND)];
    const parts = [
      { code: 'JP_NO_CREDIT', creditShare: '0', amountMinor: 4n, ruleRows: [] },
      { code: 'JP_QUALIFIED', creditShare: '1', amountMinor: 3n, ruleRows: [] },
      { code: 'JP_TRANSITIONAL', creditShare: '0.8', amountMinor: 3n, ruleRows: [] },
    ];
    expect(taxPerRate(supplies, 'down')[0]?.parts).toEqual(parts);
  });
});

describe('what was bought from who is not registered', () => {
  const gross = (basis: (of: SupplyBasis) => SupplyBasis) =>
    taxPerRate([of(500n, basis(QUALIFIED)), of(105n, basis(TRANSITIONAL)), of(10n, basis(BEYOND))], 'up').map((rate) =>
      transitionalGross(rate, 'up'),
    );

  it('counts with its tax, within the cap or beyond; what a registered partner supplied does not count', () => {
    expect(gross((basis) => basis)).toEqual([127n]);
  });

  it('counts as agreed where the price contains the tax', () => {
    expect(gross(inclusive)).toEqual([115n]);
  });
});
