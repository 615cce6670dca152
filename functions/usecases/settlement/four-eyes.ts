import { DomainError } from '../../../domain/errors.ts';
import type { Sentence } from '../../../domain/said.ts';
import { personOf } from '../../identity/api-key.ts';

/** A decision about money that one person drafts and another approves. */
export interface Drafted {
  /** What it is called in a refusal: `the run of 2026-10`. */
  readonly name: Sentence;
  /** Subject of the token that drafted it; null where nobody is on record, and then anybody may approve. */
  readonly draftedBy: string | null;
}

/**
 * Maker and checker are two people: refuses the approval of one's own draft with `approval.same-person`. What a server drafted
 * by a key counts as drafted by the person who was shown the key.
 */
export function requireSecondPerson({ name, draftedBy }: Drafted, approver: string): void {
  if (draftedBy === null || personOf(draftedBy) !== personOf(approver)) return;
  throw new DomainError('approval.same-person', {
    en: `${name.en} was drafted by ${draftedBy}; somebody else must approve it`,
    ja: `${name.ja}は${draftedBy}が起案しました。別の人が承認してください。`,
  });
}
