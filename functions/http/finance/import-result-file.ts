import { payoutRoutes } from '../../contract/routes/payout.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { importResultFile as importFile } from '../../usecases/payout/result-file.ts';
import { parkedAnswer } from '../payout-wire.ts';

/** Where the batches stand that the file speaks of, and what of it was parked or passed over. */
export const importResultFile = operation(payoutRoutes.importResultFile, async (call) => {
  const { deps, steps, scope, caller, query, body: bytes } = call;
  const { format, date, othersOf = null } = query;
  const done = await importFile(deps, steps, { scope, actor: caller.subject, format, bytes, date, othersOf });
  return { body: { ...done, parked: done.parked.map(parkedAnswer) } };
});

export const handler = importResultFile.handlerOn(awsHost);
