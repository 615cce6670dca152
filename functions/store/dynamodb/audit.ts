import type { MerchantId } from '../../../domain/ids.ts';
import type { AuditEntry } from '../../audit/audit-entry.ts';
import type { AuditPlace, AuditStore } from '../audit-store.ts';
import { monthsIn } from '../audit-store.ts';
import { auditItems } from './audit-items.ts';
import type { Table } from './items.ts';
import { query, recordedIn } from './items.ts';
import { partitions, ranges } from './table.ts';

export function dynamoAudit(audit: Table): AuditStore {
  return {
    putAuditEntry: async (entry) => {
      for (const Item of auditItems(entry)) await audit.client.put({ TableName: audit.name, Item });
    },
    auditEntries: async (merchantId, place, { from, to, after, limit }) => {
      const found: AuditEntry[] = [];
      for (const pk of partitionsOf(merchantId, place, { from, to })) {
        const range = ranges.audit(pk, { from, to, after });
        for await (const item of query(audit, { ...range, limit: limit + 1 })) {
          // The position after which it goes on is read once more and left out.
          if (item.sk !== after) found.push((await recordedIn<AuditEntry>(audit, item)).fact);
          if (found.length >= limit) return found;
        }
      }
      return found;
    },
  };
}

function partitionsOf(
  merchantId: MerchantId,
  place: AuditPlace,
  time: { readonly from: number; readonly to: number },
): readonly string[] {
  if (place.by !== 'time') return partitions.audit(merchantId, place);
  return monthsIn(time).flatMap((month) => partitions.audit(merchantId, { by: 'month', month }));
}
