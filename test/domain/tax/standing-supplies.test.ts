import { describe, expect, it } from 'vitest';
import type { SupplyBasis } from '../../../domain/tax/consumption-tax.ts';
import { dividedAs, standingSupplies } from '../../../domain/tax/standing-supplies.ts';
import { UNTAXED } from '../../../domain/tax/supply-basis.ts';

const basis = (creditShare: string): SupplyBasis => ({ ...UNTAXED, code: 'JP_TRANSITIONAL', rate: '0.1', creditShare });
const moved = (amountMinor: bigint, origin: string | null = 'release/1') => [{ amountMinor, origin }];

describe('what is taken back', () => {
  it('comes off the latest first, each on its own basis; what nobody taxed reverses no tax', () => {
    const standing = standingSupplies();
    standing.fix(moved(100n), { basis: basis('0.8') });
    standing.fix(moved(20n), { basis: basis('0.7') });
    standing.fix(moved(1000n, 'release/2'), { basis: basis('0.5') });
    expect(standing.takeBack(moved(-50n))).toEqual([
      { amountMinor: -20n, basis: basis('0.7') },
      { amountMinor: -30n, basis: basis('0.8') },
    ]);
    expect(standing.takeBack(moved(-80n))).toEqual([
      { amountMinor: -70n, basis: basis('0.8') },
      { amountMinor: -10n, basis: UNTAXED },
    ]);
    expect(standing.takeBack(moved(-5n, 'release/3'))).toEqual([{ amountMinor: -5n, basis: UNTAXED }]);
  });

  it('does not come off what was taken back before: the sale that a dispute brought back, and that was refunded again', () => {
    const standing = standingSupplies();
    standing.fix(moved(500n), { basis: basis('0.8') });
    standing.takeBack(moved(-300n));
    standing.fix(moved(300n), { basis: basis('0.7') });
    expect(standing.takeBack(moved(-300n))).toEqual([{ amountMinor: -300n, basis: basis('0.7') }]);
    expect(standing.takeBack(moved(-200n))).toEqual([{ amountMinor: -200n, basis: basis('0.8') }]);
  });

  it('leaves what an adjustment takes back to what that names: the latest that stands, or the first where nothing does', () => {
    const standing = standingSupplies();
    standing.fix(moved(100n), { basis: basis('0.8') });
    standing.fix(moved(20n), { basis: basis('0.7') });
    expect(standing.takeBack(moved(-20n, null))).toEqual([]);
    expect(standing.fixedOn('release/1')?.basis).toEqual(basis('0.7'));
    standing.takeBack(moved(-20n));
    expect(standing.fixedOn('release/1')?.basis).toEqual(basis('0.8'));
    standing.takeBack(moved(-100n));
    expect(standing.fixedOn('release/1')?.basis).toEqual(basis('0.8'));
    expect(standing.fixedOn('release/2')).toBeNull();
  });

  it('of a document partly beyond the yearly cap comes off both parts, as that was credited', () => {
    const beyond: SupplyBasis = { ...basis('0'), code: 'JP_NO_CREDIT' };
    const on = {
      basis: basis('0.7'),
      capped: [
        { amountMinor: 200n, basis: basis('0.7') },
        { amountMinor: 100n, basis: beyond },
      ],
    };
    const standing = standingSupplies();
    standing.fix([...moved(100n), ...moved(200n, 'release/2')], on);
    const back = (amountMinor: bigint, origin = 'release/1') =>
      standing.takeBack(moved(-amountMinor, origin)).map((part) => [part.basis.creditShare, part.amountMinor]);
    expect(back(10n)).toEqual([
      ['0.7', -7n],
      ['0', -3n],
    ]);
    // In the end all of it is back, each part to the yen.
    expect([...back(90n), ...back(200n, 'release/2')]).toEqual([
      ['0.7', -60n],
      ['0', -30n],
      ['0.7', -133n],
      ['0', -67n],
    ]);
    expect(dividedAs(-30n, on).map((part) => part.amountMinor)).toEqual([-20n, -10n]);
  });

  it('of a document wholly beyond the cap reverses no credit', () => {
    const beyond: SupplyBasis = { ...basis('0'), code: 'JP_NO_CREDIT' };
    const standing = standingSupplies();
    standing.fix(moved(100n), { basis: basis('0.7'), capped: [{ amountMinor: 100n, basis: beyond }] });
    expect(standing.takeBack(moved(-40n))).toEqual([{ amountMinor: -40n, basis: beyond }]);
  });
});
