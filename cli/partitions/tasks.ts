import type { PartnerId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';
import type { Problem } from '../folder/problems.ts';
import { collectProblems } from '../folder/problems.ts';
import { seedHashes } from './hash.ts';
import type { IdsJoined } from './join.ts';
import { joinClickIds, joinClicks, joinConversionIds } from './join.ts';
import { passClicks } from './pass-clicks.ts';
import { passConversions } from './pass-conversions.ts';
import type { RepeatedReversal } from './pass-reversals.ts';
import { passReversals, undoPartition } from './pass-reversals.ts';
import type { RecordWriter } from './record-writer.ts';
import { recordWriters } from './record-writer.ts';
import { sieve } from './sieve.ts';
import type { Spill } from './spill.ts';

/** What every step of partitioning is told; it can be handed to another thread. */
export interface TaskInput {
  readonly folder: string;
  readonly latest: Instant | null;
  readonly partnerIds: readonly PartnerId[];
  readonly parts: number;
  /** Of the hashes. */
  readonly seed: number;
}

/** Which share of the parts a thread works through. */
interface Share {
  readonly first: number;
  readonly step: number;
}

export type Task =
  | { readonly name: 'conversions' | 'clicks' | 'reversals' | 'conversion-ids' | 'click-ids' }
  | ({ readonly name: 'join-clicks'; readonly allClicks: boolean } & Share)
  | ({ readonly name: 'undo'; readonly isComplete: boolean; readonly programCurrency: string } & Share & {
        readonly repeated: Uint8Array | null;
      });

/** What a task found out; what it made lies in the spill. */
export interface TaskResult {
  readonly problems: readonly Problem[];
  /** The first fact it saw, or a number beyond all instants. */
  readonly firstAt: number;
  readonly ids: IdsJoined;
  readonly reversalIds: IdsJoined;
  readonly repeated: readonly RepeatedReversal[];
  /** Rows of clicks.csv, in the order of the partners. */
  readonly clicksByPartner: readonly number[];
}

const NO_IDS: IdsJoined = { distinct: 0, repeated: null };
const NOTHING: Omit<TaskResult, 'problems'> = {
  firstAt: Number.MAX_SAFE_INTEGER,
  ids: NO_IDS,
  reversalIds: NO_IDS,
  repeated: [],
  clicksByPartner: [],
};

export async function runTask(task: Task, input: TaskInput, spill: Spill): Promise<TaskResult> {
  seedHashes(input.seed);
  const problems = collectProblems();
  const found = await resultOf(task, input, { problems, spill });
  spill.close();
  return { ...NOTHING, ...found, problems: problems.all() };
}

async function resultOf(
  task: Task,
  { folder, latest, partnerIds, parts }: TaskInput,
  { problems, spill }: { readonly problems: ReturnType<typeof collectProblems>; readonly spill: Spill },
): Promise<Partial<TaskResult>> {
  const bounds = { partnerIds: new Set(partnerIds), latest };
  switch (task.name) {
    case 'conversions':
      return passConversions(folder, { bounds, problems, spill, parts });
    case 'clicks':
      return { clicksByPartner: await passClicks(folder, { bounds, problems, spill, parts }) };
    case 'reversals':
      await passReversals(folder, { problems, spill, parts });
      return {};
    case 'conversion-ids': {
      const { reversals, ...ids } = joinConversionIds(spill, parts);
      return { ids, reversalIds: reversals };
    }
    case 'click-ids':
      return { ids: joinClickIds(spill, parts) };
    case 'join-clicks': {
      const into = recordWriters(spill, 'clicks', parts);
      for (let part = task.first; part < parts; part += task.step) joinClicks(spill, part, { into, ...task });
      for (const writer of into) writer.flush();
      return {};
    }
    case 'undo': {
      const into = recordWriters(spill, 'reversals', parts);
      const repeated: RepeatedReversal[] = [];
      let firstAt = Number.MAX_SAFE_INTEGER;
      const options = { problems, spill, partnerIds, latest, ...task, repeated: sieve(task.repeated) };
      for (let part = task.first; part < parts; part += task.step) {
        const undone = undoPartition(part, { ...options, into: into[part] as RecordWriter });
        repeated.push(...undone.repeated);
        firstAt = Math.min(firstAt, undone.firstAt);
      }
      for (const writer of into) writer.flush();
      return { repeated, firstAt };
    }
  }
}
