import type { Deal, DealContent, RegisteredStep, WonDeal } from '../../../domain/deal/deal.ts';
import { afterStep } from '../../../domain/deal/deal-state.ts';
import { DEAL_TERMS } from '../../../domain/deal/deal-terms.ts';
import type { DealCommand } from '../../../domain/deal/decide-deal.ts';
import { decideDeal } from '../../../domain/deal/decide-deal.ts';
import type { Instant } from '../../../domain/time.ts';
import { aLine, at } from '../../support/build.ts';

export const REGISTERED: Instant = at('2026-10-01T09:00:00+09:00');
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

export function aDealContent(change: Partial<DealContent> = {}): DealContent {
  return {
    kind: 'deal',
    companyName: '株式会社サンプル商事',
    domain: null,
    country: 'JP',
    expected: { amountMinor: 1_200_000n, currency: 'JPY' },
    expectedCloseOn: '2026-12-20',
    parts: [{ partnerId: 'ptn_1', share: '1' }],
    attachments: [],
    notes: null,
    ...change,
  };
}

export function aRegistration(
  change: Partial<Omit<RegisteredStep, 'content'>> & { readonly content?: Partial<DealContent> } = {},
): RegisteredStep {
  const { content, partnerId = 'ptn_1', at: registeredAt = REGISTERED, ...others } = change;
  return {
    kind: 'registered',
    dealId: 'deal_1',
    sequence: 1,
    partnerId,
    at: registeredAt,
    by: `${partnerId}@example.com`,
    reference: 'ref-1',
    content: aDealContent({ parts: [{ partnerId, share: '1' }], ...content }),
    stage: 'qualified',
    decideBy: registeredAt + 72 * HOUR,
    ...others,
  };
}

/** A registered deal. */
export function aDeal(change: Parameters<typeof aRegistration>[0] = {}): Deal {
  return afterStep(null, aRegistration(change));
}

/** The deal after a command at an instant; unchanged when nothing changes by it. */
export function stepped(deal: Deal, command: DealCommand, now: Instant): Deal {
  const step = decideDeal(deal, command, { at: now, by: 'manager@example.com', terms: DEAL_TERMS });
  return step === null ? deal : afterStep(deal, step);
}

export const APPROVE: DealCommand = { kind: 'approve', rivals: [], judgements: [] };

export function aWonDeal(change: Partial<WonDeal> = {}): WonDeal {
  return {
    occurredAt: REGISTERED + 2 * DAY,
    currency: 'JPY',
    customerId: 'cus_1',
    country: 'JP',
    lines: [aLine({ amountMinor: 1_000_000n })],
    metadata: {},
    ...change,
  };
}
