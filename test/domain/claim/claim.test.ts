import { describe, expect, it } from 'vitest';
import type { Claim, ClaimContent, ClaimStep, FiledStep } from '../../../domain/claim/claim.ts';
import { afterStep, claimOf, isEscalated } from '../../../domain/claim/claim-state.ts';
import { conversionOfClaim } from '../../../domain/claim/claimed-conversion.ts';
import type { ClaimCommand } from '../../../domain/claim/decide-claim.ts';
import { decideClaim } from '../../../domain/claim/decide-claim.ts';
import { DAY_MS } from '../../../domain/time.ts';
import { aLine, at } from '../../support/build.ts';

const FILED = at('2026-10-10T09:00:00+09:00');
const ANSWER_BY = FILED + 14 * DAY_MS;

const content: ClaimContent = {
  kind: 'missing-conversion',
  order: '#1001',
  occurredAt: at('2026-10-02T12:00:00+09:00'),
  expected: null,
  clickId: null,
  text: 'the order is not in my list',
  evidence: [],
};
const appeal: ClaimContent = { kind: 'appeal', conversionId: 'ord_1', text: 'it was delivered', evidence: [] };
const sale = {
  kind: 'sale' as const,
  occurredAt: content.occurredAt,
  currency: 'JPY',
  customerId: null,
  country: null,
  lines: [aLine()],
  metadata: {},
};

function aFiling(change: Partial<FiledStep> = {}): FiledStep {
  const named = { claimId: 'claim_1', sequence: 1, partnerId: 'ptn_1', at: FILED, by: 'hana' };
  return { ...named, kind: 'filed', reference: 'C-1', content, answerBy: ANSWER_BY, ...change };
}

function decided(claim: Claim, command: ClaimCommand, when = FILED + DAY_MS, by: string | null = 'sato'): Claim {
  const step = decideClaim(claim, command, { at: when, by });
  return step === null ? claim : afterStep(claim, step);
}

const filed = afterStep(null, aFiling());
const reject: ClaimCommand = { kind: 'reject', reason: 'not-found', text: null };
const ENDS: readonly ClaimCommand[] = [{ kind: 'accept', sale }, reject, { kind: 'withdraw' }];

describe('a claim', () => {
  it('goes from filed over review to an answer, and is what its steps have left', () => {
    const steps: ClaimStep[] = [aFiling()];
    let claim = filed;
    for (const command of [{ kind: 'take-up' }, { kind: 'accept', sale }] as const) {
      const step = decideClaim(claim, command, { at: FILED + DAY_MS, by: 'sato' });
      if (step === null) throw new Error(`${command.kind} made no step`);
      claim = afterStep(claim, step);
      steps.push(step);
    }
    expect(claim.state).toMatchObject({ status: 'accepted', sale });
    expect(claimOf(steps)).toEqual(claim);
  });

  it.each(ENDS)('is answered once: after $kind nothing else is decided, and the same again changes nothing', (end) => {
    const ended = decided(filed, end);
    expect(decided(ended, end)).toBe(ended);
    for (const other of [...ENDS, { kind: 'take-up' } as const]) {
      if (other.kind === end.kind) continue;
      expect(() => decided(ended, other)).toThrow(expect.objectContaining({ code: 'claim.wrong-status' }));
    }
  });

  it.each([filed, decided(filed, { kind: 'take-up' })])(
    'is never rejected by time: a missed deadline escalates, once',
    (open) => {
      expect(isEscalated(open, ANSWER_BY - 1)).toBe(false);
      expect(decideClaim(open, { kind: 'date' }, { at: ANSWER_BY - 1, by: null })).toBeNull();
      const late = decided(open, { kind: 'date' }, ANSWER_BY + 5 * DAY_MS, null);
      expect(isEscalated(late, ANSWER_BY + 5 * DAY_MS)).toBe(true);
      expect(late.state.status).toBe(open.state.status);
      expect(decideClaim(late, { kind: 'date' }, { at: ANSWER_BY + 6 * DAY_MS, by: null })).toBeNull();
      expect(decided(late, reject, ANSWER_BY + 7 * DAY_MS).state.status).toBe('rejected');
      expect(isEscalated(decided(late, reject), ANSWER_BY + 8 * DAY_MS)).toBe(false);
    },
  );

  it('takes more words and evidence while it is open, and stays about what it was filed for', () => {
    const evidence = [{ name: 'receipt', location: 's3://evidence/1', sha256: '0'.repeat(64) }];
    expect(decided(filed, { kind: 'revise', content: { ...content, evidence } }).content.evidence).toEqual(evidence);
    const locked = (field: string) => expect.objectContaining({ code: 'claim.locked', field });
    expect(() => decided(filed, { kind: 'revise', content: { ...content, order: '#1002' } })).toThrow(locked('order'));
    expect(() => decided(filed, { kind: 'revise', content: appeal })).toThrow(locked('kind'));
    expect(() => decided(decided(filed, reject), { kind: 'revise', content: { ...content, evidence } })).toThrow(
      expect.objectContaining({ code: 'claim.wrong-status' }),
    );
  });

  it('becomes a conversion under its own id, named to its partner and dated when it was sold', () => {
    const step = decideClaim(filed, { kind: 'accept', sale }, { at: FILED + DAY_MS, by: 'sato' });
    if (step?.kind !== 'accepted') throw new Error('it was not accepted');
    expect(conversionOfClaim(step)).toMatchObject({
      conversionId: 'claim_1',
      partnerId: 'ptn_1',
      occurredAt: content.occurredAt,
      lines: sale.lines,
    });
  });
});
