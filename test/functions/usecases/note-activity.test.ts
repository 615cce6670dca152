import { expect, it } from 'vitest';
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
