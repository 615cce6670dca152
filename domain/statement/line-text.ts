import { member, quoted } from '../integrity/canonical.ts';
import { formatAmount } from '../money/amount.ts';
import type { SettledLine } from '../settlement/settle-lines.ts';
import type { ProgramTerms } from '../settlement/terms.ts';
import { explanationText } from './explanation.ts';

/** What tables show of a line: its names and figures, amounts as decimal strings. */
export interface LineRow {
  readonly conversionId: string;
  readonly lineId: string;
  readonly productId?: string | undefined;
  readonly rule?: string | undefined;
  readonly base: string;
  readonly netBase: string;
  readonly commission: string;
  readonly posted: string;
  readonly released: string;
  readonly state: 'held' | 'released';
  readonly reason?: string | undefined;
}

/** The figures of a settled line, each written out once. */
export function lineRow(settled: SettledLine, { program }: Pick<ProgramTerms, 'program'>): LineRow {
  const { booked, line, base, pay, worth } = settled.paid;
  const money = (minor: bigint): string => formatAmount(minor, program.currency);
  const sold = booked.conversion.lines[line.position];
  const commission = money(settled.targetMinor);
  // Most lines are new and paid on the whole of their base: what is equal need not be written out again.
  const posted = settled.postedMinor === settled.targetMinor ? commission : money(settled.postedMinor);
  const released = settled.releasedMinor === settled.postedMinor ? posted : money(settled.releasedMinor);
  const baseText = money(base.baseMinor);
  return {
    conversionId: booked.conversion.conversionId,
    lineId: sold?.lineId ?? '',
    productId: sold?.productId ?? undefined,
    rule: line.payId ?? undefined,
    base: baseText,
    netBase: pay.netBaseMinor === base.baseMinor ? baseText : money(pay.netBaseMinor),
    commission,
    posted,
    released,
    state: settled.isReleased ? 'released' : 'held',
    reason: worth.reason ?? undefined,
  };
}

/** A line as JSON text: what `JSON.stringify` of a `StatementLine` gives, from the row that tables show of it. */
export function lineText(settled: SettledLine, row: LineRow, terms: ProgramTerms): string {
  const { conversionId, lineId, productId, rule, commission, posted, released, state } = row;
  return (
    `{"commission":"${commission}","conversionId":${quoted(conversionId)},` +
    `"explanation":${explanationText(settled.paid, row.netBase, terms)},"lineId":${quoted(lineId)},` +
    `"posted":"${posted}"${member('productId', productId)},"released":"${released}"${member('rule', rule)},` +
    `"state":"${state}"}`
  );
}
