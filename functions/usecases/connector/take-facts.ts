import * as z from 'zod';
import type { Connector, RecordedByMessage } from '../../../domain/connector/connector.ts';
import type { VendorFact } from '../../../domain/connector/vendor-fact.ts';
import { DomainError } from '../../../domain/errors.ts';
import { normaliseCoupon } from '../../../domain/partner/coupon.ts';
import { couponOwnerAt, directoryOf } from '../../../domain/partner/directory.ts';
import type { Instant } from '../../../domain/time.ts';
import { PARSING } from '../../contract/field-errors.ts';
import { moneySchema } from '../../contract/schemas/common.ts';
import { conversionSchema, reversalSchema } from '../../contract/schemas/conversion.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Scope } from '../../store/scope.ts';
import { recordConversion } from '../facts/record-conversion.ts';
import { recordReversal } from '../facts/record-reversal.ts';

/** What came of the facts of a message, or the payment whose sale they wait for. */
export interface Taken {
  readonly recorded: readonly RecordedByMessage[];
  readonly waitsFor: string | null;
}

/** Records facts as if the merchant had posted them; each is its own guard against being recorded twice. */
export async function takeFacts(deps: Deps, connector: Connector, facts: readonly VendorFact[]): Promise<Taken> {
  const recorded: RecordedByMessage[] = [];
  for (const fact of facts) {
    const taken = await takeFact(deps, connector, fact);
    if (taken.waitsFor !== null) return { recorded, waitsFor: taken.waitsFor };
    recorded.push(...taken.recorded);
  }
  return { recorded, waitsFor: null };
}

/** The payments that facts speak of: what waits for one of them may go on. */
export function paymentsIn(facts: readonly VendorFact[]): readonly string[] {
  return facts.flatMap((fact) =>
    fact.fact === 'conversion' ? fact.payments : fact.payment === null ? [] : [fact.payment],
  );
}

async function takeFact(deps: Deps, connector: Connector, fact: VendorFact): Promise<Taken> {
  const { merchantId, programId } = connector;
  const scope = { merchantId, programId };
  switch (fact.fact) {
    case 'conversion': {
      const told = conversionSchema.parse(fact.wire, PARSING);
      const coupon = told.coupon ?? (await firstOwned(deps, scope, fact.coupons ?? [], told.occurredAt));
      const conversion = { ...told, coupon };
      await recordConversion(deps, { scope, conversion });
      for (const payment of fact.payments) await putPayment(deps, connector, payment, conversion.conversionId);
      return { recorded: [{ type: 'conversion', id: conversion.conversionId }], waitsFor: null };
    }
    case 'payment':
      await putPayment(deps, connector, fact.payment, fact.conversionId);
      return { recorded: [], waitsFor: null };
    case 'reversal': {
      const paid = fact.payment === null ? null : await deps.stores.connectors.payment(connector, fact.payment);
      if (fact.payment !== null && paid === null) return { recorded: [], waitsFor: fact.payment };
      const wire = paid === null ? fact.wire : { ...fact.wire, conversionId: paid.conversionId };
      const reversal = reversalSchema.parse(wire, PARSING);
      await recordReversal(deps, { scope, reversal });
      return { recorded: [{ type: 'reversal', id: reversal.reversalId }], waitsFor: null };
    }
    case 'refunded': {
      const { minor } = z.object({ amount: moneySchema }).parse(fact, PARSING).amount;
      const paid = await deps.stores.connectors.payment(connector, fact.payment);
      const reversals = paid === null ? [] : await deps.stores.conversions.reversalsOf(scope, paid.conversionId);
      let toldMinor = 0n;
      for (const { cause, amountMinor } of reversals) if (cause === 'refund') toldMinor += amountMinor;
      return { recorded: [], waitsFor: toldMinor >= minor ? null : fact.payment };
    }
  }
}

/** Of several codes the first that is a partner's at that time, else the first. */
async function firstOwned(deps: Deps, scope: Scope, codes: readonly string[], at: Instant): Promise<string | null> {
  if (codes.length > 1) {
    for (const code of codes) {
      const grants = await deps.stores.partners.couponsByCode(scope, normaliseCoupon(code));
      if (couponOwnerAt(directoryOf([], grants), code, at) !== null) return code;
    }
  }
  return codes[0] ?? null;
}

async function putPayment(deps: Deps, connector: Connector, payment: string, conversionId: string): Promise<void> {
  const fact = { payment, conversionId };
  const put = await deps.stores.connectors.putPayment(connector, { fact, recordedAt: deps.now() });
  if (put.outcome !== 'conflict') return;
  const message = {
    en: `payment ${payment} was for ${put.stored.fact.conversionId} already, got ${conversionId}`,
    ja: `支払い${payment}は${put.stored.fact.conversionId}に紐づいています（入力値: ${conversionId}）`,
  };
  throw new DomainError('connector.payment-taken', message);
}
