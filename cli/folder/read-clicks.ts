import type { ClickId, PartnerId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';
import type { Click } from '../../domain/tracking/click.ts';
import { cellsReader } from './cells.ts';
import type { Column } from './folder.ts';
import { TABLES } from './folder.ts';
import type { Problems } from './problems.ts';
import { repeatedReason, unknownPartnerReason } from './read-partners.ts';
import { readTable } from './read-table.ts';

/** What facts are held against: the partners there are, and the latest time that a fact may have. */
export interface Bounds {
  readonly partnerIds: ReadonlySet<PartnerId>;
  readonly latest: Instant | null;
}

export async function readClicks(folder: string, bounds: Bounds, problems: Problems): Promise<readonly Click[]> {
  const cells = cellsReader<Column<'clicks'>>(problems, bounds.latest);
  const clicks: Click[] = [];
  const lines: number[] = [];
  const places = new Map<ClickId, number>();
  await readTable(folder, TABLES.clicks, problems, (row) => {
    cells.begin(row);
    const click: Click = {
      clickId: cells.id('click_id'),
      occurredAt: cells.instant('occurred_at'),
      visitorId: cells.id('visitor_id'),
      partnerId: cells.name('partner_id'),
      linkId: cells.nameOrNull('link_id'),
      isBot: cells.flag('bot'),
    };
    if (cells.isSound() && !bounds.partnerIds.has(click.partnerId)) {
      cells.refuse('partner_id', unknownPartnerReason(click.partnerId));
    }
    if (!cells.isSound()) return;
    const place = places.get(click.clickId);
    const known = place === undefined ? undefined : clicks[place];
    if (place === undefined || known === undefined) {
      places.set(click.clickId, clicks.length);
      clicks.push(click);
      lines.push(row.line);
    } else if (!isSame(known, click)) {
      cells.refuse('click_id', repeatedReason(click.clickId, lines[place] ?? 0));
    }
  });
  return clicks;
}

function isSame(a: Click, b: Click): boolean {
  return (
    a.occurredAt === b.occurredAt &&
    a.visitorId === b.visitorId &&
    a.partnerId === b.partnerId &&
    a.linkId === b.linkId &&
    a.isBot === b.isBot
  );
}
