import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical, parseCanonical } from '../../domain/integrity/canonical.ts';
import type { Entry } from '../../domain/ledger/entry.ts';
import { journalAccount } from '../../domain/ledger/journal-text.ts';
import { formatAmount } from '../../domain/money/amount.ts';
import { balancesOf } from '../support/balances.ts';
import { bunpai } from './bunpai.ts';
import { temporaryFolder, tinyFolder } from './tiny-folder.ts';

const ALL = { bookedOn: null, effectiveAt: null };

/** The entries of the tiny month and an exchange, in a file. */
async function someEntries(): Promise<{ readonly path: string; readonly entries: readonly Entry[] }> {
  const folder = await temporaryFolder();
  const out = join(folder, 'out');
  await bunpai('calculate', await tinyFolder(), '--period', '2026-10', '--out', out);
  const lines = readFileSync(join(out, 'entries.jsonl'), 'utf8').trimEnd().split('\n');
  const own = lines.map((line) => parseCanonical<Entry>(line));
  const [first] = own;
  if (first === undefined) throw new Error('the tiny month has entries');
  const exchanged: Entry = {
    ...first,
    entryId: 'exchange',
    partnerId: 'a:b 七',
    kind: 'payout',
    bookedOn: '2026-11-20',
    postings: [
      { from: 'partner/a:b 七/in-payout', to: 'fx', amountMinor: 1500n },
      { from: 'fx', to: 'partner/a:b 七/in-payout', amountMinor: 1001n, currency: 'USD' },
    ],
  };
  const entries = [...own, exchanged];
  const path = join(folder, 'entries.jsonl');
  await writeFile(path, entries.map((entry) => `${canonical(entry)}\n`).join(''));
  return { path, entries };
}

/** Every balance as `account amount currency`, a debit positive. */
const expected = (entries: readonly Entry[]) =>
  [...balancesOf(entries, ALL)]
    .flatMap(([currency, accounts]) =>
      [...accounts].map(([account, minor]) => [journalAccount(account), minor, currency] as const),
    )
    .filter(([, minor]) => minor !== 0n)
    .map(([account, minor, currency]) => `${account} ${formatAmount(-minor, currency)} ${currency}`)
    .sort();

const isInstalled = (tool: string) => spawnSync(tool, ['--version']).status === 0;

describe('bunpai journal', () => {
  it.each(['ledger', 'hledger'] as const)('is read by %s, strictly, to the same balances', async (tool) => {
    const { path, entries } = await someEntries();
    const { code, stdout } = await bunpai('journal', path, '--format', tool);
    expect(code).toBe(0);
    const file = join(await temporaryFolder(), 'books.journal');
    await writeFile(file, stdout);
    if (!isInstalled(tool)) {
      process.stderr.write(`${tool} is not installed: the journal was written but not read by it\n`);
      return;
    }
    const options = { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C.UTF-8' } } as const;
    if (tool === 'hledger') execFileSync('hledger', ['-f', file, 'check', '--strict'], options);
    const text =
      tool === 'hledger'
        ? execFileSync('hledger', ['-f', file, 'bal', '-N', '--flat', '-O', 'csv', '--layout=bare'], options)
        : execFileSync(
            'ledger',
            ['-f', file, '--pedantic', 'bal', '--flat', '--no-total', '--balance-format', LEDGER_FORMAT],
            options,
          );
    expect(balancesIn(text)).toEqual(expected(entries));
  });

  it.each([
    ['not json', /^bunpai: .*entries.jsonl:1: entry: is not JSON/],
    ['{}', /^bunpai: .*entries.jsonl:1: entry: must have bookedOn and postings/],
  ])('refuses %s with its line', async (text, reason) => {
    const file = join(await temporaryFolder(), 'entries.jsonl');
    await writeFile(file, text);
    const { code, stderr } = await bunpai('journal', file);
    expect([code, stderr]).toEqual([1, expect.stringMatching(reason)]);
  });
});

const LEDGER_FORMAT = '%(account)\\t%(strip(display_total))\\n';

function balancesIn(text: string): string[] {
  const rows: string[] = [];
  let account = '';
  for (const row of text.trimEnd().split('\n')) {
    if (row.includes('"')) {
      const [name = '', currency = '', amount = ''] = row.split(',').map((cell) => cell.slice(1, -1));
      if (name !== 'account' && Number(amount) !== 0) rows.push(`${name} ${amount} ${currency}`);
      continue;
    }
    const [name, amount = ''] = row.includes('\t') ? row.split('\t') : [account, row];
    account = name ?? account;
    rows.push(`${account} ${amount.trim()}`);
  }
  return rows.sort();
}

describe('balances', () => {
  const drawn = fc.array(
    fc.record({
      bookedOn: fc.constantFrom('2026-10-31', '2026-11-20', '2026-11-30'),
      effectiveAt: fc.integer({ min: 0, max: 5 }),
      amountMinor: fc.bigInt({ min: 1n, max: 10n ** 12n }),
      to: fc.constantFrom('fx' as const, 'cash' as const, 'rounding' as const),
      currency: fc.constantFrom('JPY', 'USD'),
    }),
  );
  const made = drawn.map((list) =>
    list.map(({ amountMinor, to, ...own }, index): Entry => {
      const postings = [{ from: 'partner/p/held', to, amountMinor }] as const;
      const ids = { entryId: String(index), merchantId: 'm', programId: 'g', partnerId: 'p', periodId: '2026-10' };
      return { ...own, ...ids, kind: 'payout', cause: { type: 'payout', payoutId: '1' }, postings };
    }),
  );
  const shown = (balances: ReturnType<typeof balancesOf>) =>
    [...balances].map(([currency, accounts]) => [currency, [...accounts].sort()]).sort();

  it('sum to zero in each currency, and come out the same in any order', () => {
    fc.assert(
      fc.property(
        made.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
        ([list, shuffled]) => {
          for (const accounts of balancesOf(list, ALL).values()) {
            expect([...accounts.values()].reduce((sum, minor) => sum + minor, 0n)).toBe(0n);
          }
          expect(shown(balancesOf(shuffled, ALL))).toEqual(shown(balancesOf(list, ALL)));
        },
      ),
    );
  });

  it('of a past day stay as they were, whatever is booked later', () => {
    const asOf = { bookedOn: '2026-11-20', effectiveAt: 3 };
    fc.assert(
      fc.property(made, made, (list, others) => {
        const later = others.map((entry) => ({ ...entry, bookedOn: '2026-12-01' }));
        expect(shown(balancesOf([...list, ...later], asOf))).toEqual(shown(balancesOf(list, asOf)));
      }),
    );
  });
});
