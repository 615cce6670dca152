import type { Instant } from '../../domain/time.ts';
import { formatInstant } from '../../domain/time.ts';
import type { FactOf } from '../../events/fact.ts';
import type { RowPage, Scope } from '../store/scope.ts';
import type { Stores } from '../store/store.ts';
import { monthsBetween } from '../usecases/months-asked.ts';

type SteppedFact = FactOf<'deal'> | FactOf<'claim'> | FactOf<'document'>;

/** Everything that has happened to the deals, claims and documents that a program had until a UTC day, of whatever day. */
export async function* steppedFacts(
  stores: Stores,
  scope: Scope,
  { since, to }: { readonly since: Instant; readonly to: string },
): AsyncGenerator<SteppedFact> {
  const { deals, claims, documents } = stores;
  const { merchantId, programId } = scope;
  const frame = { ...scope, recordedAt: null };
  for (const month of monthsBetween(formatInstant(since), to)) {
    const submitted = { by: 'status', status: 'submitted', month } as const;
    for await (const { dealId } of allRows((page) => deals.indexed(scope, submitted, page))) {
      for (const value of await deals.steps(scope, dealId)) yield { entity: 'deal', ...frame, value };
    }
    for await (const { claimId } of allRows((page) => claims.indexed(scope, { by: 'month', month }, page))) {
      for (const value of await claims.steps(scope, claimId)) yield { entity: 'claim', ...frame, value };
    }
    // The month of their issue is one of the program's zone, which may be a day ahead of UTC.
    const issued = { by: 'date', month, from: `${month}-01`, to: `${month}-31` } as const;
    for await (const { fact } of allRows((page) => documents.indexed(merchantId, issued, page))) {
      if (fact.programId !== programId || fact.correction !== null) continue;
      for (const value of await documents.steps(merchantId, fact.statementId))
        yield { entity: 'document', ...frame, value };
    }
  }
}

const ROWS = 100;

async function* allRows<Row extends { readonly position: string }>(
  rowsAfter: (page: RowPage) => Promise<readonly Row[]>,
): AsyncGenerator<Row> {
  for (let after: string | null = null; ; ) {
    const rows: readonly Row[] = await rowsAfter({ after, limit: ROWS });
    yield* rows;
    const last = rows.at(-1);
    if (rows.length < ROWS || last === undefined) return;
    after = last.position;
  }
}
