import { postShard as post } from '../usecases/settlement/post-shard.ts';
import type { ShardTask } from './step.ts';
import { shardCommandOf } from './step.ts';
import { shardHandler } from './step-handler.ts';

/** Posts the entries of one shard of the approved run. */
export const postShard: ShardTask = (deps, input) => post(deps, shardCommandOf(input));

export const handler = shardHandler(postShard);
