import type { Program } from '../../../domain/partner/program.ts';
import { formatInstant } from '../../../domain/time.ts';
import type { Deps } from '../../runtime/deps.ts';
import { accepted } from '../facts/put-fact.ts';
import { refuseLatePayment } from '../payout/late-payment.ts';

/** Creates a program of the caller's merchant. */
export async function createProgram(deps: Deps, program: Program): Promise<Program> {
  const from = formatInstant(deps.now());
  await refuseLatePayment(deps, program, { holdDays: 0, from, field: 'settlement.payout' });
  const { reserve } = program.settlement;
  await refuseLatePayment(deps, program, { holdDays: 0, reserve, from, field: 'settlement.reserve' });
  const put = await deps.stores.programs.putProgram({ fact: program, recordedAt: deps.now() });
  const name = {
    name: { en: `program ${program.programId}`, ja: `プログラム${program.programId}` },
    code: 'program.conflict',
    currency: program.currency,
  };
  return accepted(put, program, name).fact;
}
