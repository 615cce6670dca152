import { issueShard as issue } from '../usecases/settlement/issue-shard.ts';
import type { ShardTask } from './step.ts';
import { shardCommandOf } from './step.ts';
import { shardHandler } from './step-handler.ts';

/** Issues the statements of one shard. */
export const issueShard: ShardTask = (deps, input) => issue(deps, shardCommandOf(input));

export const handler = shardHandler(issueShard);
