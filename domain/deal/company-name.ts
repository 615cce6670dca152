import { withoutLegalForm } from './legal-form.ts';

/** A company's name in the two forms in which names are compared. */
export interface CompanyName {
  /** What is left when spelling is evened out: width, case, spaces, punctuation, ways to write the legal form. */
  readonly exact: string;
  /** What is also alike when kana, long vowels, old forms of kanji, accents and the legal form itself may differ. */
  readonly loose: string;
}

/**
 * Evens out how a name is written, and never guesses how it is read: サンプル, さんぷる and Sample stay three names to `exact`, and the
 * reading of a kanji is nobody's to invent. An empty `loose` means that there is no letter or digit in the name.
 */
export function companyName(text: string): CompanyName {
  const written = text
    .replace(/[®©™℠]/g, '')
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\p{Variation_Selector}\p{Cf}]/gu, '')
    .replaceAll('&', ' and ');
  const { core, form, place } = withoutLegalForm(written);
  const letters = lettersOf(core);
  return { exact: [letters, form ?? '', place ?? ''].join('|'), loose: loosened(letters) };
}

/** Dashes and waves that stand for the long vowel when they follow kana. */
const LONG_VOWEL = /(?<=[ぁ-ゖァ-ヺー])[-‐‑‒–—―−─━~〜](?=[ぁ-ゖァ-ヺー\s]|$)/gu;

function lettersOf(core: string): string {
  return core.replace(LONG_VOWEL, 'ー').replace(/[\p{P}\p{Z}\s]/gu, '');
}

const HIRAGANA_TO_KATAKANA = 0x60;
const FROM_V: readonly (readonly [string, string])[] = [
  ['ヴァ', 'バ'],
  ['ヴィ', 'ビ'],
  ['ヴェ', 'ベ'],
  ['ヴォ', 'ボ'],
  ['ヴ', 'ブ'],
];
const FROM = 'ァィゥェォッャュョヮヵヶヂヅヰヱヲ';
const TO = 'アイウエオツヤユヨワカケジズイエオ';
const KANA = new Map([...FROM].map((kana, at) => [kana, TO.charAt(at)]));

/** Pairs of an old or variant form and the common one, of kanji that stand in names of people, places and companies. */
const KANJI = new Map(
  (
    '髙高 﨑崎 嵜崎 𠮷吉 德徳 濵浜 濱浜 邊辺 邉辺 齋斉 斎斉 齊斉 澤沢 國国 廣広 惠恵 會会 學学 櫻桜 嶋島 嶌島 龍竜 瀧滝 藏蔵 眞真 榮栄 ' +
    '豐豊 圓円 壽寿 實実 關関 觀観 鐵鉄 醫医 藥薬 與与 萬万 黑黒 槇槙 曾曽 彌弥 禮礼 當当 團団 傳伝 總総 縣県 舊旧 賣売 讀読 驛駅 鹽塩 ' +
    '麥麦 單単 寫写 應応 戰戦 擴拡 來来 冨富 嶽岳 淵渕 條条 桒桑 舘館 籠篭 纖繊 靜静 淸清 靑青 樂楽 ' +
    '鷗鴎 麴麹 麵麺 莊荘 藝芸 發発 續続 經経 營営 產産 氣気'
  )
    .split(' ')
    .map((pair) => [...pair] as [string, string]),
);

function loosened(letters: string): string {
  let text = [...letters].map(asKatakana).join('');
  for (const [from, to] of FROM_V) text = text.replaceAll(from, to);
  text = [...text].map((letter) => KANA.get(letter) ?? KANJI.get(letter) ?? letter).join('');
  return text
    .replaceAll('ー', '')
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replaceAll('ß', 'ss')
    .normalize('NFC');
}

function asKatakana(letter: string): string {
  return /[ぁ-ゖ]/u.test(letter) ? String.fromCharCode(letter.charCodeAt(0) + HIRAGANA_TO_KATAKANA) : letter;
}
