import { DomainError } from '../errors.ts';
import { parseAmount } from '../money/amount.ts';
import { isCurrency } from '../money/currency.ts';
import { findings } from './finding.ts';
import type { PassedOver, RemittanceOutcome, RemittanceResult, ResultsRead } from './result.ts';
import { resultsRefused } from './result.ts';
import type { XmlElement } from './xml-element.ts';
import { allAt, elementAt, textAt } from './xml-element.ts';

/** Statuses that are final; ACCP, ACSP, PDNG and others say that a payment is under way. */
const OUTCOMES: Readonly<Record<string, RemittanceOutcome>> = {
  ACSC: 'confirmed',
  ACCC: 'confirmed',
  RJCT: 'rejected',
  CANC: 'rejected',
};

/**
 * The results of a customer payment status report (pain.002.001.03 or .10). A transaction's own status goes before that of its block,
 * and a block's before that of the message; the key is the end-to-end id, the payment information id or the message id.
 */
export function readPainStatus(root: XmlElement): ResultsRead {
  const found = findings();
  const results: RemittanceResult[] = [];
  const passedOver: PassedOver[] = [];
  const report = elementAt(root, 'CstmrPmtStsRpt');
  if (report === null)
    return resultsRefused([{ record: 0, reason: 'CstmrPmtStsRpt is missing: this is no status report' }]);
  let record = 0;
  const take = (
    element: XmlElement,
    { of, status, key }: { of: RemittanceResult['of']; status: string; key: string },
  ): void => {
    record += 1;
    if (key === '') found.reject(record, `a status of a ${of} that is not named`);
    const outcome = OUTCOMES[status];
    if (outcome === undefined) {
      passedOver.push({ record, key, what: `${of}: ${status} is not final`, isPending: true });
      return;
    }
    const amount = amountOf(element);
    if (amount === 'broken') found.reject(record, 'InstdAmt: no amount');
    else results.push({ record, of, key, outcome, ...reasonOf(element), ...amount });
  };
  const group = elementAt(report, 'OrgnlGrpInfAndSts');
  const groupStatus = group === null ? null : textAt(group, 'GrpSts');
  const blocks = allAt(report, 'OrgnlPmtInfAndSts');
  if (group !== null && groupStatus !== null && blocks.length === 0) {
    take(group, { of: 'message', status: groupStatus, key: textAt(group, 'OrgnlMsgId') ?? '' });
  }
  for (const block of blocks) {
    const blockStatus = textAt(block, 'PmtInfSts') ?? groupStatus;
    const transactions = allAt(block, 'TxInfAndSts');
    // A block that is rejected is so as a whole, whichever of its transactions are named as the reason.
    if (blockStatus !== null && (transactions.length === 0 || OUTCOMES[blockStatus] === 'rejected')) {
      take(block, { of: 'block', status: blockStatus, key: textAt(block, 'OrgnlPmtInfId') ?? '' });
    }
    for (const transaction of transactions) {
      const status = textAt(transaction, 'TxSts') ?? blockStatus ?? '';
      take(transaction, { of: 'transfer', status, key: textAt(transaction, 'OrgnlEndToEndId') ?? '' });
    }
  }
  if (record === 0) found.reject(0, 'the report names no status');
  if (found.list.length > 0) return resultsRefused(found.list);
  return { outcome: 'read', results, passedOver };
}

function reasonOf(element: XmlElement): Pick<RemittanceResult, 'reasonCode' | 'reason'> {
  const info = elementAt(element, 'StsRsnInf');
  if (info === null) return { reasonCode: '', reason: '' };
  const reasonCode = textAt(info, 'Rsn/Cd') ?? textAt(info, 'Rsn/Prtry') ?? '';
  return {
    reasonCode,
    reason: allAt(info, 'AddtlInf')
      .map(({ text }) => text)
      .join(' '),
  };
}

function amountOf(element: XmlElement): Pick<RemittanceResult, 'amountMinor' | 'currency'> | 'broken' {
  const amount = elementAt(element, 'OrgnlTxRef/Amt/InstdAmt');
  if (amount === null) return { amountMinor: null, currency: 'EUR' };
  const currency = amount.attributes['Ccy'] ?? '';
  if (!isCurrency(currency)) return 'broken';
  try {
    return { amountMinor: parseAmount(amount.text, currency), currency };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return 'broken';
  }
}
