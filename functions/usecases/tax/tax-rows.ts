import type { MerchantId } from '../../../domain/ids.ts';
import { canonical } from '../../../domain/integrity/canonical.ts';
import type { TaxRow } from '../../../domain/tax/tables/row.ts';
import { SHIPPED_ROWS } from '../../../domain/tax/tables/shipped.ts';
import type { TaxTables } from '../../../domain/tax/tax-tables.ts';
import { rowFaults, tablesOf } from '../../../domain/tax/tax-tables.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { TaxVersion } from '../../store/tax-store.ts';
import { addVersion, decideVersion, versionsIn } from './tax-book.ts';
import { refuseFaults } from './tax-profile.ts';

/** The merchant's own rows with what became of them, and the tables in force. */
export async function taxRows(deps: Deps, merchantId: MerchantId) {
  const own = await versionsIn(deps, bookOf(merchantId));
  return { own, tables: tablesWith(own) };
}

/** The tables by which a merchant's documents are made. */
export async function taxTables(deps: Deps, merchantId: MerchantId): Promise<TaxTables> {
  return tablesWith(await versionsIn(deps, bookOf(merchantId)));
}

/** Proposes a row; it is in force when another person has approved it. Its id is never used again. */
export async function proposeRow(
  deps: Deps,
  { merchantId, row, by }: { readonly merchantId: MerchantId; readonly row: TaxRow; readonly by: string },
): Promise<TaxVersion<TaxRow>> {
  const own = await versionsIn(deps, bookOf(merchantId));
  const last = own.at(-1);
  if (last?.status === 'proposed' && canonical(last.value) === canonical(row)) return last;
  refuseRow(own, row);
  return addVersion(deps, bookOf(merchantId), { from: row.validFrom, value: row, by, isProposal: true });
}

/** A second person's word on a proposed row. It is held once more against the tables as they are by then. */
export async function decideRow(
  deps: Deps,
  decision: {
    readonly merchantId: MerchantId;
    readonly rowId: string;
    readonly by: string;
    readonly verdict: 'in-force' | 'refused';
  },
): Promise<TaxVersion<TaxRow>> {
  const { merchantId, rowId, by, verdict } = decision;
  return decideVersion(deps, bookOf(merchantId), {
    find: (versions) => versions.find(({ value }) => value.id === rowId),
    called: { en: `row "${rowId}" of the tax tables`, ja: `税率表の行"${rowId}"` },
    by,
    verdict,
    check: (versions, { value }) => refuseFaults('tax.row-invalid', ROW, rowFaults(tablesWith(versions), value)),
  });
}

const ROW = { en: 'the row', ja: '行' };

function refuseRow(own: readonly TaxVersion<TaxRow>[], row: TaxRow): void {
  const taken = [...SHIPPED_ROWS, ...own.map(({ value }) => value)].some(({ id }) => id === row.id);
  if (taken) {
    refuseFaults('tax.row-invalid', ROW, [
      {
        field: 'id',
        reason: {
          en: `there is, or was, a row "${row.id}"`,
          ja: `行"${row.id}"は登録済み、または過去に登録されていました`,
        },
      },
    ]);
  }
  refuseFaults('tax.row-invalid', ROW, rowFaults(tablesWith(own), row));
}

/** In the order of their approval, since a later one may take over the days of an earlier one. */
function tablesWith(own: readonly TaxVersion<TaxRow>[]): TaxTables {
  const inForce = own.filter(({ status }) => status === 'in-force');
  const byApproval = inForce.sort((a, b) => (a.decidedAt ?? 0) - (b.decidedAt ?? 0) || a.version - b.version);
  return tablesOf(
    SHIPPED_ROWS,
    byApproval.map(({ value }) => value),
  );
}

const bookOf = (merchantId: MerchantId) => ({ merchantId, book: 'row', id: '' }) as const;
