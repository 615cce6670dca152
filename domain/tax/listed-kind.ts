import type { Payer } from './payer.ts';
import type { PaymentNature } from './tax-profile.ts';

const LISTED: Readonly<Record<PaymentNature, '204-1-1' | '204-1-4' | 'not-listed' | 'unknown'>> = {
  'ad-performance': 'not-listed',
  manuscript: '204-1-1',
  lecture: '204-1-1',
  design: '204-1-1',
  royalty: '204-1-1',
  'sales-agent': '204-1-4',
  other: 'unknown',
};

/** The rule of a nature of payment, whoever is paid: payment records are made of corporations too. */
export function listedKind(nature: PaymentNature, payer: Payer) {
  const isSalesAgent = nature === 'ad-performance' && payer.adPerformanceAs === 'sales-agent';
  return isSalesAgent ? '204-1-4' : LISTED[nature];
}
