import { DomainError } from '../../domain/errors.ts';
import type { Currency } from '../../domain/money/currency.ts';
import type { Fact } from '../../events/fact.ts';
import type { DecodedItem } from '../store/dynamodb/codec.ts';
import type { ProgramStore } from '../store/program-store.ts';
import type { Scope } from '../store/scope.ts';

/** The currency of a program, in which its decisions are. */
export type CurrencyOf = (scope: Scope) => Promise<Currency>;

/** Asks for each program once: a program's currency never changes. */
export function rememberedCurrency(programs: Pick<ProgramStore, 'program'>): CurrencyOf {
  const known = new Map<string, Currency>();
  return async (scope) => {
    const name = JSON.stringify([scope.merchantId, scope.programId]);
    const currency = known.get(name) ?? (await programs.program(scope))?.currency;
    if (currency === undefined)
      throw new DomainError('program.not-found', {
        en: `there is no program ${scope.programId}`,
        ja: `プログラム${scope.programId}は見つかりません`,
      });
    known.set(name, currency);
    return currency;
  };
}

/** What a stored item is as a fact to tell of. A decision does not name its currency: it is in its program's. */
export async function factOf(item: DecodedItem, currencyOf: CurrencyOf): Promise<Fact> {
  const { type, merchantId, programId, fact: value } = item;
  const recordedAt = item.recordedAt ?? 0;
  switch (type) {
    case 'terms-change':
      return { entity: 'termsChange', merchantId, programId, recordedAt, value };
    case 'overdue-review':
      return { entity: 'overdueReview', merchantId, programId, recordedAt, value };
    case 'decision': {
      const currency = await currencyOf({ merchantId, programId: programId ?? '' });
      return { entity: 'decision', merchantId, programId, recordedAt, value: { ...value, currency } };
    }
    case 'adjustment':
    case 'openings': {
      const currency = await currencyOf({ merchantId, programId: programId ?? '' });
      return { entity: type, merchantId, programId, recordedAt: null, value: { ...value, currency } } as Fact;
    }
    case 'tax-profile':
      return { entity: 'taxProfile', merchantId, programId: null, recordedAt: null, value };
    case 'settlement':
    case 'entry':
    case 'statement':
    case 'document':
    case 'payee':
    case 'payout':
    case 'deal':
    case 'claim':
      return { entity: type, merchantId, programId, recordedAt: null, value } as Fact;
    default:
      return { entity: type, merchantId, programId, recordedAt, value } as Fact;
  }
}
