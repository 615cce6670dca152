import { describe, expect, it } from 'vitest';
import { makersOf, refuseOwnApproval } from '../../../domain/settlement/settlement.ts';
import { aSettlement } from './build.ts';

describe('who made a run', () => {
  it('is whoever sealed it and whoever had it calculated', () => {
    expect(makersOf(aSettlement({ sealedBy: 'sato', calculatedBy: 'mori' }))).toEqual(['sato', 'mori']);
    expect(makersOf(aSettlement({ sealedBy: 'sato' }))).toEqual(['sato']);
    expect(makersOf(aSettlement())).toEqual([]);
  });
});

describe('an approval', () => {
  const made = aSettlement({ status: 'calculated', sealedBy: 'sato', calculatedBy: 'mori' });

  it.each(['sato', 'mori'])('by %s, who made the run, is refused', (approvedBy) => {
    expect(() => refuseOwnApproval(made, { ...made, approvedBy })).toThrow(
      expect.objectContaining({
        code: 'approval.same-person',
        message: `the run of 2026-10 was drafted by ${approvedBy}; somebody else must approve it`,
      }),
    );
  });

  it('by anybody else stands', () => {
    expect(() => refuseOwnApproval(made, { ...made, approvedBy: 'aoi' })).not.toThrow();
  });

  it('goes by who made what is stored, not by what the writer says of it', () => {
    expect(() => refuseOwnApproval(made, { ...made, sealedBy: 'aoi', approvedBy: 'sato' })).toThrow();
    expect(() => refuseOwnApproval(made, { ...made, sealedBy: 'aoi', approvedBy: 'aoi' })).not.toThrow();
  });

  it('of a record that is not stored yet goes by what it says itself', () => {
    expect(() => refuseOwnApproval(null, { ...made, approvedBy: 'sato' })).toThrow();
    expect(() => refuseOwnApproval(null, { ...made, approvedBy: 'aoi' })).not.toThrow();
  });

  it('that stands already is not asked for again, and no approval is none', () => {
    const approved = { ...made, approvedBy: 'sato' };
    expect(() => refuseOwnApproval(approved, approved)).not.toThrow();
    expect(() => refuseOwnApproval(null, aSettlement())).not.toThrow();
  });
});
