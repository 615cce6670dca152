import { DomainError } from '../../domain/errors.ts';
import { shown } from './shown.ts';

/** The refusal of a text that is no cursor of the list that it is given to. */
export function wrongCursor(cursor: string): DomainError {
  const message = {
    en: `must be the "next" of a page of this list, with the same filters, got ${shown(cursor)}`,
    ja: `同じ条件で取得したこの一覧の"next"の値を指定してください（入力値: ${shown(cursor, 'ja')}）`,
  };
  return new DomainError('request.invalid', message, { field: 'cursor' });
}
