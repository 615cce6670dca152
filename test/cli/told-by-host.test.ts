import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { anApp } from '../support/app.ts';
import { bunpai } from './bunpai.ts';

const folder = mkdtempSync(join(tmpdir(), 'bunpai-told-'));
const file = join(folder, 'deals.csv');
afterAll(() => rmSync(folder, { recursive: true }));

it.each([['audit'], ['review', '--period', '2026-10'], ['deals', 'import', file]])(
  'bunpai %s says what is wrong with an address at which no host can be',
  async (...command) => {
    writeFileSync(file, 'reference,partner,kind,company\ncrm-1,ptn_1,lead,Aoi\n');
    const token = await anApp().token({ role: 'auditor' });
    const given = ['--address', 'localhost:8787', '--token', token, '--program', 'prg_1'];
    const { code, stderr } = await bunpai(...command, ...given);
    expect([code, stderr]).toEqual([
      1,
      'bunpai: --address: the address of a host is such as "https://api.example.com", got "localhost:8787"\n',
    ]);
  },
);
