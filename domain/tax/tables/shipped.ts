import { consumptionTaxRows } from './consumption-tax.ts';
import { fairDealingRows } from './fair-dealing.ts';
import type { TaxRow } from './row.ts';
import { withholdingRows } from './withholding.ts';

/** The rows that come with this release; a merchant's finance adds its own. A row is never edited, only superseded. */
export const SHIPPED_ROWS: readonly TaxRow[] = [...consumptionTaxRows, ...withholdingRows, ...fairDealingRows];
