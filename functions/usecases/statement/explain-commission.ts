import { DomainError } from '../../../domain/errors.ts';
import type { ConversionId, PartnerId } from '../../../domain/ids.ts';
import { formatAmount } from '../../../domain/money/amount.ts';
import type { Statement, StatementLine } from '../../../domain/statement/statement.ts';
import type { StatementConversion } from '../../../domain/statement/statement-conversion.ts';
import type { StatementSource } from '../../../domain/statement/text/explanation-text.ts';
import { sourceOf } from '../../../domain/statement/text/explanation-text.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Scope } from '../../store/scope.ts';
import { runKeyOf } from '../settlement/settlement-record.ts';
import { programOf } from '../terms/load-terms.ts';

export interface ExplainCommission {
  readonly scope: Scope;
  /** The partner who asks, or null for the merchant's own people. */
  readonly partnerId: PartnerId | null;
  readonly conversionId: ConversionId;
}

/** Everything known about the commission of one conversion: what each close made of it, or, before one, what is expected. */
export interface CommissionExplanation {
  readonly conversionId: string;
  /** The program's, of every amount that names no other. */
  readonly currency: string;
  readonly final: readonly FinalExplanation[];
  readonly provisional: readonly ProvisionalLine[];
}

export interface FinalExplanation {
  readonly periodId: string;
  readonly partnerId: string;
  readonly conversion: StatementConversion;
  readonly lines: readonly StatementLine[];
  /** Of the statement that the lines stand in. */
  readonly statement: StatementSource;
}

export interface ProvisionalLine {
  readonly lineId: string;
  readonly partnerId: string;
  readonly rule: string | null;
  readonly netBase: string;
  readonly commission: string;
}

export async function explainCommission(deps: Deps, command: ExplainCommission): Promise<CommissionExplanation> {
  const { scope, conversionId, partnerId } = command;
  const { stores } = deps;
  const recorded = await stores.conversions.conversion(scope, conversionId);
  const final = recorded === null ? [] : await finalExplanations(deps, command);
  const { currency } = await programOf(deps, scope);
  const decision =
    recorded === null ? null : await stores.conversions.decision(scope, recorded.recordedAt, conversionId);
  const provisional = (final.length > 0 ? [] : (decision?.lines ?? []))
    .filter((line) => partnerId === null || line.partnerId === partnerId)
    .map((line) => ({
      lineId: line.lineId,
      partnerId: line.partnerId,
      rule: line.ruleId,
      netBase: formatAmount(line.netBaseMinor, currency),
      commission: formatAmount(line.amountMinor, currency),
    }));
  const isForeign = partnerId !== null && final.length === 0 && provisional.length === 0;
  if (recorded === null || isForeign) {
    throw new DomainError('commission.not-found', `there is no commission on a conversion ${conversionId}`);
  }
  return { conversionId, currency, final, provisional };
}

async function finalExplanations(deps: Deps, command: ExplainCommission): Promise<readonly FinalExplanation[]> {
  const { scope, conversionId, partnerId } = command;
  const { runs, settlements } = deps.stores;
  const found: FinalExplanation[] = [];
  for (const settlement of await settlements.settlements(scope)) {
    if (settlement.status !== 'closed') continue;
    const run = runKeyOf(settlement);
    for (const owner of await runs.partnersOf(scope, run, conversionId)) {
      if (partnerId !== null && owner !== partnerId) continue;
      const text = await runs.statement(scope, run, owner);
      if (text === null) continue;
      const statement = JSON.parse(text) as Statement;
      const conversion = statement.conversions.find((candidate) => candidate.conversionId === conversionId);
      const lines = statement.lines.filter((line) => line.conversionId === conversionId);
      const source = sourceOf(statement);
      if (conversion) {
        found.push({ periodId: settlement.periodId, partnerId: owner, conversion, lines, statement: source });
      }
    }
  }
  return found;
}
