import type { Sent } from '../../domain/connector/prune.ts';
import { pointedAt, pointerNames, pruned } from '../../domain/connector/prune.ts';
import type { MappingRule, SignedMapping, Source } from '../../domain/connector/signed-mapping.ts';
import type { Mapped, WireFact } from '../../domain/connector/vendor-fact.ts';
import { facts, ignored } from '../../domain/connector/vendor-fact.ts';
import { DomainError } from '../../domain/errors.ts';
import { formatAmount } from '../../domain/money/amount.ts';
import { isCurrency } from '../../domain/money/currency.ts';
import { instantOfLocal } from '../../domain/settlement/calendar.ts';
import { formatInstant } from '../../domain/time.ts';
import { shown } from '../contract/shown.ts';

/** The type that a mapping finds in a message; `unknown` where there is none. */
export function typeOfSigned({ type }: SignedMapping, payload: Sent): string {
  return textOf(sourced(type, payload)) ?? 'unknown';
}

/** What a message comes to by its mapping; whether its members are right is for the contract to say. */
export function mapSigned(mapping: SignedMapping, payload: Sent): Mapped {
  const type = typeOfSigned(mapping, payload);
  const rule = mapping.rules.find((each) => each.type === type);
  if (rule === undefined)
    return ignored({
      en: `messages of type ${type} are not mapped`,
      ja: `種類${type}のメッセージは対応表にありません`,
    });
  const told = membersOf(rule.members, payload);
  const wire: WireFact = { ...told, occurredAt: timeOf(told['occurredAt'], mapping.timezone) };
  const currency = String(wire['currency'] ?? '').toUpperCase();
  const write = (value: unknown, member = 'amount') => amountOf(value, member, currency, mapping.amounts);
  if (rule.becomes === 'conversion') {
    const lines = itemsOf(rule, payload).map((item, index) =>
      lineOf(membersOf(rule.lines.members, item), index, write),
    );
    return facts({ fact: 'conversion', wire: { kind: 'sale', ...wire, currency, lines }, payments: [] });
  }
  const { amount, currency: _inAmount, quantity, ...named } = wire;
  const reversal = { cause: 'refund', ...named, amount: write(amount), quantity: numberOf(quantity) };
  return facts({ fact: 'reversal', wire: reversal, payment: null });
}

/** What is kept of a message: what a pointer of the mapping leads to. */
export function keptOfSigned({ id, type, rules }: SignedMapping, payload: Sent): Sent {
  const sources = rules.flatMap((rule) => [
    ...Object.values(rule.members),
    ...(rule.becomes === 'conversion' ? [rule.lines.each ?? '', ...Object.values(rule.lines.members)] : []),
  ]);
  const pointers = [id, type, ...sources].filter((source) => typeof source === 'string');
  return pruned(payload, new Set(pointers.flatMap(pointerNames)));
}

function itemsOf(rule: MappingRule & { readonly becomes: 'conversion' }, payload: Sent): readonly Sent[] {
  const { each } = rule.lines;
  if (each === null) return [payload];
  const items = pointedAt(payload, each);
  return Array.isArray(items) ? items : [];
}

function lineOf(line: WireFact, index: number, write: (value: unknown, member?: string) => unknown): WireFact {
  const { lineId, quantity, amount, tax, shipping, ...named } = line;
  return {
    lineId: lineId ?? String(index + 1),
    ...named,
    quantity: numberOf(quantity) ?? 1,
    amount: write(amount),
    tax: tax === undefined ? null : write(tax, 'tax'),
    shipping: shipping === undefined ? null : write(shipping, 'shipping'),
  };
}

/** Members that are there, as text; an empty text is as good as none. */
function membersOf(sources: Readonly<Partial<Record<string, Source>>>, payload: Sent): WireFact {
  const found: Record<string, string> = {};
  for (const [name, source] of Object.entries(sources)) {
    const text = source === undefined ? null : textOf(sourced(source, payload));
    if (text !== null) found[name] = text;
  }
  return found;
}

function sourced(source: Source, payload: Sent): Sent | undefined {
  return typeof source === 'string' ? pointedAt(payload, source) : source.value;
}

function textOf(value: Sent | undefined): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

function amountOf(value: unknown, member: string, currency: string, amounts: SignedMapping['amounts']): unknown {
  if (amounts === 'decimal' || value === undefined || !isCurrency(currency)) return { amount: value, currency };
  if (typeof value === 'string' && /^\d{1,18}$/.test(value))
    return { amount: formatAmount(BigInt(value), currency), currency };
  const message = {
    en: `must be a whole number of minor units, got ${shown(value)}`,
    ja: `最小単位の整数で指定してください（入力値: ${shown(value, 'ja')}）`,
  };
  throw new DomainError('amount.invalid', message, { field: member });
}

const LOCAL = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[ T](\d{1,2}):(\d\d)(?::(\d\d))?)?$/;

/** A date or a time without its offset as an instant of the mapping's zone; anything else as it is. */
function timeOf(told: unknown, timezone: string | undefined): unknown {
  const match = timezone === undefined || typeof told !== 'string' ? null : LOCAL.exec(told);
  if (timezone === undefined || match === null) return told;
  const [, year, month = '', day = '', hour = '0', minute = '00', second = '00'] = match;
  const [mm, dd, hh] = [month, day, hour].map((part) => part.padStart(2, '0'));
  const at = instantOfLocal(`${year}-${mm}-${dd}T${hh}:${minute}:${second}`, timezone);
  return at === null ? told : formatInstant(at);
}

function numberOf(value: unknown): unknown {
  return typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
}
