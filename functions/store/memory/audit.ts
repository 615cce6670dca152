import type { AuditEntry } from '../../audit/audit-entry.ts';
import type { AuditPlace, AuditStore } from '../audit-store.ts';
import { auditPosition } from '../audit-store.ts';
import { pageOfOrdered } from '../order.ts';
import { getOrMake } from './spaces.ts';

export function memoryAudit(): AuditStore {
  const entries = new Map<string, Map<string, AuditEntry>>();
  const of = (merchantId: string) => getOrMake(entries, merchantId, () => new Map<string, AuditEntry>());
  return {
    putAuditEntry: async (entry) => {
      of(entry.merchantId).set(auditPosition(entry), entry);
    },
    auditEntries: async (merchantId, place, { from, to, ...page }) => {
      const isWanted = (entry: AuditEntry) => entry.at >= from && entry.at < to && isAt(place, entry);
      return pageOfOrdered([...of(merchantId).values()].filter(isWanted), auditPosition, page);
    },
  };
}

function isAt(place: AuditPlace, entry: AuditEntry): boolean {
  switch (place.by) {
    case 'time':
      return true;
    case 'actor':
      return entry.actor === place.actor;
    case 'thing':
      return entry.things.includes(place.thing);
  }
}
