import type { Sentence } from '../said.ts';
import { bytesOfLetters } from './byte-letters.ts';
import { checkZengin, WO_DOUBT } from './check-zengin.ts';
import type { CheckContext, Encoded, Findings } from './finding.ts';
import { findings, ofField, verdictOf } from './finding.ts';
import { tellInOrder } from './in-order.ts';
import { proposeAbbreviation } from './legal-forms.ts';
import type { ZenginAccountKind, ZenginBranch, ZenginOptions, ZenginOrder, ZenginTransfer } from './zengin-order.ts';
import type { TextClass } from './zengin-text.ts';
import { bytesOfNarrow, cutText, normalText } from './zengin-text.ts';

const KIND_CODES: Readonly<Record<ZenginAccountKind, string>> = {
  ordinary: '1',
  current: '2',
  savings: '4',
  other: '9',
};
const LINE_ENDS = { crlf: '\r\n', lf: '\n', none: '' } as const;
const AMOUNT_MINOR_MAX = 9_999_999_999n;
const SUM_MINOR_MAX = 999_999_999_999n;
const COUNT_MAX = 999_999;

interface Writing {
  readonly record: number;
  readonly found: Findings;
  readonly options: ZenginOptions;
}

/**
 * The bytes of a 総合振込 file, or every reason why a bank would not take it; records are the transfers of the order, 0 the payer.
 * What is written is read again by our own checker, for the value date itself and not only its month and day.
 */
export function encodeZengin(order: ZenginOrder, context: CheckContext): Encoded {
  const found = findings();
  const { options, payer, transfers, valueDate } = order;
  if (!context.isBankDay(valueDate))
    found.reject(
      0,
      ofField('valueDate', {
        en: `${valueDate} is no business day of banks`,
        ja: `${valueDate}は銀行営業日ではありません`,
      }),
    );
  if (transfers.length === 0)
    found.reject(0, ofField('transfers', { en: 'at least one is wanted', ja: '1件以上必要です' }));
  if (transfers.length > COUNT_MAX)
    found.reject(
      0,
      ofField('transfers', {
        en: `at most ${COUNT_MAX}, got ${transfers.length}`,
        ja: `${COUNT_MAX}件以内にしてください（${transfers.length}件）`,
      }),
    );
  const sumMinor = transfers.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  if (sumMinor > SUM_MINOR_MAX)
    found.reject(
      0,
      ofField('transfers', {
        en: `they sum to ${sumMinor}, at most ${SUM_MINOR_MAX} fit`,
        ja: `合計金額は${SUM_MINOR_MAX}円以内にしてください（${sumMinor}円）`,
      }),
    );
  const at = (record: number): Writing => ({ record, found, options });
  const records = [
    header(payer, valueDate, at(0)),
    ...transfers.map((transfer, index) => data(transfer, at(index + 1))),
    `8${number(String(transfers.length), 6)}${number(String(sumMinor), 12)}`.padEnd(120),
    '9'.padEnd(120),
  ];
  if (verdictOf(found.list) === 'reject') return { outcome: 'refused', findings: found.list };
  const end = LINE_ENDS[options.lineEnd];
  const letters = records.map((record) => bytesOfNarrow(record) + end).join('') + (options.eof1a ? '\u001a' : '');
  const bytes = bytesOfLetters(letters);
  const told = checkZengin(bytes, { ...context, on: valueDate }).filter(({ reason }) => !isChosen(reason, options));
  // The header is record 1 of the file, so its data records are one further than the transfers.
  tellInOrder(told, { transferOf: (record) => Math.max(0, record - 1), fields: FIELDS }, found);
  if (verdictOf(found.list) === 'reject') return { outcome: 'refused', findings: found.list };
  return { outcome: 'encoded', bytes, warnings: found.list };
}

/** What an order calls the fields that the checker speaks of. */
const FIELDS: Readonly<Record<string, string>> = {
  委託者コード: 'payer.clientCode',
  委託者名: 'payer.name',
  振込指定日: 'valueDate',
  仕向銀行番号: 'payer.account.bankCode',
  仕向銀行名: 'payer.account.bankName',
  仕向支店番号: 'payer.account.branchCode',
  仕向支店名: 'payer.account.branchName',
  '口座番号(依頼人)': 'payer.account.number',
  被仕向銀行番号: 'account.bankCode',
  被仕向銀行名: 'account.bankName',
  被仕向支店番号: 'account.branchCode',
  被仕向支店名: 'account.branchName',
  口座番号: 'account.number',
  受取人名: 'name',
  EDI情報: 'ediInformation',
};

/** What a bank is warned of by the file, and the order chose. */
const isChosen = (reason: string, { wo }: ZenginOptions): boolean =>
  reason.startsWith('振込指定区分: ') || (wo === 'allow' && reason.includes(`: ${WO_DOUBT}`));

function header({ clientCode, name, account }: ZenginOrder['payer'], valueDate: string, writing: Writing): string {
  if (account.kind === 'savings')
    writing.found.reject(
      0,
      ofField('payer.account.kind', {
        en: 'a payer has ordinary, current or other, got savings',
        ja: '依頼人の預金種目はordinary、current、otherのいずれかです（入力値: savings）',
      }),
    );
  return [
    '1210',
    digits(clientCode, { field: 'payer.clientCode', length: 10 }, writing),
    text(name, { field: 'payer.name', length: 40, use: 'name' }, writing),
    valueDate.slice(5, 7) + valueDate.slice(8, 10),
    branch(account, 'payer.account', writing),
    KIND_CODES[account.kind],
    digits(account.number, { field: 'payer.account.number', length: 7 }, writing),
  ]
    .join('')
    .padEnd(120);
}

