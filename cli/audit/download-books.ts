import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import type { AnswerOf } from '../../functions/contract/client.ts';
import { createClient } from '../../functions/contract/client.ts';
import { BadInput } from '../bad-input.ts';
import type { TextFile } from '../text-file.ts';
import { createTextFile } from '../text-file.ts';
import { toldByHost } from '../told-by-host.ts';
import { BOOKS } from './books.ts';

type BooksPage = AnswerOf<'exportBooks'>;
type Keys = AnswerOf<'listKeys'>['keys'];
type Roots = AnswerOf<'listRoots'>['roots'];

export interface BooksAddress {
  readonly address: string;
  readonly token: string;
  readonly programId: string;
}

/** Fetches everything that an audit of a program needs into an empty folder, page by page. */
export async function downloadBooks(folder: string, { address, token, programId }: BooksAddress): Promise<void> {
  const api = createClient({ address, token });
  const merchantId = merchantOf(token);
  try {
    const keys: Keys = [];
    for await (const page of api.pages('listKeys', { merchantId })) keys.push(...page.keys);
    const roots: Roots = [];
    for await (const page of api.pages('listRoots', { merchantId, programId })) roots.push(...page.roots);
    await writeFile(join(folder, BOOKS.keys), `${JSON.stringify({ keys }, null, 2)}\n`);
    await writeFile(join(folder, BOOKS.roots), `${JSON.stringify({ roots }, null, 2)}\n`);
    const files = {
      entries: createTextFile(join(folder, BOOKS.entries)),
      leaves: createTextFile(join(folder, BOOKS.leaves)),
    };
    try {
      for (const { periodId } of roots) {
        await downloadPeriod(periodId, files, (after) =>
          api.exportBooks({ programId, periodId, ...(after === null ? {} : { after }) }),
        );
      }
    } finally {
      files.entries.close();
      files.leaves.close();
    }
  } catch (error) {
    toldByHost(error);
  }
}

async function downloadPeriod(
  periodId: string,
  { entries, leaves }: { readonly entries: TextFile; readonly leaves: TextFile },
  page: (after: string | null) => Promise<BooksPage>,
): Promise<void> {
  // A partner may go over several pages: its leaf is written when all its hashes are here.
  let open: BooksPage['leaves'][number] | null = null;
  const endLeaf = (): void => {
    if (open !== null) leaves.append(`${JSON.stringify({ periodId, ...open })}\n`);
  };
  let after: string | null = null;
  do {
    const { leaves: more, entries: texts, next }: BooksPage = await page(after);
    for (const leaf of more) {
      if (open?.partnerId === leaf.partnerId) open = { ...leaf, entryHashes: open.entryHashes + leaf.entryHashes };
      else {
        endLeaf();
        open = leaf;
      }
    }
    for (const text of texts) entries.append(`${text}\n`);
    after = next;
  } while (after !== null);
  endLeaf();
}

function merchantOf(token: string): string {
  try {
    const { merchantId } = decodeJwt(token);
    if (typeof merchantId === 'string') return merchantId;
  } catch {
    // Told below, like a token without a merchant.
  }
  throw new BadInput('token: is not a token of bunpai');
}
