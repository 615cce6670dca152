import type { Instant } from '../../domain/time.ts';
import type { Deps } from '../runtime/deps.ts';
import type { Stores } from '../store/store.ts';
import type { Actor } from './audit-entry.ts';
import { auditEntryOf } from './audit-entry.ts';
import type { Pending } from './pending.ts';
import { pending } from './pending.ts';

const WRITES = /^(put|advance|append)(.*)$/;
/** What follows from other facts, many at once, or only helps to answer: who caused it stands with its cause. */
const DERIVED: ReadonlySet<string> = new Set([
  ...['payouts.advancePayout', 'taxes.putPaidFee', 'taxes.putStatementTax', 'statements.putStatement'],
  ...[
    'conversions.advanceDecision',
    'connectors.putPayment',
    'partnerKeys.putPartnerKey',
    'replies.advanceReply',
    'webhooks.advanceSweep',
  ],
]);
/** Where a person says something of a payout itself: that it may be paid, or what its bank reports. */
const TELLS_OF_PAYOUTS: ReadonlySet<string> = new Set(['releasePayout', 'import-results']);
const NOT_FACTS: ReadonlySet<string> = new Set(['runs', 'blobs', 'proofs', 'ledger', 'audit', 'keyUses']);

/** What somebody does with these stores stands in the audit log, with what was there before and after. */
export function auditedDeps(deps: Deps, actor: Actor): Deps {
  return { ...deps, stores: audited(deps.stores, actor, deps.now) };
}

function audited(stores: Stores, actor: Actor, now: () => Instant): Stores {
  return withMembers(stores, (name, store) => {
    const isWatched = typeof name === 'string' && isObject(store) && !NOT_FACTS.has(name);
    return isWatched ? watched(store, { name, stores, actor, now }) : store;
  });
}

/** The same with other members, each of which is made once, when it is first asked for. */
function withMembers<T extends object>(target: T, make: (name: string | symbol, member: unknown) => unknown): T {
  const made = new Map<string | symbol, unknown>();
  return new Proxy(target, {
    get: (_, name) => {
      if (!made.has(name)) made.set(name, make(name, Reflect.get(target, name)));
      return made.get(name);
    },
  });
}

interface Watch {
  readonly name: string;
  readonly stores: Stores;
  readonly actor: Actor;
  readonly now: () => Instant;
}

function watched(store: object, { name, stores, actor, now }: Watch): unknown {
  return withMembers(store, (method, value) => {
    const thing = typeof method === 'string' ? WRITES.exec(method)?.[2] : undefined;
    const isDerived = DERIVED.has(`${name}.${String(method)}`) && !TELLS_OF_PAYOUTS.has(actor.operation);
    if (thing === undefined || typeof value !== 'function' || isDerived) return value;
    const kind = kindOf(name, thing);
    const entryOf: Pending['entryOf'] = (before, after) => auditEntryOf(actor, { kind, before, after }, now());
    return async (...given: readonly unknown[]): Promise<unknown> => {
      const facts = new Set(given.flatMap((each) => (isObject(each) ? [each, each['fact']] : [])));
      const write: Pending = { facts, entryOf, taken: null, isStored: false };
      const result: unknown = await pending.run(write, () => value.apply(store, given));
      if (write.taken !== null && !write.isStored) await stores.audit.putAuditEntry(write.taken);
      return result;
    };
  });
}

/** `settlements` and `advance` are a settlement; `deals` and `appendStep` a deal's step. */
function kindOf(store: string, thing: string): string {
  const singular = store.replace(/ies$/, 'y').replace(/s$/, '');
  if (thing === '') return singular;
  if (thing === 'Step') return `${singular}-step`;
  return thing.replace(/(?<!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
