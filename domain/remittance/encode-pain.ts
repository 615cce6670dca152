import { formatAmount } from '../money/amount.ts';
import type { Sentence } from '../said.ts';
import { checkPain } from './check-pain.ts';
import type { CheckContext, Encoded, Findings } from './finding.ts';
import { findings, ofField, verdictOf } from './finding.ts';
import { tellInOrder } from './in-order.ts';
import { latinText, SEPA_LETTERS } from './latin-text.ts';
import type { PainAddress, PainOrder, PainParty, PainTransfer, PainVersion } from './pain-order.ts';
import type { XmlElement } from './xml-element.ts';
import { xml, xmlBytes } from './xml-element.ts';

interface Writing {
  readonly version: PainVersion;
  readonly record: number;
  readonly found: Findings;
}

interface Numbered {
  readonly transfer: PainTransfer;
  /** Place in the order, from 1. */
  readonly record: number;
}

const ID_LENGTH = 35;
const NAME_LENGTH = 70;
const LENGTHS = { street: 70, building: 16, postCode: 16, town: 35, lines: 70, text: 140 } as const;

/** What an order calls the elements that the checker speaks of. */
const FIELDS: Readonly<Record<string, string>> = {
  MsgId: 'messageId',
  ReqdExctnDt: 'executionDate',
  DbtrAcct: 'debtor.iban',
  DbtrAgt: 'debtor.bic',
  'Dbtr/PstlAdr': 'debtor.address',
  EndToEndId: 'endToEndId',
  InstdAmt: 'amount',
  CdtrAcct: 'creditor.iban',
  CdtrAgt: 'creditor.bic',
  'Cdtr/PstlAdr': 'creditor.address',
  CdtrRefInf: 'reference',
};

/**
 * The bytes of a SEPA credit transfer initiation, or every reason why a bank would not take it. Texts are spelled in the letters that
 * every SEPA bank takes; what reads differently is a warning. What is written is read again by our own checker.
 */
export function encodePain(order: PainOrder, version: PainVersion, context: CheckContext): Encoded {
  const found = findings();
  const at = (record: number): Writing => ({ version, record, found });
  if (order.transfers.length === 0) found.reject(0, 'transfers: at least one is wanted');
  const groups = groupsOf(order.transfers);
  const root = xml(
    'Document',
    [
      xml('CstmrCdtTrfInitn', [
        groupHeader(order, at(0)),
        ...groups.map((group, index) => payment(order, { group, id: paymentId(order, index + 1) }, at)),
      ]),
    ],
    { xmlns: `urn:iso:std:iso:20022:tech:xsd:${version}` },
  );
  const places = groups.flat().map(({ record }) => record);
  // What is wrong with a block is wrong with the order when there is no other, and else with the first transfer in it.
  const blockOf = (reason: string): number =>
    groups.length === 1 ? 0 : (groups[Number(/^PmtInf\[(\d+)\]/.exec(reason)?.[1]) - 1]?.[0]?.record ?? 0);
  const transferOf = (record: number, reason: string): number => places[record - 1] ?? blockOf(reason);
  // A block's id is made of the message's id and shares its faults.
  const told = checkPain(root, version, context).filter(({ reason }) => !/^PmtInf\[\d+\]\/PmtInfId: /.test(reason));
  tellInOrder(told, { transferOf, fields: FIELDS }, found);
  if (verdictOf(found.list) === 'reject') return { outcome: 'refused', findings: found.list };
  return { outcome: 'encoded', bytes: xmlBytes(root), warnings: found.list };
}

function groupsOf(transfers: readonly PainTransfer[]): readonly (readonly Numbered[])[] {
  const numbered = transfers.map((transfer, index) => ({ transfer, record: index + 1 }));
  const groups = Map.groupBy(numbered, ({ transfer: { executionDate, debtor } }) =>
    JSON.stringify([executionDate, debtor]),
  );
  return [...groups.values()];
}

function paymentId({ messageId }: PainOrder, number: number): string {
  const end = `-${number}`;
  return messageId.slice(0, ID_LENGTH - end.length) + end;
}

function totals(transfers: readonly PainTransfer[]): readonly XmlElement[] {
  const sumMinor = transfers.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  return [xml('NbOfTxs', String(transfers.length)), xml('CtrlSum', formatAmount(sumMinor, 'EUR'))];
}

function groupHeader({ messageId, createdAt, initiator, transfers }: PainOrder, writing: Writing): XmlElement {
  return xml('GrpHdr', [
    xml('MsgId', messageId),
    xml('CreDtTm', createdAt),
    ...totals(transfers),
    xml('InitgPty', [xml('Nm', latin(initiator, { field: 'initiator', length: NAME_LENGTH }, writing))]),
  ]);
}

