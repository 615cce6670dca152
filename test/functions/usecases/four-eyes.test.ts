import { describe, expect, it } from 'vitest';
import { requireSecondPerson } from '../../../functions/usecases/settlement/four-eyes.ts';

describe('four eyes', () => {
  const draft = { name: { en: 'the run of 2026-10', ja: '2026-10の計算' }, draftedBy: 'usr_maker' };

  it('nobody approves a draft of their own', () => {
    expect(() => requireSecondPerson(draft, 'usr_maker')).toThrow(
      expect.objectContaining({ code: 'approval.same-person', message: expect.stringContaining('the run of 2026-10') }),
    );
  });

  it('anybody else may, and subjects are told apart letter by letter', () => {
    for (const approver of ['usr_checker', 'USR_MAKER', 'usr_maker ']) {
      expect(() => requireSecondPerson(draft, approver)).not.toThrow();
    }
  });

  it('a draft without an author on record may be approved by anybody', () => {
    expect(() => requireSecondPerson({ ...draft, draftedBy: null }, 'usr_maker')).not.toThrow();
  });
});
