import type { Sentence } from '../said.ts';
import { shownLetter } from './shown-letter.ts';

/** The classes of text fields of 付録1 使用文字一覧. */
export type TextClass = 'bank' | 'name' | 'edi';

/** A text in the letters of a class with what was changed in it, or why it cannot be. */
export type NormalText =
  | { readonly outcome: 'normal'; readonly text: string; readonly changes: readonly Sentence[] }
  | { readonly outcome: 'refused'; readonly reason: Sentence };

const SYMBOLS: Readonly<Record<TextClass, string>> = { bank: ' -', name: ' ().-', edi: ' \\()-/.｢｣' };
const FIELDS: Readonly<Record<TextClass, Sentence>> = {
  bank: { en: 'a bank or branch name', ja: '銀行名・支店名' },
  name: { en: 'a name', ja: '名義' },
  edi: { en: 'a field of EDI information', ja: 'EDI情報' },
};
const LONG_VOWEL: Sentence = { en: 'the long vowel mark is written as -', ja: '長音は-で記載します' };
const FULL_SIZE: Sentence = { en: 'small kana are written in full size', ja: '小書きの文字は大きい文字で記載します' };
/** Stands for a byte that JIS X 0201 does not have. */
const NO_LETTER = '\ufffd';
const SMALL = 'ァィゥェォッャュョヮヵヶ';
const LARGE = 'アイウエオツヤユヨワカケ';
const HALF_SMALL = 'ｧｨｩｪｫｬｭｮｯ';
const HALF_LARGE = 'ｱｲｳｴｵﾔﾕﾖﾂ';
const KANA =
  'ヲ ア イ ウ エ オ カ キ ク ケ コ サ シ ス セ ソ タ チ ツ テ ト ナ ニ ヌ ネ ノ ハ ヒ フ ヘ ホ マ ミ ム メ モ ヤ ユ ヨ ラ リ ル レ ロ ワ ン'.split(
    ' ',
  );
const HALF = 'ｦ ｱ ｲ ｳ ｴ ｵ ｶ ｷ ｸ ｹ ｺ ｻ ｼ ｽ ｾ ｿ ﾀ ﾁ ﾂ ﾃ ﾄ ﾅ ﾆ ﾇ ﾈ ﾉ ﾊ ﾋ ﾌ ﾍ ﾎ ﾏ ﾐ ﾑ ﾒ ﾓ ﾔ ﾕ ﾖ ﾗ ﾘ ﾙ ﾚ ﾛ ﾜ ﾝ'.split(' ');
const narrow = new Map(KANA.map((kana, index) => [kana, HALF[index] ?? '']));
const VOICED = /[ｳｶ-ｺｻ-ｿﾀ-ﾄﾊ-ﾎ]/;
const HALF_VOICED = /[ﾊ-ﾎ]/;

/**
 * A kana text as a bank's field holds it: narrow, upper case, full-size kana, marks apart. What would be a guess (kanji, a middle
 * dot, dashes that are not hyphens) is refused; changes that read differently are listed for the second pair of eyes.
 */
export function normalText(given: string, use: TextClass): NormalText {
  const changes = new Set<Sentence>();
  let text = '';
  // NFC joins marks that some systems keep apart; it changes no letter's meaning.
  for (const letter of given.normalize('NFC')) {
    const piece = normalLetter(letter, changes);
    if (piece === null) return { outcome: 'refused', reason: refusal(letter, use) };
    text += piece;
  }
  const wrong = wrongLetter(text, use);
  if (wrong !== null) return { outcome: 'refused', reason: wrong };
  return { outcome: 'normal', text: text.replace(/^ +| +$/g, ''), changes: [...changes] };
}

