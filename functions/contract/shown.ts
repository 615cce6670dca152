import type { Language } from '../../domain/said.ts';

/** How a value is shown in a reason: short, and quoted as JSON would. */
export function shown(value: unknown, language: Language = 'en'): string {
  if (Array.isArray(value)) return language === 'ja' ? `${value.length}件のリスト` : `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return language === 'ja' ? 'オブジェクト' : 'an object';
  const text = typeof value === 'bigint' ? `${value}` : (JSON.stringify(value) ?? String(value));
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
