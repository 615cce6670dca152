import type { KeptReply, ReplyStore } from '../reply-store.ts';
import { replaceIf } from './put-once.ts';

export function memoryReplies(): ReplyStore {
  const replies = new Map<string, KeptReply>();
  const nameOf = (merchantId: string, key: string) => JSON.stringify([merchantId, key]);
  return {
    reply: async (merchantId, key) => replies.get(nameOf(merchantId, key)) ?? null,
    advanceReply: async (merchantId, key, expected, next) =>
      replaceIf(replies, nameOf(merchantId, key), expected, next),
  };
}
