import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomFrom } from '../../cli/sample/random.ts';
import { closeMonths } from './close.ts';
import { differencesOf } from './differences.ts';
import { LAST_MONTH, randomFolder } from './random-folder.ts';

const FOLDERS = 100;
const TIMEOUT_MS = 240_000;

describe('the rules followed word by word, without anything of the engine', () => {
  let place = '';
  beforeAll(() => {
    place = mkdtempSync(join(tmpdir(), 'bunpai-reference-'));
  });
  afterAll(() => rmSync(place, { recursive: true }));

  it('come to what bunpai calculate comes to, partner by partner, in random months', {
    timeout: TIMEOUT_MS,
  }, async () => {
    const differences: string[] = [];
    for (let seed = 1; seed <= FOLDERS; seed += 1) {
      differences.push(...(await differencesOf(seed, join(place, String(seed)))));
    }
    expect(differences).toEqual([]);
  });

  it('are asked for everything: what is earned, held, taken back, paid as a bonus or an override, and carried on', () => {
    const seen = new Set<string>();
    for (let seed = 1; seed <= FOLDERS; seed += 1) {
      const { partners } = closeMonths(randomFolder(randomFrom(seed)), '2026-08', LAST_MONTH);
      for (const figures of partners.values()) {
        for (const [name, amount] of Object.entries(figures))
          if (amount !== 0n) seen.add(`${name} ${amount > 0n ? '+' : '-'}`);
      }
    }
    expect([...seen].sort()).toEqual([
      ...[
        'base +',
        'base -',
        'bonus +',
        'bonus -',
        'commission +',
        'commission -',
        'held +',
        'override +',
        'override -',
      ],
      ...['payable +', 'payable -', 'payout +', 'released +', 'released -'],
    ]);
  });
});
