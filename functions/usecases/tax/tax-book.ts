import { DomainError } from '../../../domain/errors.ts';
import { canonical } from '../../../domain/integrity/canonical.ts';
import type { Sentence } from '../../../domain/said.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { TaxBook, TaxBookName, TaxBooks, TaxVersion } from '../../store/tax-store.ts';
import type { SeenRevision } from '../revision.ts';
import { refuseOtherRevision } from '../revision.ts';
import { requireSecondPerson } from '../settlement/four-eyes.ts';

type Book = keyof TaxBooks;

export interface NewVersion<T> {
  readonly from: string;
  readonly value: T;
  readonly by: string;
  /** Holds only after another person's word; else from its own first day. */
  readonly isProposal: boolean;
  /** How many versions the author saw: `*` for any, nothing when it did not say. */
  readonly seen?: SeenRevision | undefined;
}

export async function versionsIn<K extends Book>(deps: Deps, name: TaxBookName<K>) {
  return (await deps.stores.taxes.book(name))?.versions ?? [];
}

/** What holds on a date: of the versions in force the one that began last, of several of one day the one written last. */
export function versionOn<T>(versions: readonly TaxVersion<T>[], on: string): TaxVersion<T> | null {
  let found: TaxVersion<T> | null = null;
  for (const version of versions) {
    if (version.status !== 'in-force' || version.from > on) continue;
    if (found === null || version.from >= found.from) found = version;
  }
  return found;
}

/** Adds a version. The same again as the last one changes nothing. */
export async function addVersion<K extends Book>(
  deps: Deps,
  name: TaxBookName<K>,
  { from, value, by, isProposal, seen = null }: NewVersion<TaxBooks[K]>,
): Promise<TaxVersion<TaxBooks[K]>> {
  const book = await deps.stores.taxes.book(name);
  const versions = book?.versions ?? [];
  const last = versions.at(-1);
  const status = isProposal ? 'proposed' : 'in-force';
  if (last && last.status === status && canonical([last.from, last.value]) === canonical([from, value])) return last;
  const history = { en: 'the history', ja: '履歴' };
  refuseOtherRevision({ name: history, revision: versions.length, code: 'tax.edited' }, seen);
  const at = deps.now();
  const decided = isProposal ? { decidedBy: null, decidedAt: null } : { decidedBy: by, decidedAt: at };
  const version: TaxVersion<TaxBooks[K]> = {
    version: versions.length + 1,
    from,
    value,
    status,
    draftedBy: by,
    draftedAt: at,
    ...decided,
  };
  await advance(deps, name, book, [...versions, version]);
  return version;
}

export interface Verdict<T> {
  /** Which version it is about, and how it is called in a refusal. */
  readonly find: (versions: readonly TaxVersion<T>[]) => TaxVersion<T> | undefined;
  readonly called: Sentence;
  readonly by: string;
  readonly verdict: 'in-force' | 'refused';
  /** Looked at before it is put in force, with the book as it stands. */
  readonly check: (versions: readonly TaxVersion<T>[], version: TaxVersion<T>) => void;
}

/** Puts a proposal in force, by another person than its author, or refuses it. Decided alike before, nothing changes. */
export async function decideVersion<K extends Book>(
  deps: Deps,
  name: TaxBookName<K>,
  { find, called, by, verdict, check }: Verdict<TaxBooks[K]>,
): Promise<TaxVersion<TaxBooks[K]>> {
  const book = await deps.stores.taxes.book(name);
  const versions = book?.versions ?? [];
  const version = find(versions);
  if (version === undefined) {
    throw new DomainError('tax.not-found', { en: `there is no ${called.en}`, ja: `${called.ja}は見つかりません` });
  }
  if (version.status === verdict) return version;
  if (version.status !== 'proposed') {
    const { status, decidedBy } = version;
    throw new DomainError('tax.decided', {
      en: `${called.en} is ${status} since ${decidedBy} decided on it`,
      ja: `${called.ja}は${decidedBy}の判断により${status === 'in-force' ? '適用中' : '却下済み'}です`,
    });
  }
  if (verdict === 'in-force') {
    requireSecondPerson({ name: called, draftedBy: version.draftedBy }, by);
    check(versions, version);
  }
  const decided: TaxVersion<TaxBooks[K]> = { ...version, status: verdict, decidedBy: by, decidedAt: deps.now() };
  await advance(
    deps,
    name,
    book,
    versions.map((each) => (each === version ? decided : each)),
  );
  return decided;
}

async function advance<K extends Book>(
  deps: Deps,
  name: TaxBookName<K>,
  book: TaxBook<TaxBooks[K]> | null,
  versions: readonly TaxVersion<TaxBooks[K]>[],
): Promise<void> {
  if (await deps.stores.taxes.advanceBook(name, book, { versions })) return;
  throw new DomainError('tax.moved-on', {
    en: 'somebody else wrote at the same time; read it again',
    ja: '同時に他の人が登録しました。もう一度読み込んでください。',
  });
}
