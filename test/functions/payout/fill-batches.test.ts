import { expect, it } from 'vitest';
import { calendarOf } from '../../../domain/settlement/calendar.ts';
import { fillBatches } from '../../../functions/usecases/payout/fill-batches.ts';
import { programOf } from '../../../functions/usecases/terms/load-terms.ts';
import { MERCHANT, PROGRAM } from '../../support/app.ts';
import { programPath } from '../../support/shop.ts';
import { approve, as, BATCH, closedOctober, payeeOf, payoutsOf, remit } from './finance-desk.ts';

const scope = { merchantId: MERCHANT, programId: PROGRAM };

it('what one file has no room for goes in several batches, each with a file and an approval of its own', async () => {
  const app = await closedOctober({ before: (made) => payeeOf(made, 'ptn_2', { accountNumber: '1234568' }) });
  app.setNow('2026-11-05T00:00:00+09:00');
  const prepare = () => as(app, 'maker', 'POST', programPath('periods/2026-10/payout'));
  await prepare();
  const { stores } = app.deps;
  const [first] = await stores.payouts.batches(scope);
  if (first === undefined) throw new Error('no batch');
  const program = await programOf(app.deps, scope);
  const { due, valueDate } = first;
  const valueDates = { zengin: valueDate, sepa: valueDate, nacha: valueDate };
  const common = { closed: [], rates: [], batches: [first], due, valueDates };
  const ground = { scope, program, calendar: calendarOf(program.timezone), ...common };
  const drafts = (await stores.payouts.payouts(scope, '2026-10')).map((payout) => {
    return { before: payout, payout, scheme: 'zengin' as const };
  });
  const filling = {
    scheme: 'zengin',
    periodId: '2026-10',
    actor: 'maker',
    limit: { transfers: 1, totalMinor: 9999n },
  } as const;
  for (let twice = 0; twice < 2; twice += 1) expect(await fillBatches(app.deps, ground, filling, drafts)).toEqual([]);

  const second = programPath('payout-batches/2026-10-zengin-2');
  expect(await payoutsOf(app)).toMatchObject([{ batchId: '2026-10-zengin-1' }, { batchId: '2026-10-zengin-2' }]);
  const files: string[] = [];
  for (const path of [BATCH, second]) {
    const { file, count } = await approve(app, path);
    expect(count).toBe(1);
    const sent = await as(app, 'maker', 'GET', `${path}/remittance-file`);
    expect(sent.headers['content-digest']).toContain(Buffer.from(file.sha256, 'hex').toString('base64'));
    files.push(file.sha256);
    await remit(app, path);
  }
  expect(new Set(files).size).toBe(2);
  await prepare();
  expect((await stores.payouts.batches(scope)).map(({ status }) => status)).toEqual(['remitted', 'remitted']);
});
