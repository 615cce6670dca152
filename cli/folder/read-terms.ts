import type { PartnerId } from '../../domain/ids.ts';
import { canonical } from '../../domain/integrity/canonical.ts';
import { normaliseCoupon } from '../../domain/partner/coupon.ts';
import type { Coupon } from '../../domain/partner/enrollment.ts';
import { shown } from '../../functions/contract/shown.ts';
import type { TermsChange } from '../../functions/store/program-store.ts';
import { isOverlapping } from '../../functions/usecases/terms/create-coupon.ts';
import { cellsReader } from './cells.ts';
import type { Column } from './folder.ts';
import { TABLES } from './folder.ts';
import type { Problems } from './problems.ts';
import { recruiterReason, repeatedReason, STATUSES, unknownPartnerReason } from './read-partners.ts';
import { readTable } from './read-table.ts';

/** Reads terms.csv: status, tier, segment and recruiter of partners from an instant on. */
export async function readTerms(
  folder: string,
  partnerIds: ReadonlySet<PartnerId>,
  problems: Problems,
): Promise<readonly TermsChange[]> {
  const cells = cellsReader<Column<'terms'>>(problems, null);
  const rows = new Map<string, { readonly change: TermsChange; readonly line: number }>();
  await readTable(folder, TABLES.terms, problems, (row) => {
    cells.begin(row);
    const change: TermsChange = {
      partnerId: cells.name('partner_id'),
      from: cells.instant('from'),
      value: {
        status: cells.oneOf('status', STATUSES),
        tier: cells.textOrNull('tier'),
        segment: cells.textOrNull('segment'),
        recruitedBy: cells.nameOrNull('recruited_by'),
      },
    };
    if (!cells.isSound()) return;
    const { partnerId, from, value } = change;
    if (!partnerIds.has(partnerId)) cells.refuse('partner_id', unknownPartnerReason(partnerId));
    const reason = recruiterReason(partnerId, value.recruitedBy, partnerIds);
    if (reason !== null) cells.refuse('recruited_by', reason);
    const known = rows.get(`${partnerId} ${from}`);
    if (known === undefined) rows.set(`${partnerId} ${from}`, { change, line: row.line });
    else if (canonical(known.change) !== canonical(change)) {
      cells.refuse('from', repeatedReason(`${partnerId} from ${row.cell('from')}`, known.line));
    }
  });
  return [...rows.values()].map(({ change }) => change);
}

/** Reads coupons.csv: codes with their validity, one owner at a time; `known` are those of partners.csv. */
export async function readCoupons(
  folder: string,
  { partnerIds, known }: { readonly partnerIds: ReadonlySet<PartnerId>; readonly known: readonly Coupon[] },
  problems: Problems,
): Promise<readonly Coupon[]> {
  const cells = cellsReader<Column<'coupons'>>(problems, null);
  const owners = new Map<string, Coupon[]>();
  for (const coupon of known) owners.set(coupon.code, [coupon]);
  await readTable(folder, TABLES.coupons, problems, (row) => {
    cells.begin(row);
    const coupon: Coupon = {
      code: normaliseCoupon(cells.text('coupon')),
      partnerId: cells.name('partner_id'),
      validFrom: cells.instantOrNull('valid_from'),
      validTo: cells.instantOrNull('valid_to'),
    };
    if (!cells.isSound()) return;
    const { code, partnerId, validFrom, validTo } = coupon;
    if (code === '') cells.refuse('coupon', `must be a code, got ${shown(row.cell('coupon'))}`);
    if (!partnerIds.has(partnerId)) cells.refuse('partner_id', unknownPartnerReason(partnerId));
    if (validFrom !== null && validTo !== null && validTo <= validFrom) {
      cells.refuse('valid_to', `must be after valid_from, got ${shown(row.cell('valid_to'))}`);
    }
    const own = owners.get(code) ?? [];
    owners.set(code, own);
    if (own.some((other) => canonical(other) === canonical(coupon))) return;
    const taken = own.find((other) => isOverlapping(other, coupon));
    if (taken !== undefined) cells.refuse('coupon', `${shown(code)} belongs to ${taken.partnerId} at that time`);
    else own.push(coupon);
  });
  return [...owners.values()].flat();
}
