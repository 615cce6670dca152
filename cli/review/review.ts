import process from 'node:process';
import type { Client } from '../../functions/contract/client.ts';
import { createClient } from '../../functions/contract/client.ts';
import type { Command, Given, Streams } from '../command.ts';
import { monthOf } from '../command.ts';
import { languageOf } from '../explain/explain.ts';
import { toldByHost } from '../told-by-host.ts';
import type { Reviewed } from './review-text.ts';
import { reviewText } from './review-text.ts';

export const review: Command = {
  name: 'review',
  summary: 'show a month before it is approved or paid: figures, movers, and what to look at of whom',
  usage: '--address URL --token TOKEN --program ID --period YYYY-MM [--lang ja|en] [--json]',
  help:
    'Asks a host for the run of a month, calculated, approved or closed, and prints its figures beside those of the last closed\n' +
    'month, the partners that moved most, what finance should look at before a second person approves (doubts of tax, a missing\n' +
    'tax profile or payee, many refunds, signs of abuse that hold a payout, late payments, overdue reviews), and the payouts that were still under way at the end\n' +
    'of the month, by age. Ends with 0 when there is nothing to look at and with 1 when there is.',
  options: {
    address: { type: 'string', isRequired: true, value: 'URL', help: 'where a host answers: http://127.0.0.1:8787' },
    token: { type: 'string', isRequired: true, value: 'TOKEN', help: 'of finance or an auditor' },
    program: { type: 'string', isRequired: true, value: 'ID', help: 'the program' },
    period: { type: 'string', isRequired: true, value: 'YYYY-MM', help: 'the month' },
    lang: { type: 'string', isRequired: false, value: 'ja|en', help: 'language; that of your terminal unless told' },
    json: { type: 'boolean', isRequired: false, value: '', help: 'print what the host answered, all pages in one' },
  },
  positionals: { min: 0, max: 0 },
  run,
};

async function run(given: Given, { out }: Streams): Promise<number> {
  const periodId = monthOf(given, 'period');
  const language = languageOf(given.text('lang'), process.env);
  const client = createClient({ address: given.text('address'), token: given.text('token') });
  const month = { programId: given.text('program'), periodId };
  const reviewed = await readReview(client, month).catch(toldByHost);
  if (given.flag('json')) out.write(`${JSON.stringify(reviewed, null, 2)}\n`);
  else out.write(reviewText(reviewed, language, await namesIn(client, reviewed).catch(toldByHost)));
  const overdue = reviewed.overview?.overdueReviews?.conversions ?? [];
  return reviewed.flags.length + overdue.length === 0 ? 0 : 1;
}

const NAMES_MAX = 100;

/** The names of those whom a review shows, by id; of a crowd the first. */
async function namesIn(client: Client, { overview, flags }: Reviewed): Promise<ReadonlyMap<string, string>> {
  const shown = new Set([...(overview?.movers ?? []), ...flags].map(({ partnerId }) => partnerId));
  const read = [...shown].slice(0, NAMES_MAX).map(async (partnerId) => {
    const { name } = await client.readPartner({ partnerId });
    return [partnerId, name] as const;
  });
  return new Map(await Promise.all(read));
}

/** All pages of a review as one. */
async function readReview(
  client: Client,
  month: { readonly programId: string; readonly periodId: string },
): Promise<Reviewed> {
  const { next: second, flags, clearing, ...first } = await client.reviewPeriod(month);
  const all = { flags: [...flags], clearing: [...clearing] };
  for (let next = second; next !== null; ) {
    const page = await client.reviewPeriod({ ...month, after: next });
    all.flags.push(...page.flags);
    all.clearing.push(...page.clearing);
    next = page.next;
  }
  return { ...first, ...all, clearing: all.clearing.sort((a, b) => b.days - a.days) };
}
