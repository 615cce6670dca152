import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { companyDomain } from '../../../domain/deal/company-domain.ts';
import { companyName } from '../../../domain/deal/company-name.ts';
import { matchingDomain } from '../../../domain/deal/matching-domain.ts';
import type { Likeness } from '../../../domain/deal/rivals.ts';
import { likenessOf } from '../../../domain/deal/rivals.ts';

const alike = (a: string, b: string, domainA: string | null = null, domainB: string | null = null): Likeness | null =>
  likenessOf({ companyName: a, domain: domainA }, { companyName: b, domain: domainB });

describe('the name of a company', () => {
  it.each([
    ['株式会社サンプル商事', '（株）サンプル商事'],
    ['株式会社サンプル商事', '㈱サンプル商事'],
    ['株式会社サンプル商事', '(株) サンプル 商事'],
    ['株式会社サンプル商事', '株式会社　ｻﾝﾌﾟﾙ商事'],
    ['サンプル商事株式会社', 'サンプル商事㈱'],
    ['有限会社ジョン・スミス', '㈲ジョンスミス'],
    ['合同会社ミドリ', '(同)ミドリ'],
    ['株式会社サーバー', '株式会社サ－バ－'],
    ['一般社団法人日本茶協会', '（一社）日本茶協会'],
    ['Sample Trading Co., Ltd.', 'SAMPLE TRADING CO.,LTD'],
    ['Sample Trading Co., Ltd.', 'Sample Trading Company Limited'],
    ['Sample Trading, Inc.', 'sample trading Incorporated'],
    ['Sample K.K.', 'Sample Kabushiki Kaisha'],
    ['Müller GmbH', 'MÜLLER G.m.b.H.'],
    ['A & B LLC', 'A and B L.L.C.'],
    ['ＡＢＣ株式会社', 'abc株式会社'],
  ])('is the same however it is written: %s and %s', (a, b) => {
    expect(alike(a, b)).toBe('exact');
  });

  it.each([
    ['株式会社サンプル商事', 'サンプル商事株式会社', 'where the form stands tells companies apart'],
    ['株式会社サンプル商事', '有限会社サンプル商事', 'another legal form'],
    ['株式会社サンプル商事', 'サンプル商事', 'no form was written'],
    ['株式会社さくら', '株式会社サクラ', 'hiragana and katakana'],
    ['株式会社サーバー', '株式会社サーバ', 'a long vowel more'],
    ['株式会社ヴァイオリン', '株式会社バイオリン', 'ヴァ and バ'],
    ['株式会社ウィング', '株式会社ウイング', 'small and large kana'],
    ['株式会社髙島', '株式会社高島', 'an old form of a kanji'],
    ['株式会社渡邊商店', '株式会社渡辺商店', 'an old form of a kanji'],
    ['Café Sample Inc.', 'Cafe Sample Inc.', 'an accent'],
    ['Sample Trading Inc.', 'Sample Trading Co., Ltd.', 'another legal form'],
  ])('is shown to a person to judge: %s and %s (%s)', (a, b) => {
    expect(alike(a, b)).toBe('probable');
  });

  it.each([
    ['株式会社サンプル', 'Sample Inc.'],
    ['株式会社佐藤', '株式会社さとう'],
    ['株式会社サンプル商事', '株式会社サンプル商会'],
    ['Sample Trading', 'Sample Training'],
    ['Inc.', 'Ltd.'],
  ])('is never guessed by its reading or meaning: %s is not %s', (a, b) => {
    expect(alike(a, b)).toBeNull();
  });

  it('is nothing without a letter or digit', () => {
    expect(companyName('・（）—').loose).toBe('');
    expect(companyName('株式会社').loose).not.toBe('');
  });

  it('is compared alike from both sides, and exact names are alike in their loose form', () => {
    const part = fc.constantFrom('株式会社', '㈱', ' ', 'さくら', 'サクラ', 'ー', '・', 'Sample', 'Inc.', '髙', '高');
    const name = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(''));
    const domain = fc.constantFrom(null, 'a.jp', 'b.jp', 'gmail.com');
    fc.assert(
      fc.property(name, name, domain, domain, (a, b, domainA, domainB) => {
        expect(alike(a, b, domainA, domainB)).toBe(alike(b, a, domainB, domainA));
        if (companyName(a).exact === companyName(b).exact) expect(companyName(a).loose).toBe(companyName(b).loose);
      }),
    );
  });
});

describe('the domain of a company', () => {
  it.each([
    ['https://www.sample.co.jp/about?x=1', 'sample.co.jp'],
    ['taro@mail.sample.co.jp', 'sample.co.jp'],
    ['SAMPLE.CO.JP.', 'sample.co.jp'],
    ['ｓａｍｐｌｅ．ｃｏ．ｊｐ', 'sample.co.jp'],
    ['サンプル.jp', 'xn--vck8cuc4a.jp'],
    ['my-shop.myshopify.com', 'my-shop.myshopify.com'],
    ['co.jp', null],
    ['sample', null],
    ['192.0.2.1', null],
    ['sample.nosuchtld', null],
    ['株式会社サンプル', null],
    ['', null],
  ])('of %s is %s', (text, domain) => {
    expect(companyDomain(text)).toBe(domain);
  });

  it.each(['gmail.com', 'yahoo.co.jp', 'docomo.ne.jp', 'softbank.jp'])('%s says nothing about a company', (domain) => {
    expect(matchingDomain(companyDomain(`taro@${domain}`))).toBeNull();
    expect(alike('株式会社甲', '株式会社乙', domain, domain)).toBeNull();
  });

  it.each([
    ['two companies may share a name', '株式会社サンプル', '株式会社サンプル', 'a.jp', 'b.jp', 'probable'],
    ['two names on one domain are perhaps one group', '株式会社甲', '株式会社乙', 'a.jp', 'a.jp', 'probable'],
    ['one domain settles a difference of spelling', '株式会社さくら', 'サクラ', 'a.jp', 'a.jp', 'exact'],
    ['a domain that only one side names proves nothing', '株式会社サンプル', '㈱サンプル', 'a.jp', null, 'exact'],
  ])('%s', (_rule, a, b, domainA, domainB, likeness) => {
    expect(alike(a, b, domainA, domainB)).toBe(likeness);
  });
});
