/** Abbreviations of legal forms as bank accounts bear them (別表 略語). */
const FORMS: readonly (readonly [abbreviation: string, forms: readonly string[]])[] = [
  ['カ', ['株式会社', 'カブシキガイシヤ', 'カブシキカイシヤ', '㈱', '(株)']],
  ['ユ', ['有限会社', 'ユウゲンガイシヤ', 'ユウゲンカイシヤ', '㈲', '(有)']],
  ['メ', ['合名会社', 'ゴウメイガイシヤ', 'ゴウメイカイシヤ']],
  ['シ', ['合資会社', 'ゴウシガイシヤ', 'ゴウシカイシヤ']],
  ['ド', ['合同会社', 'ゴウドウガイシヤ', 'ゴウドウカイシヤ']],
  [
    'イ',
    [
      '医療法人社団',
      '医療法人財団',
      '社会医療法人',
      '医療法人',
      'イリヨウホウジンシヤダン',
      'イリヨウホウジンザイダン',
      'シヤカイイリヨウホウジン',
      'イリヨウホウジン',
    ],
  ],
  [
    'ザイ',
    [
      '一般財団法人',
      '公益財団法人',
      '財団法人',
      'イツパンザイダンホウジン',
      'コウエキザイダンホウジン',
      'ザイダンホウジン',
    ],
  ],
  [
    'シヤ',
    [
      '一般社団法人',
      '公益社団法人',
      '社団法人',
      'イツパンシヤダンホウジン',
      'コウエキシヤダンホウジン',
      'シヤダンホウジン',
    ],
  ],
  ['シユウ', ['宗教法人', 'シユウキヨウホウジン']],
  ['ガク', ['学校法人', 'ガツコウホウジン']],
  ['フク', ['社会福祉法人', 'シヤカイフクシホウジン']],
  ['ホゴ', ['更生保護法人', 'コウセイホゴホウジン']],
  ['ソ', ['相互会社', 'ソウゴガイシヤ', 'ソウゴカイシヤ']],
  ['トクヒ', ['特定非営利活動法人', 'トクテイヒエイリカツドウホウジン']],
  ['チドク', ['地方独立行政法人', 'チホウドクリツギヨウセイホウジン']],
  ['ドク', ['独立行政法人', 'ドクリツギヨウセイホウジン']],
  ['ベン', ['弁護士法人', 'ベンゴシホウジン']],
  ['チユウ', ['中間法人', '有限責任中間法人', 'チユウカンホウジン']],
  ['ギヨ', ['行政書士法人', 'ギヨウセイシヨシホウジン']],
  ['シホウ', ['司法書士法人', 'シホウシヨシホウジン']],
  ['ゼイ', ['税理士法人', 'ゼイリシホウジン']],
  ['ダイ', ['国立大学法人', '公立大学法人', 'コクリツダイガクホウジン', 'コウリツダイガクホウジン']],
  ['ノウ', ['農事組合法人', 'ノウジクミアイホウジン']],
  ['カンリ', ['管理組合法人', 'カンリクミアイホウジン']],
  ['ロウム', ['社会保険労務士法人', 'シヤカイホケンロウムシホウジン']],
];
/** Offices, which stand at the end, and lines of business, which bear no bracket. */
const OFFICES: readonly (readonly [written: string, abbreviation: string])[] = [
  ['営業所', 'エイ'],
  ['エイギヨウシヨ', 'エイ'],
  ['出張所', 'シユツ'],
  ['シユツチヨウジヨ', 'シユツ'],
  ['シユツチヨウシヨ', 'シユツ'],
];
const BUSINESSES: readonly (readonly [written: string, abbreviation: string])[] = [
  ['健康保険組合', 'ケンポ'],
  ['ケンコウホケンクミアイ', 'ケンポ'],
  ['共済組合', 'キヨウサイ'],
  ['キヨウサイクミアイ', 'キヨウサイ'],
  ['連合会', 'レン'],
  ['レンゴウカイ', 'レン'],
];
/** The longest first, since shorter ones stand in them: 社会医療法人 is no 医療法人 of a 社会. */
const WRITTEN = FORMS.flatMap(([abbreviation, forms]) => forms.map((written) => ({ written, abbreviation }))).sort(
  (a, b) => b.written.length - a.written.length,
);
const SMALL_TO_LARGE = new Map(
  [...'ァィゥェォッャュョ'].map((small, index) => [small, 'アイウエオツヤユヨ'[index] ?? '']),
);

/**
 * How a name with a legal form written out is usually registered at a bank: `カ)名` before, `名(カ` after, `名(カ)支店` between, `名(エイ`
 * for an office. Only a proposal: what the bank has registered decides. `null` when there is nothing to propose.
 */
export function proposeAbbreviation(name: string): string | null {
  const plain = [...name.normalize('NFKC')].map(plainLetter).join('').trim();
  let proposal = withForm(plain);
  for (const [written, abbreviation] of OFFICES) {
    const head = proposal.endsWith(written) ? proposal.slice(0, -written.length).trim() : '';
    if (head !== '') proposal = `${head}(${abbreviation}`;
  }
  for (const [written, abbreviation] of BUSINESSES) proposal = proposal.replace(written, abbreviation);
  return proposal === plain ? null : proposal;
}

function withForm(plain: string): string {
  const form = WRITTEN.find(({ written }) => plain.includes(written) && plain.length > written.length);
  if (form === undefined) return plain;
  const at = plain.indexOf(form.written);
  const [before, after] = [plain.slice(0, at).trim(), plain.slice(at + form.written.length).trim()];
  return `${before === '' ? '' : `${before}(`}${form.abbreviation}${after === '' ? '' : `)${after}`}`;
}

/** Hiragana as katakana, small kana in full size. */
function plainLetter(letter: string): string {
  const code = letter.charCodeAt(0);
  const kana = code >= 0x3041 && code <= 0x3096 ? String.fromCharCode(code + 0x60) : letter;
  return SMALL_TO_LARGE.get(kana) ?? kana;
}
