import { describe, expect, it } from 'vitest';
import { moneyDifferencesOf } from './differences.ts';

const HISTORIES = 60;
const TIMEOUT_MS = 120_000;

describe('what follows a close, by the law word by word and without anything of the product', () => {
  it('comes to what statements, documents, payouts, ledger, bank files and lists for the tax office say', {
    timeout: TIMEOUT_MS,
  }, async () => {
    const differences: string[] = [];
    const seen = new Set<string>();
    for (let seed = 1; seed <= HISTORIES; seed += 1) {
      const compared = await moneyDifferencesOf(seed);
      differences.push(...compared.differences);
      for (const figure of compared.seen) seen.add(figure);
    }
    expect(differences).toEqual([]);
    // It was asked for everything: what is owed and carried on either way, taxed, taken back, withheld on, grossed up, sent.
    for (const figure of ['opening', 'payable', 'closing', 'tax', 'tax paid', 'tax carried on', 'total'])
      expect([...seen]).toEqual(expect.arrayContaining([`${figure} +`, `${figure} -`]));
    const others = ['held', 'reserve', 'creditable', 'withholding announced', 'gross-up announced', 'sum of the file'];
    expect([...seen]).toEqual(expect.arrayContaining([...others, 'withheld', 'transfer'].map((each) => `${each} +`)));
  });
});
