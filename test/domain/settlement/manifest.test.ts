import { describe, expect, it } from 'vitest';
import { canonical } from '../../../domain/integrity/canonical.ts';
import type { UnhashedRow } from '../../../domain/settlement/manifest.ts';
import { hashedRow } from '../../../domain/settlement/manifest.ts';
import type { Click } from '../../../domain/tracking/click.ts';
import type { Conversion } from '../../../domain/tracking/conversion.ts';
import { aClick, aConversion, aLine } from '../../support/build.ts';

// Every member there is, so that one more does not compile until its text is written and tested.
const wholeConversion: Required<Conversion> = {
  conversionId: 'ord "1"',
  occurredAt: 1_790_000_000_000,
  kind: 'deal',
  currency: 'JPY',
  visitorId: 'vis_1',
  customerId: '顧客\\1',
  coupon: 'SAVE10',
  country: 'JP',
  partnerId: 'ptn_1',
  split: [{ partnerId: 'ptn_1', creditWeight: 3n }],
  clickId: 'clk_1',
  lines: [
    aLine({ lineId: '1', productId: 'a "b"', category: 'お茶' }),
    aLine({ lineId: '2', productId: null, category: null }),
  ],
  metadata: { z: '1', a: 'お茶' },
};
const wholeClick: Required<Click> = {
  clickId: 'clk_1',
  occurredAt: 1_790_000_000_000,
  visitorId: 'vis_1',
  partnerId: 'ptn_1',
  linkId: 'lnk_1',
  isBot: true,
  source: 'src_1',
};

const rows: readonly UnhashedRow[] = [
  { type: 'conversion', id: 'whole', fact: { conversion: wholeConversion, clickVisitorId: 'vis_2' } },
  { type: 'conversion', id: 'bare', fact: { conversion: aConversion({ lines: [] }), clickVisitorId: null } },
  { type: 'click', id: 'whole', fact: wholeClick },
  { type: 'click', id: 'bare', fact: aClick({ linkId: null }) },
  { type: 'rate', id: 'rate', fact: { date: '2026-10-01', from: 'USD', to: 'JPY', rate: '150' } },
];

describe('a fact in a manifest', () => {
  it.each(rows)('is hashed by its canonical text: $type, $id', (row) => {
    expect(hashedRow(row, (text) => `hash of ${text}`)).toEqual({ ...row, hash: `hash of ${canonical(row.fact)}` });
  });
});