function data({ account, name, amountMinor, newCode, information }: ZenginTransfer, writing: Writing): string {
  if (amountMinor < 1n || amountMinor > AMOUNT_MINOR_MAX) {
    const reason = {
      en: `from 1 to ${AMOUNT_MINOR_MAX} yen, got ${amountMinor}`,
      ja: `1～${AMOUNT_MINOR_MAX}円にしてください（${amountMinor}円）`,
    };
    writing.found.reject(writing.record, ofField('amount', reason));
  }
  return [
    '2',
    branch(account, 'account', writing),
    '0000',
    KIND_CODES[account.kind],
    digits(account.number, { field: 'account.number', length: 7 }, writing),
    text(name, { field: 'name', length: 30, use: 'name' }, writing),
    number(String(amountMinor), 10),
    newCode,
    informationText(information, writing),
    writing.options.designation,
    information.kind === 'edi' ? 'Y' : ' ',
  ]
    .join('')
    .padEnd(120);
}

function informationText(information: ZenginTransfer['information'], writing: Writing): string {
  if (information.kind === 'edi')
    return text(information.text, { field: 'ediInformation', length: 20, use: 'edi' }, writing);
  const code = (given: string, field: string): string =>
    given === '' && writing.options.unusedCodes === 'spaces'
      ? ' '.repeat(10)
      : digits(given || '0', { field, length: 10 }, writing);
  return code(information.code1, 'customerCode1') + code(information.code2, 'customerCode2');
}

function branch({ bankCode, bankName, branchCode, branchName }: ZenginBranch, path: string, writing: Writing): string {
  const exactly = (given: string, field: string, length: number): string => {
    if (!/^[0-9]+$/.test(given) || given.length !== length)
      writing.found.reject(
        writing.record,
        ofField(`${path}.${field}`, {
          en: `${length} digits, got "${given}"`,
          ja: `数字${length}桁にしてください（入力値: "${given}"）`,
        }),
      );
    return number(given, length).slice(0, length);
  };
  return (
    exactly(bankCode, 'bankCode', 4) +
    text(bankName, { field: `${path}.bankName`, length: 15, use: 'bank' }, writing) +
    exactly(branchCode, 'branchCode', 3) +
    text(branchName, { field: `${path}.branchName`, length: 15, use: 'bank' }, writing)
  );
}

function digits(
  given: string,
  { field, length }: { field: string; length: number },
  { record, found }: Writing,
): string {
  if (!/^[0-9]+$/.test(given) || given.length > length)
    found.reject(
      record,
      ofField(field, {
        en: `one to ${length} digits, got "${given}"`,
        ja: `数字${length}桁以内にしてください（入力値: "${given}"）`,
      }),
    );
  return number(given, length).slice(0, length);
}

const number = (given: string, length: number): string => given.padStart(length, '0');

function text(
  given: string,
  { field, length, use }: { field: string; length: number; use: TextClass },
  writing: Writing,
): string {
  const { record, found, options } = writing;
  const blank = ' '.repeat(length);
  const normal = normalText(given, use);
  const proposal = use === 'name' ? proposeAbbreviation(given) : null;
  const hint: Sentence =
    proposal === null
      ? { en: '', ja: '' }
      : { en: `; usually registered as "${proposal}"`, ja: `（通常は"${proposal}"で登録されています）` };
  const told = (reason: Sentence) => ofField(field, reason);
  const hinted = (reason: Sentence) => told({ en: `${reason.en}${hint.en}`, ja: `${reason.ja}${hint.ja}` });
  if (normal.outcome === 'refused') {
    found.reject(record, hinted(normal.reason));
    return blank;
  }
  if (use === 'name' && normal.text === '') found.reject(record, told({ en: 'is missing', ja: '名義がありません' }));
  if (use === 'name' && normal.text.includes('ｦ') && options.wo === 'refuse') {
    const { text: got } = normal;
    found.reject(
      record,
      told({
        en: `the bank takes no ｦ in names, got "${got}"`,
        ja: `名義にｦは使えません（入力値: "${got}"）`,
      }),
    );
  }
  for (const change of normal.changes) {
    const { text: got } = normal;
    found.warn(
      record,
      told({
        en: `the name reads differently: ${change.en}: "${got}"`,
        ja: `名義の表記が変わります（${change.ja}）: "${got}"`,
      }),
    );
  }
  if (normal.text.length <= length) return normal.text.padEnd(length);
  if (!(use === 'name' && options.cutsNames)) {
    const { length: got } = normal.text;
    found.reject(
      record,
      hinted({
        en: `at most ${length} bytes, got ${got} with marks apart`,
        ja: `濁点・半濁点を1文字として${length}文字以内にしてください（現在${got}文字）`,
      }),
    );
    return blank;
  }
  const cut = cutText(normal.text, length);
  found.warn(
    record,
    told({
      en: `the name reads differently: cut to "${cut}"`,
      ja: `名義の表記が変わります（長いため切り詰めました）: "${cut}"`,
    }),
  );
  return cut.padEnd(length);
}
