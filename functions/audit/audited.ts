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
  return new Proxy(stores, {
    get: (target, name, receiver) => {
      const store: unknown = Reflect.get(target, name, receiver);
      const isWatched = typeof name === 'string' && typeof store === 'object' && !NOT_FACTS.has(name);
      return isWatched && store !== null ? watched(store, { name, stores, actor, now }) : store;
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
  return new Proxy(store, {
    get: (target, method, receiver) => {
      const value: unknown = Reflect.get(target, method, receiver);
      const thing = typeof method === 'string' ? WRITES.exec(method)?.[2] : undefined;
      const isDerived = DERIVED.has(`${name}.${String(method)}`) && !TELLS_OF_PAYOUTS.has(actor.operation);
      if (thing === undefined || typeof value !== 'function' || isDerived) return value;
      const kind = kindOf(name, thing);
      const entryOf: Pending['entryOf'] = (before, after) => auditEntryOf(actor, { kind, before, after }, now());
      return async (...given: readonly unknown[]): Promise<unknown> => {
        const facts = new Set(given.flatMap((each) => (isObject(each) ? [each, each['fact']] : [])));
        const write: Pending = { facts, entryOf, taken: null, isStored: false };
        const result: unknown = await pending.run(write, () => value.apply(target, given));
        if (write.taken !== null && !write.isStored) await stores.audit.putAuditEntry(write.taken);
        return result;
      };
    },
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
