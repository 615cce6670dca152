import type { PartnerId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';
import type { Click } from '../../domain/tracking/click.ts';
import { cellsReader } from './cells.ts';
import type { Column } from './folder.ts';
import type { Problems } from './problems.ts';
import { unknownPartnerReason } from './read-partners.ts';
import type { Row } from './read-table.ts';

/** What facts are held against: the partners there are, and the latest time that a fact may have. */
export interface Bounds {
  readonly partnerIds: ReadonlySet<PartnerId>;
  readonly latest: Instant | null;
}

/** Reads a row of clicks.csv; null when something is wrong with it, which is then told. */
export function clickCells(bounds: Bounds, problems: Problems): (row: Row<Column<'clicks'>>) => Click | null {
  const cells = cellsReader<Column<'clicks'>>(problems, bounds.latest);
  return (row) => {
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
    return cells.isSound() ? click : null;
  };
}
