import { describe, expect, it } from 'vitest';
import type { PartnerResult } from '../../domain/settlement/partner-result.ts';
import { shardsOf } from '../../functions/store/runs/shards.ts';
import { anEntry } from './facts.ts';

const SCOPE = { merchantId: 'mer_1', programId: 'prg_1' };
const partner: Partial<PartnerResult> = { partnerId: 'ptn_1' };
const partners = [partner as PartnerResult];

describe('the shards of a run', () => {
  it('keep the entries of a partner with the partner', () => {
    const entry = anEntry(SCOPE, { partnerId: 'ptn_1' });
    expect(shardsOf({ partners, entries: [entry] })).toEqual([{ partners, entries: [entry] }]);
  });

  it('lose no entry: one of a partner who is not in the run stops the close', () => {
    const entry = anEntry(SCOPE, { partnerId: 'ptn_2', entryId: '2026-10/accrual/ord_1/ptn_2' });
    expect(() => shardsOf({ partners, entries: [entry] })).toThrow(
      '2026-10/accrual/ord_1/ptn_2 is of a partner who is not in the run',
    );
  });
});
