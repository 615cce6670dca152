import { DAY_MS } from '../../../domain/time.ts';
import { accessRoutes } from '../../contract/routes/access.ts';
import { AUDIT_EXPORT_MAX, PAGE_MAX } from '../../limits.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { auditAnswer, auditCsv, auditLines, readAuditLog as read } from '../../usecases/audit/read-audit-log.ts';
import { afterPosition, BY_TIME, cursorOf } from '../page.ts';

const DAYS = 30;
const FILES = {
  csv: { type: 'text/csv; charset=utf-8', write: auditCsv },
  jsonl: { type: 'application/x-ndjson', write: auditLines },
} as const;

/** Who did what, as a page or as a file. */
export const readAuditLog = operation(accessRoutes.readAuditLog, async ({ deps, caller, query }) => {
  const { actor = null, thing = null, format = 'json' } = query;
  const to = query.to ?? deps.now() + 1;
  const { from = to - DAYS * DAY_MS, limit = format === 'json' ? PAGE_MAX : AUDIT_EXPORT_MAX } = query;
  const after = afterPosition(query, BY_TIME);
  const found = await read(deps, { merchantId: caller.merchantId, actor, thing, from, to, after, limit });
  const next = found.next === null ? null : cursorOf(found.next);
  if (format === 'json') return { body: { entries: found.entries.map(auditAnswer), next } };
  const { type, write } = FILES[format];
  const headers = { 'content-type': type, ...(next === null ? {} : { 'bunpai-next': next }) };
  return { headers, text: write(found.entries) };
});

export const handler = readAuditLog.handlerOn(awsHost);
