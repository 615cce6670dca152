import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterStep, dealOf, isProtected } from '../../../domain/deal/deal-state.ts';
import { DomainError } from '../../../domain/errors.ts';
import type { DealStore } from '../../../functions/store/deal-store.ts';
import { memoryStores } from '../../../functions/store/memory/stores.ts';
import type { Scope } from '../../../functions/store/scope.ts';
import { reviseDeal } from '../../../functions/usecases/deal/change-deal.ts';
import { approveDeal } from '../../../functions/usecases/deal/protect-deal.ts';
import { aDealContent, aRegistration, REGISTERED } from '../../domain/deal/build.ts';
import { anApp } from '../../support/app.ts';
import { aProgram, someEnrollmentTerms } from '../../support/build.ts';

const ENROLLED = { partnerId: 'ptn_1', joinedAt: 0, endedAt: null, terms: someEnrollmentTerms() };

/** The store as processes of their own see it: every call waits its turn, and a process may die before any of its calls. */
function seenBy(deals: DealStore, scheduler: fc.Scheduler, diesAt: number): DealStore {
  let calls = 0;
  return new Proxy(deals, {
    get: (target, name) => {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function') return method;
      return async (...given: readonly unknown[]) => {
        await scheduler.schedule(Promise.resolve(), String(name));
        if (calls++ >= diesAt) throw new Error('died');
        return await Reflect.apply(method, target, given);
      };
    },
  });
}

/** One of two must be refused; anything else that is thrown is a fault. */
function onlyRefused(error: unknown): void {
  if (!(error instanceof DomainError)) throw error;
}

describe('two people who approve registrations of one customer at the same time', () => {
  const { deps: base } = anApp();
  const now = () => REGISTERED + 1000;
  const scope: Scope = { merchantId: 'mer_1', programId: 'prg_1' };
  const change = (dealId: string) => ({ scope, dealId, partnerId: null, by: 'manager', seen: '*' as const });

  it('never protect it for two partners, whoever is slow and whoever dies', async () => {
    const life = fc.oneof(fc.constant(Number.POSITIVE_INFINITY), fc.nat({ max: 20 }));
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), life, life, async (scheduler, lifeOfFirst, lifeOfSecond) => {
        const stores = memoryStores();
        await stores.programs.putProgram({ fact: aProgram(scope), recordedAt: 0 });
        // The first registration is of another company until it is revised, while the second is being approved.
        const first = aRegistration({ dealId: 'deal_0', partnerId: 'ptn_1', content: { companyName: '別会社' } });
        const second = aRegistration({ dealId: 'deal_1', partnerId: 'ptn_2', at: REGISTERED + 1 });
        for (const step of [first, second]) await stores.deals.appendStep(scope, step, afterStep(null, step));
        await stores.partners.putEnrollment(scope, { fact: ENROLLED, recordedAt: 0 });
        const process = (diesAt: number) => {
          return { ...base, now, stores: { ...stores, deals: seenBy(stores.deals, scheduler, diesAt) } };
        };
        const one = process(lifeOfFirst);
        const reviseAndApprove = async () => {
          await reviseDeal(one, { ...change('deal_0'), draft: aDealContent() });
          await approveDeal(one, { ...change('deal_0'), judgements: [] });
        };
        const approve = async () => {
          await approveDeal(process(lifeOfSecond), { ...change('deal_1'), judgements: [] });
        };
        await scheduler.waitFor(Promise.allSettled([reviseAndApprove(), approve()]));

        // What a dead process left noted is done by whoever comes next.
        const survivor = { ...base, now, stores };
        for (const dealId of ['deal_0', 'deal_1']) {
          await approveDeal(survivor, { ...change(dealId), judgements: [] }).catch(onlyRefused);
        }
        const found = await Promise.all(['deal_0', 'deal_1'].map((dealId) => stores.deals.steps(scope, dealId)));
        const held = found.map(dealOf).filter((deal) => deal !== null && isProtected(deal, now()));
        const isOneCustomer = new Set(held.map((deal) => deal?.content.companyName)).size < held.length;
        expect(isOneCustomer).toBe(false);
        expect(held.length).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });
});
