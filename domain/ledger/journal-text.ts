import { formatAmount } from '../money/amount.ts';
import { formatInstant } from '../time.ts';
import type { Account } from './account.ts';
import { bucketOf } from './account.ts';
import type { Entry } from './entry.ts';

/** An account as plain-text accounting names it: `partner:ptn_1:held`. Letters that mean something there are escaped. */
export function journalAccount(account: Account): string {
  const partner = bucketOf(account);
  return partner === null
    ? account.replace('/', ':')
    : `partner:${partner.partnerId.replace(/[^\p{L}\p{N}_.-]/gu, encodeURIComponent)}:${partner.bucket}`;
}

/** What `ledger --strict` and `hledger check --strict` want to know before the first entry. */
export function journalHead(accounts: Iterable<Account>, currencies: Iterable<string>): string {
  const commodities = [...currencies].sort().map((currency) => `commodity ${currency}\n`);
  const declared = [...accounts].map((account) => `account ${journalAccount(account)}\n`).sort();
  return `${commodities.join('')}${declared.join('')}`;
}

/**
 * An entry in the format that `ledger` and `hledger` both read, by its booking date. A debit is positive, so an account that we
 * owe stands there with a negative balance.
 */
export function journalText(entry: Entry): string {
  const { bookedOn, currency, effectiveAt, entryId, kind, postings } = entry;
  let text = `\n${bookedOn} ${kind}\n    ; ${entryId} effective ${formatInstant(effectiveAt)}\n`;
  for (const { from, to, amountMinor, currency: own = currency } of postings) {
    text += `    ${journalAccount(from)}  ${formatAmount(amountMinor, own)} ${own}\n`;
    text += `    ${journalAccount(to)}  ${formatAmount(-amountMinor, own)} ${own}\n`;
  }
  return text;
}