function payment(
  { batchBooking }: PainOrder,
  { group, id }: { group: readonly Numbered[]; id: string },
  at: (record: number) => Writing,
): XmlElement {
  const first = group[0];
  if (first === undefined) return xml('PmtInf', []);
  const { version } = at(0);
  const { debtor, executionDate } = first.transfer;
  return xml('PmtInf', [
    xml('PmtInfId', id),
    xml('PmtMtd', 'TRF'),
    xml('BtchBookg', String(batchBooking)),
    ...totals(group.map(({ transfer }) => transfer)),
    xml('PmtTpInf', [xml('SvcLvl', [xml('Cd', 'SEPA')])]),
    xml('ReqdExctnDt', version === 'pain.001.001.03' ? executionDate : [xml('Dt', executionDate)]),
    party('Dbtr', debtor, { ...at(0), field: 'debtor' }),
    account('DbtrAcct', debtor),
    xml('DbtrAgt', [
      xml('FinInstnId', [debtor.bic === '' ? xml('Othr', [xml('Id', 'NOTPROVIDED')]) : bicOf(debtor, version)]),
    ]),
    xml('ChrgBr', 'SLEV'),
    ...group.map(({ transfer, record }) => transaction(transfer, at(record))),
  ]);
}

function transaction({ endToEndId, amountMinor, creditor, information }: PainTransfer, writing: Writing): XmlElement {
  const agent = creditor.bic === '' ? null : xml('CdtrAgt', [xml('FinInstnId', [bicOf(creditor, writing.version)])]);
  return xml('CdtTrfTxInf', [
    xml('PmtId', [xml('EndToEndId', endToEndId === '' ? 'NOTPROVIDED' : endToEndId)]),
    xml('Amt', [xml('InstdAmt', formatAmount(amountMinor, 'EUR'), { Ccy: 'EUR' })]),
    agent,
    party('Cdtr', creditor, { ...writing, field: 'creditor' }),
    account('CdtrAcct', creditor),
    remittance(information, writing),
  ]);
}

function remittance(information: PainTransfer['information'], writing: Writing): XmlElement | null {
  if (information.kind === 'none') return null;
  if (information.kind === 'text') {
    return xml('RmtInf', [xml('Ustrd', latin(information.text, { field: 'text', length: LENGTHS.text }, writing))]);
  }
  const kind = xml('Tp', [xml('CdOrPrtry', [xml('Cd', 'SCOR')]), xml('Issr', 'ISO')]);
  return xml('RmtInf', [xml('Strd', [xml('CdtrRefInf', [kind, xml('Ref', information.reference)])])]);
}

const bicOf = ({ bic }: PainParty, version: PainVersion): XmlElement =>
  xml(version === 'pain.001.001.03' ? 'BIC' : 'BICFI', bic);

const account = (name: string, { iban }: PainParty): XmlElement => xml(name, [xml('Id', [xml('IBAN', iban)])]);

function party(element: string, { name, address }: PainParty, writing: Writing & { field: string }): XmlElement {
  const written = latin(name, { field: `${writing.field}.name`, length: NAME_LENGTH }, writing);
  return xml(element, [xml('Nm', written), addressOf(address, writing)]);
}

function addressOf(address: PainAddress | null, writing: Writing & { field: string }): XmlElement | null {
  if (address === null) return null;
  const line = (element: string, text: string, name: keyof typeof LENGTHS): XmlElement | null => {
    if (text === '') return null;
    return xml(element, latin(text, { field: `${writing.field}.address.${name}`, length: LENGTHS[name] }, writing));
  };
  return xml('PstlAdr', [
    line('StrtNm', address.street, 'street'),
    line('BldgNb', address.building, 'building'),
    line('PstCd', address.postCode, 'postCode'),
    line('TwnNm', address.town, 'town'),
    xml('Ctry', address.country),
    ...address.lines.map((text) => line('AdrLine', text, 'lines')),
  ]);
}

function latin(
  given: string,
  { field, length }: { field: string; length: number },
  { record, found }: Writing,
): string {
  const latin = latinText(given, SEPA_LETTERS);
  const wrong = latin.outcome === 'refused' ? latin.reason : lengthProblem(latin.text, length);
  if (latin.outcome === 'refused' || wrong !== null) {
    if (wrong !== null) found.reject(record, ofField(field, wrong));
    return 'x';
  }
  if (latin.isChanged) {
    const reason = { en: `reads differently: "${latin.text}"`, ja: `表記が変わります: "${latin.text}"` };
    found.warn(record, ofField(field, reason));
  }
  return latin.text;
}

function lengthProblem(text: string, length: number): Sentence | null {
  if (text === '') return { en: 'is missing', ja: '値がありません' };
  if (text.length <= length) return null;
  return {
    en: `at most ${length} letters, "${text}" has ${text.length}`,
    ja: `${length}文字以内にしてください（"${text}"は${text.length}文字）`,
  };
}
