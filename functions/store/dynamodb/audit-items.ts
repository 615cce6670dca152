import type { AuditEntry } from '../../audit/audit-entry.ts';
import { auditPosition } from '../audit-store.ts';
import type { Item } from './codec.ts';
import { encodeFact } from './codec.ts';
import { partitions } from './table.ts';

/** An entry where it is looked for: in its month, with its actor, and with everything it is about. */
export function auditItems(entry: AuditEntry): readonly Item[] {
  const { merchantId, at, actor, things } = entry;
  const { body: b, hash: h } = encodeFact(entry);
  const month = new Date(at).toISOString().slice(0, 7);
  const pks = [
    ...partitions.audit(merchantId, { by: 'month', month }),
    ...partitions.audit(merchantId, { by: 'actor', actor }),
    ...things.flatMap((thing) => partitions.audit(merchantId, { by: 'thing', thing })),
  ];
  return pks.map((pk) => ({ pk, sk: auditPosition(entry), r: at, h, b }));
}
