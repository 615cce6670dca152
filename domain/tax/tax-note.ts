/** A sentence that a document says, or a doubt that finance must settle, in both languages; the code never changes its meaning. */
export interface TaxNote {
  readonly code: TaxNoteCode;
  readonly ja: string;
  readonly en: string;
}

const texts = {
  'profile.late': [
    '税務情報の登録前に発行した明細書の消費税を含みます',
    'includes the consumption tax of earlier statements, issued before there was a tax profile',
  ],
  'profile.missing': ['税務情報が未登録のため、税額を計算していません', 'no tax profile: no tax was computed'],
  'profile.changed-within': [
    '対象期間の途中で税務情報（登録・区分）が変わりました。全額を末日の情報で計算しています。変更前の取引の扱いを確認してください',
    'the tax profile changed within the period: all of it was computed by that of the last day. Confirm what was supplied before',
  ],
  'row.missing': [
    '適用日の税率表に該当する行がありません',
    'the tables of tax have no row for the date: nothing was computed by it',
  ],
  'currency.not-payers': [
    '支払者の国の通貨ではないため、源泉徴収は支払時の換算額で判定してください',
    "not in the currency of the payer's country: withholding must be judged on the converted amount",
  ],
  'record.came-back-late': [
    '提出期限の後に組戻しまたは取消しとなった支払を差し引いています。提出済みの調書は訂正が必要です',
    'less a payment that came back or was cancelled after the form was due: a form that was filed needs a correction',
  ],
  'payer.no-registration': ['支払者の登録番号が未登録です', 'the registration number of the payer is not on file'],
  'payer.registration-check-digit': [
    '支払者の登録番号の検査数字が一致しません（法人以外の番号には公表された計算方法がありません）',
    'the check digit of the registration number of the payer does not fit; except for companies no rule is published',
  ],
  'jp.qualified': [
    '本明細書は仕入明細書です。送付後一定期間内に誤りのある旨の連絡がない場合には記載内容のとおり確認があったものとする',
    'This is a purchase statement: unless told of an error within the agreed days, it counts as confirmed',
  ],
  'jp.not-qualified': ['適格請求書ではありません', 'This is not a qualified invoice'],
  'jp.transitional': [
    '適格請求書発行事業者以外からの課税仕入れ（経過措置の適用を受ける課税仕入れ）',
    'Purchase from a supplier without registration; the transitional input credit is used',
  ],
  'jp.over-cap': [
    '一の仕入先からの年間の課税仕入れが上限を超える部分は、経過措置の対象外です',
    'What exceeds the yearly cap per supplier gets no transitional input credit',
  ],
  'jp.registration-unchecked': [
    '登録番号の公表サイトでの確認が済んでいません',
    'the registration number was not looked up in the public register',
  ],
  'jp.registration-refused': [
    '登録番号が公表サイトで有効と確認できません。登録のない仕入先として計算しました',
    'the public register does not confirm the registration number: computed as without registration',
  ],
  'jp.registration-check-digit': [
    '登録番号の検査数字が一致しません（個人の番号には公表された計算方法がありません）',
    'the check digit of the registration number does not fit; for individuals no rule is published',
  ],
  'jp.reverse-charge': [
    '本役務の提供に係る消費税は、役務の提供を受ける事業者が申告・納付します（リバースチャージ方式）',
    'The recipient accounts for the consumption tax on this service (reverse charge)',
  ],
  'jp.reverse-charge-dormant': [
    '当分の間、特定課税仕入れはなかったものとみなされます（課税売上割合95％以上等）',
    'For the time being the payer need not account for it (taxable-sales ratio of 95 % or more, or simplified filing)',
  ],
  'jp.non-resident-nature': [
    '非居住者への広告掲載以外の支払です。国内源泉所得と消費税の課否を確認してください',
    'a payment to a non-resident that is not plain ad placement: confirm its source and its consumption tax',
  ],
  'jp.non-resident-work-in-japan': [
    '非居住者が国内で行った役務です。源泉徴収の要否を確認してください',
    'a non-resident who works in Japan: confirm the withholding',
  ],
  'jp.establishment': [
    '国内に恒久的施設を有する非居住者・外国法人です。取扱いを確認してください',
    'a non-resident with a permanent establishment in Japan: confirm the treatment',
  ],
  'jp.treaty': [
    '租税条約に関する届出書により減免しています。条約の適用を確認してください',
    'reduced under a tax treaty whose form is on file: confirm that it applies',
  ],
  'jp.treaty-expired': [
    '租税条約に関する届出書が支払日に有効ではありません',
    'the treaty form was not in force on the day of payment',
  ],
  'jp.sales-agent': [
    '外交員報酬（204条1項4号）として源泉徴収しています。該当性を確認してください',
    'withheld on as a sales agent (204条1項4号): confirm that it is one',
  ],
  'jp.unknown-nature': [
    '報酬の種類が不明なため、源泉徴収の要否を確認してください',
    'the nature of the payment is not known: confirm whether it is withheld on',
  ],
  'jp.unincorporated': [
    '人格のない社団等か任意組合かにより源泉徴収の要否が異なります',
    'whether it is withheld on depends on the legal form of the unincorporated body',
  ],
  'jp.net-agreement': [
    '手取契約です。消費税は手取額に対して計算しています。支払者が負担する源泉所得税も対価に含まれるため、対価と消費税を確認してください',
    'a fee agreed net: its consumption tax was computed on what is paid out. What the payer adds for the withholding is consideration too: confirm both',
  ],
  'withholding.debt-netted': [
    '繰り越したマイナス残高を差し引いた支払額に源泉徴収しています。差し引いた額が源泉徴収済みの報酬の戻しでない場合は、相殺前の額を確認してください',
    'withheld on what is paid after a debt: right where the debt is of fees that were withheld on when they were paid; otherwise confirm what stood before it',
  ],
  'jp.exempt-abroad-resident': [
    '国内居住者の消費税区分が「国外事業者」になっています',
    'a resident of Japan is marked as exempt abroad',
  ],
  'jp.electronic-filing': [
    'この調書は電子提出（e-Tax・光ディスク等・クラウド）が義務です',
    'these forms must be filed electronically (e-Tax, disc or cloud)',
  ],
  'jp.electronic-filing-others': [
    '本システムの支払だけでは電子提出の義務に達しません。他で提出した調書の枚数を加えて判定してください',
    'by the payments on record here no duty to file electronically: add the forms that were filed from elsewhere',
  ],
  'us.form-missing': [
    'W-9またはW-8が未提出です。米国人とみなして予備源泉徴収の要否を確認してください',
    'neither W-9 nor W-8 is on file: confirm whether backup withholding applies',
  ],
  'us.form-expired': ['W-8の有効期限が切れています', 'the W-8 has expired'],
  'us.us-source': [
    '米国内で行われた役務です。30％の源泉徴収を確認してください',
    'a foreigner who works in the United States: confirm the 30 % withholding',
  ],
  'us.threshold-not-published': [
    '当年の1099の基準額が未公表のため、前年の基準額で判定しました',
    'the 1099 threshold of the year is not in the tables: judged by the last known one',
  ],
  'vat.self-billing': ['自己発行請求書（Self-billing）', 'Self-billing'],
  'vat.reverse-charge': ['リバースチャージ（Reverse charge）', 'Reverse charge'],
  'vat.outside-scope': [
    'EUのVATの対象外です（役務の提供場所は受領者の国）',
    'Outside the scope of EU VAT: place of supply is the country of the customer',
  ],
  'vat.uk-self-billing': [
    '記載のVATは貴社がHMRCに納付する売上税額です（The VAT shown is your output tax due to HMRC）',
    'The VAT shown is your output tax due to HMRC',
  ],
  'vat.agreement-missing': [
    '自己発行請求書に関する合意が確認できません',
    'there is no self-billing agreement in force on the date of the document',
  ],
  'vat.agreement-too-long': [
    '英国の自己発行請求書の合意は12か月以内でなければなりません',
    'a self-billing agreement in the United Kingdom must not be longer than 12 months',
  ],
  'vat.number-missing': ['VAT番号が未登録です', 'a VAT number is not on file'],
  'vat.not-computed': [
    '支払者と取引先が同一国のため国内VATが生じますが、税率表にありません',
    'domestic VAT is due but its rates are not in the tables: none was computed',
  ],
  'payment.not-as-stated': [
    '源泉徴収額が明細書の予定額と異なります。訂正版の発行を確認してください',
    'not the withholding that the statement announced: confirm whether a corrected version is to be issued',
  ],
  'fair.late': [
    '役務の提供を受けた日から支払日までの日数が法定の期限を超えます',
    'the payment comes later after the performance than the law allows',
  ],
  'fair.undetermined': [
    '取引先の従業員数・資本金が不明なため、取適法・フリーランス法の適用を確認してください',
    'employees and capital of the partner are not known: confirm whether the law on subcontractors or freelancers applies',
  ],
} as const satisfies Record<string, readonly [ja: string, en: string]>;

export type TaxNoteCode = keyof typeof texts;

function taxNote(code: TaxNoteCode): TaxNote {
  const [ja, en] = texts[code];
  return { code, ja, en };
}

/** Each code once, in the order in which they came up. */
export function taxNotes(codes: Iterable<TaxNoteCode>): readonly TaxNote[] {
  return [...new Set(codes)].map(taxNote);
}
