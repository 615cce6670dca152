import { DAY_MS } from '../../../domain/time.ts';
import { REPLY_DAYS } from '../../limits.ts';
import type { KeptReply, ReplyStore } from '../reply-store.ts';
import type { Table } from './items.ts';
import { getFact, replaceFactIf } from './items.ts';
import { key } from './table.ts';

export function dynamoReplies(records: Table): ReplyStore {
  return {
    reply: async (merchantId, requestKey) => await getFact<KeptReply>(records, key.reply(merchantId, requestKey)),
    advanceReply: async (merchantId, requestKey, expected, next) => {
      const end = Math.ceil((next.at + REPLY_DAYS * DAY_MS) / 1000);
      const row = { key: key.reply(merchantId, requestKey), type: null, recordedAt: next.at, fact: next, end };
      return await replaceFactIf(records, row, expected);
    },
  };
}
