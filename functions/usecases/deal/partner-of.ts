import { DomainError } from '../../../domain/errors.ts';
import type { PartnerId } from '../../../domain/ids.ts';

/** Whose deal or claim it is: a partner's own, whatever it says; the merchant must say for whom. */
export function partnerOf(caller: PartnerId | null, named: PartnerId | null): PartnerId {
  if (caller === null) {
    if (named !== null) return named;
    throw new DomainError(
      'request.invalid',
      { en: 'is required: say whose it is', ja: '必須です。どのパートナーの案件か指定してください。' },
      { field: 'partnerId' },
    );
  }
  if (named === null || named === caller) return caller;
  throw new DomainError(
    'request.invalid',
    {
      en: `must be your own, ${caller}, or left out, got ${named}`,
      ja: `貴社のパートナーID（${caller}）を指定するか、省略してください（入力値: ${named}）`,
    },
    {
      field: 'partnerId',
    },
  );
}
