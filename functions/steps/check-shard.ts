import { checkShard as check } from '../usecases/settlement/check-shard.ts';
import type { ShardTask } from './step.ts';
import { shardCommandOf } from './step.ts';
import { shardHandler } from './step-handler.ts';

/** Checks the books of one shard against the run. */
export const checkShard: ShardTask = (deps, input) => check(deps, shardCommandOf(input));

export const handler = shardHandler(checkShard);
