import type { PartnerId } from '../../domain/ids.ts';
import { canonical } from '../../domain/integrity/canonical.ts';
import type { Adjustment, AdjustmentReference, OpeningBalance } from '../../domain/ledger/adjustment.ts';
import { ADJUSTMENT_REASONS } from '../../domain/ledger/adjustment-reason.ts';
import type { Instant } from '../../domain/time.ts';
import { shown } from '../../functions/contract/shown.ts';
import type { AdjustmentRow, StatementsOf } from './adjustment-references.ts';
import { refuseUnknownReferences } from './adjustment-references.ts';
import type { Cells } from './cells.ts';
import { cellsReader } from './cells.ts';
import type { Column } from './folder.ts';
import { TABLES } from './folder.ts';
import type { Problems } from './problems.ts';
import { repeatedReason, unknownPartnerReason } from './read-partners.ts';
import { readTable } from './read-table.ts';

/** What decisions of people are held against. */
export interface DecisionsKnown {
  readonly partnerIds: ReadonlySet<PartnerId>;
  readonly currency: string;
  /** Null: the program cannot be read, and what refers to its statements is not looked at. */
  readonly statements: StatementsOf | null;
  /** Nothing may take effect later. */
  readonly latest: Instant | null;
}

/**
 * Reads adjustments.csv: what people changed in what a partner is owed, each drafted by one and approved by another. A draft
 * that nobody approved is refused: left out silently, it would be missed only when the partner is not paid.
 */
export async function readAdjustments(
  folder: string,
  { partnerIds, currency, latest, statements }: DecisionsKnown,
  problems: Problems,
): Promise<readonly Adjustment[]> {
  const cells = cellsReader<Column<'adjustments'>>(problems, latest);
  const rows = new Map<string, AdjustmentRow>();
  await readTable(folder, TABLES.adjustments, problems, (row) => {
    cells.begin(row);
    const adjustment: Adjustment = {
      adjustmentId: cells.name('adjustment_id'),
      partnerId: cells.name('partner_id'),
      amountMinor: cells.signedAmount('amount', currency),
      effectiveAt: cells.instant('effective_at'),
      reason: cells.oneOf('reason_code', ADJUSTMENT_REASONS),
      text: cells.text('text'),
      reference: referenceIn(cells),
      draftedBy: cells.text('drafted_by'),
      approvedBy: cells.text('approved_by'),
    };
    if (!cells.isSound()) return;
    const { adjustmentId, partnerId, amountMinor, reason, draftedBy, approvedBy } = adjustment;
    if (!partnerIds.has(partnerId)) cells.refuse('partner_id', unknownPartnerReason(partnerId));
    if (amountMinor === 0n) cells.refuse('amount', 'must not be 0');
    if (reason === 'debt-write-off' && amountMinor < 0n) cells.refuse('amount', 'must be positive for a write-off');
    if (approvedBy === draftedBy) {
      cells.refuse('approved_by', `must be another person than drafted_by, got ${shown(approvedBy)} for both`);
    }
    const known = rows.get(adjustmentId);
    if (known === undefined) rows.set(adjustmentId, { adjustment, file: row.file, line: row.line });
    else if (canonical(known.adjustment) !== canonical(adjustment)) {
      cells.refuse('adjustment_id', repeatedReason(adjustmentId, known.line));
    }
  });
  if (statements !== null) await refuseUnknownReferences(folder, [...rows.values()], statements, problems);
  return [...rows.values()].map(({ adjustment }) => adjustment);
}

function referenceIn(cells: Cells<Column<'adjustments'>>): AdjustmentReference | null {
  const conversionId = cells.idOrNull('conversion_id');
  const statementId = cells.idOrNull('statement_id');
  if (conversionId !== null && statementId !== null) {
    cells.refuse('statement_id', 'refer to a conversion or to a statement, not to both');
  }
  if (conversionId !== null) return { type: 'conversion', conversionId };
  return statementId === null ? null : { type: 'statement', statementId };
}

/** The name of the import that a folder's opening balances are. */
const IMPORT = 'opening-balances';

/** Reads opening-balances.csv, in the columns of the API's import: what partners were owed before the program moved in. */
export async function readOpeningBalances(
  folder: string,
  { partnerIds, currency }: DecisionsKnown,
  problems: Problems,
): Promise<readonly OpeningBalance[]> {
  const cells = cellsReader<Column<'openings'>>(problems, null);
  const rows = new Map<PartnerId, { readonly opening: OpeningBalance; readonly line: number }>();
  await readTable(folder, TABLES.openings, problems, (row) => {
    cells.begin(row);
    const minorOf = (column: 'held' | 'payable'): bigint =>
      row.cell(column) === '' ? 0n : cells.signedAmount(column, currency);
    const partnerId = cells.name('partner_id');
    const heldMinor = minorOf('held');
    const until = cells.instantOrNull('held_until');
    const payableMinor = minorOf('payable');
    const named = cells.currency('currency');
    if (!cells.isSound()) return;
    if (!partnerIds.has(partnerId)) cells.refuse('partner_id', unknownPartnerReason(partnerId));
    if (named !== currency) cells.refuse('currency', `must be ${currency}, the program's, got ${shown(named)}`);
    if (heldMinor < 0n) cells.refuse('held', `must not be negative, got ${shown(row.cell('held'))}`);
    if (heldMinor > 0n && until === null) cells.refuse('held_until', 'must say until when the amount is held');
    const known = rows.get(partnerId);
    if (known !== undefined) cells.refuse('partner_id', repeatedReason(partnerId, known.line));
    const opening = { importId: IMPORT, partnerId, heldMinor, heldUntil: heldMinor > 0n ? until : null, payableMinor };
    rows.set(partnerId, { opening, line: row.line });
  });
  return [...rows.values()].map(({ opening }) => opening);
}
