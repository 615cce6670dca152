import { expect, it } from 'vitest';
import { noteActivity } from '../../../functions/bus/note-activity.ts';
import { memoryStores } from '../../../functions/store/memory/stores.ts';
import { noteCredited } from '../../../functions/usecases/partner/note-activity.ts';
import { anApp, MERCHANT, PROGRAM } from '../../support/app.ts';
import { aProgram } from '../../support/shop.ts';

it('asks once what a program is, and remembers no more programs than a process has room for', async () => {
  const { programs, ...others } = memoryStores();
  const asked: string[] = [];
  // However many programs there are, each is like the one that stands there.
  const stores = {
    ...others,
    programs: {
      ...programs,
      program: async ({ programId }: { readonly programId: string }) => {
        asked.push(programId);
        return await programs.program({ merchantId: MERCHANT, programId: PROGRAM });
      },
    },
  };
  const app = anApp({ stores });
  await app.call('POST', '/v1/programs', { body: aProgram() });
  asked.length = 0;
  const tell = async (programId: string) => await noteCredited({ stores }, { merchantId: MERCHANT, programId }, 'c');

  for (let n = 0; n < 10_000; n += 1) await tell(`prg_${n}`);
  await tell('prg_0');
  expect(asked).toHaveLength(10_000);
  await tell('prg_10000');
  await tell('prg_0');
  expect(asked.slice(10_000)).toEqual(['prg_10000', 'prg_0']);
});

it('notes nothing of an event that does not name its conversion or click', async () => {
  const event = {
    id: 'evt_1',
    version: 1,
    merchantId: MERCHANT,
    programId: PROGRAM,
    occurredAt: '2026-10-02T00:00:00Z',
    recordedAt: null,
    isCut: false,
    data: {},
  };
  const tell = (type: 'decision.made' | 'click.recorded') => noteActivity(anApp().deps, { ...event, type });
  await expect(tell('decision.made')).rejects.toThrow('event evt_1 (decision.made) names no conversionId');
  await expect(tell('click.recorded')).rejects.toThrow('event evt_1 (click.recorded) names no clickId');
});