function normalLetter(letter: string, changes: Set<Sentence>): string | null {
  const code = letter.codePointAt(0) ?? 0;
  if (code >= 0xff01 && code <= 0xff5d) return String.fromCodePoint(code - 0xfee0).toUpperCase();
  if (code >= 0x20 && code < 0x7f) return letter.toUpperCase();
  if (letter === '　') return ' ';
  if (letter === '¥' || letter === '￥') return '\\';
  if (letter === '「') return '｢';
  if (letter === '」') return '｣';
  if (letter === 'ー' || letter === 'ｰ') {
    changes.add(LONG_VOWEL);
    return '-';
  }
  const kana = code >= 0x3041 && code <= 0x3096 ? String.fromCodePoint(code + 0x60) : letter;
  const small = SMALL.indexOf(kana);
  const halfSmall = HALF_SMALL.indexOf(kana);
  if (small >= 0 || halfSmall >= 0) changes.add(FULL_SIZE);
  if (halfSmall >= 0) return HALF_LARGE[halfSmall] ?? null;
  if (code >= 0xff61 && code <= 0xff9f) return letter;
  const large = small >= 0 ? (LARGE[small] ?? '') : kana;
  // Some compositions, such as ヷ, come apart into a base that carries no mark in this set.
  const [base = '', mark = ''] = large.normalize('NFD');
  const half = narrow.get(base);
  if (half === undefined) return null;
  if (mark === '\u3099') return VOICED.test(half) ? `${half}ﾞ` : null;
  if (mark === '\u309a') return HALF_VOICED.test(half) ? `${half}ﾟ` : null;
  return half;
}

/** The first letter of a narrow text that a field of the class may not hold, told; `null` when all may. */
export function wrongLetter(text: string, use: TextClass): Sentence | null {
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at] ?? '';
    const before = text[at - 1] ?? '';
    if (letter === 'ﾞ' || letter === 'ﾟ') {
      const takes = letter === 'ﾞ' ? VOICED : HALF_VOICED;
      if (!takes.test(before))
        return {
          en: `${letter} cannot follow "${before}" (position ${at + 1})`,
          ja: `${letter}は「${before}」の後には使えません（${at + 1}文字目）`,
        };
      continue;
    }
    if (/[ｱ-ﾝ0-9A-Z]/.test(letter) || (letter === 'ｦ' && use !== 'bank') || SYMBOLS[use].includes(letter)) continue;
    return refusal(letter, use);
  }
  return null;
}

function refusal(letter: string, use: TextClass): Sentence {
  const shown = shownLetter(letter);
  if (letter === NO_LETTER)
    return {
      en: 'a byte that is no letter of JIS X 0201; letters of two bytes are not taken',
      ja: 'JIS X 0201にない文字があります。2バイト文字は使えません。',
    };
  if (/\p{Script=Han}/u.test(letter)) {
    const mend =
      use === 'name'
        ? { en: 'ask the partner for the account name in kana (口座名義カナ)', ja: '口座名義カナを確認してください。' }
        : { en: 'write it in kana', ja: 'カナで入力してください。' };
    return {
      en: `${shown} is kanji: a reading is never guessed, ${mend.en}`,
      ja: `${shown}は漢字です。読みは推測しません。${mend.ja}`,
    };
  }
  if (letter === '・' || letter === '･')
    return {
      en: `${shown}: banks take a space or a period, not a middle dot`,
      ja: `${shown}（中点）は使えません。空白またはピリオドにしてください。`,
    };
  if ('‐―−～–—'.includes(letter))
    return {
      en: `${shown} is not the hyphen that banks take; write -`,
      ja: `${shown}は銀行で使えるハイフンではありません。半角の-にしてください。`,
    };
  return { en: `${shown} is not allowed in ${FIELDS[use].en}`, ja: `${shown}は${FIELDS[use].ja}に使えません` };
}

/** At most so many bytes, never between a kana and its mark. */
export function cutText(text: string, lengthMax: number): string {
  if (text.length <= lengthMax) return text;
  const end = /[ﾞﾟ]/.test(text[lengthMax] ?? '') ? lengthMax - 1 : lengthMax;
  return text.slice(0, end).trimEnd();
}

/** The text of bytes of JIS X 0201; a byte that the set does not have becomes U+FFFD. */
export function narrowOfBytes(letters: string): string {
  return letters.replace(/[\u0080-\u00ff]/g, (letter) => {
    const code = letter.charCodeAt(0);
    return code >= 0xa1 && code <= 0xdf ? String.fromCharCode(code - 0xa1 + 0xff61) : NO_LETTER;
  });
}

/** The letters below 256 of a narrow text, one for each byte of JIS X 0201. */
export function bytesOfNarrow(text: string): string {
  return text.replace(/[｡-ﾟ]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0xff61 + 0xa1));
}
