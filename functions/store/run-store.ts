import type { ConversionId, PartnerId, PeriodId } from '../../domain/ids.ts';
import type { HashedParts } from '../../domain/integrity/statement-parts.ts';
import type { Entry } from '../../domain/ledger/entry.ts';
import type { PartnerBalances } from '../../domain/ledger/invariants.ts';
import type { BookedConversion } from '../../domain/settlement/booked.ts';
import type { Carry } from '../../domain/settlement/carry.ts';
import type { PeriodResult } from '../../domain/settlement/close-period.ts';
import type { Manifest } from '../../domain/settlement/manifest.ts';
import type { Summary } from '../../domain/settlement/summary.ts';
import type { ProgramTerms } from '../../domain/settlement/terms.ts';
import type { Scope } from './scope.ts';

export interface ShardKey {
  readonly periodId: PeriodId;
  readonly shard: number;
}

/** A sealed period: the facts it closes on, frozen. Its hash names it. */
export interface RunStore {
  putManifest(scope: Scope, manifest: Manifest): Promise<void>;
  manifest(scope: Scope, periodId: PeriodId, hash: string): Promise<Manifest | null>;
  /** A draft or approved calculation; the same run again changes nothing. */
  putRun(scope: Scope, run: Run): Promise<void>;
  summary(scope: Scope, run: RunKey): Promise<Summary>;
  /** A run is kept in shards of partners by id, numbered from 0, that later steps take one at a time. */
  shardCount(scope: Scope, run: RunKey): Promise<number>;
  /** Of one shard, or of all; in the order of code points. */
  partners(scope: Scope, run: RunKey, shard?: number): Promise<readonly RunPartner[]>;
  /** Of the partners of one shard, or of all. */
  entries(scope: Scope, run: RunKey, shard?: number): AsyncIterable<Entry>;
  /** Canonical JSON of one partner's statement. */
  statement(scope: Scope, run: RunKey, partnerId: PartnerId): Promise<string | null>;
  /** The same in the parts that the root of its close stands over. */
  statementParts(scope: Scope, run: RunKey, partnerId: PartnerId): Promise<HashedParts | null>;
  /** Partners with lines of a conversion in this run. */
  partnersOf(scope: Scope, run: RunKey, conversionId: ConversionId): Promise<readonly PartnerId[]>;
  /** How a conversion of the run's period was decided of which not everything counted; null: of any other. */
  uncounted(scope: Scope, run: RunKey, conversionId: ConversionId): Promise<UncountedConversion | null>;
  carry(scope: Scope, run: RunKey): Promise<Carry>;
}

/** Who was credited or why nobody, what was refused, and whether an exchange rate was waited for. */
export type UncountedConversion = Pick<BookedConversion, 'attribution' | 'waitsFor'>;

export interface RunKey {
  readonly periodId: PeriodId;
  readonly runId: string;
}

export interface Run extends RunKey {
  readonly result: PeriodResult;
  readonly terms: ProgramTerms;
}

/** What posting, closing and paying need of a partner, without its lines. */
export interface RunPartner extends PartnerBalances {
  readonly payoutMinor: bigint;
  /** How many entries the run has for it. */
  readonly entryCount: number;
  /** What they fix less what they take back: the consideration of the partner's document. */
  readonly suppliedMinor: bigint;
}
