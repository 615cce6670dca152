import type { Random } from '../../cli/sample/random.ts';
import type { Account } from '../../domain/ledger/account.ts';
import type { Deps } from '../../functions/runtime/deps.ts';
import type { Stores } from '../../functions/store/store.ts';

/** The hands that a year lends: commands sent until they are answered, by whom, and its clock. */
export interface YearHands {
  readonly stores: Stores;
  readonly random: Random;
  readonly persist: <T>(command: (deps: Deps) => Promise<T>) => Promise<T>;
  readonly refuses: (code: string, command: (deps: Deps) => Promise<unknown>) => Promise<void>;
  readonly now: () => number;
  readonly pass: (ms: number) => void;
  /** Of the program's currency, or of another one. */
  readonly balance: (account: Account, other?: string) => bigint;
  readonly maker: string;
  readonly checker: string;
}
