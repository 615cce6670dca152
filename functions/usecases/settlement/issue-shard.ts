import type { PartnerId } from '../../../domain/ids.ts';
import { statementIdOf } from '../../../domain/statement/statement.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { DocumentToProve } from '../integrity/prove-shard.ts';
import { proveShard } from '../integrity/prove-shard.ts';
import { mapLimited, WORK_AT_ONCE } from '../map-limited.ts';
import { issueDocument } from '../statement/issue-document.ts';
import { taxerOf } from '../tax/tax-at-close.ts';
import { programOf } from '../terms/load-terms.ts';
import type { ShardCommand } from './settlement-record.ts';
import { recordIn, runKeyOf } from './settlement-record.ts';

/** Taxes and issues the statements of one shard, whose books have been checked, and gathers what the root will stand over. */
export async function issueShard(deps: Deps, { scope, periodId, shard }: ShardCommand): Promise<void> {
  const record = await recordIn(deps, scope, periodId, ['approved']);
  const run = runKeyOf(record);
  const program = await programOf(deps, scope);
  const issuedAt = record.approvedAt ?? deps.now();
  const taxed = await taxerOf(deps, { scope, program, run, issuedAt });
  const { runs } = deps.stores;
  const partners = await runs.partners(scope, run, shard);
  const documents = new Map<PartnerId, DocumentToProve>();
  await mapLimited(partners, WORK_AT_ONCE, async (partner) => {
    // What is supplied is told by the run; the ledger has been found to hold the same.
    const { partnerId, payableMinor, payoutMinor, suppliedMinor } = partner;
    // The tax stands before the statement that it belongs to can be seen.
    const tax = taxed === null ? null : await taxed(partner);
    const header = {
      statementId: statementIdOf(scope.programId, periodId, partnerId),
      programId: scope.programId,
      partnerId,
      periodId,
      runId: run.runId,
      currency: program.currency,
      payableMinor,
      payoutMinor,
      issuedAt,
    };
    await deps.stores.statements.putStatement(scope.merchantId, header);
    const fact = await issueDocument(deps, { program, header, suppliedMinor, tax, hasTaxSettings: taxed !== null });
    documents.set(partnerId, { fact, tax });
  });
  await proveShard(deps, { scope, run, shard, documents });
}
