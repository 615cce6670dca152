/** A name without its legal form. Where the form stands matters: 株式会社山田 and 山田株式会社 may be two companies. */
export interface NameParts {
  readonly core: string;
  /** `kabushiki`, `gmbh`, …; null when none is written. */
  readonly form: string | null;
  readonly place: 'before' | 'after' | null;
}

/** Japanese forms as they are written after NFKC (which has made ㈱ to (株)), longest first within a form. */
const JAPANESE: readonly (readonly [form: string, spellings: readonly string[]])[] = [
  ['kabushiki', ['株式会社', '株式會社', 'カブシキガイシャ', 'かぶしきがいしゃ', '(株)', '(カ)', 'カ)', '(カ']],
  ['yugen', ['有限会社', '有限會社', '(有)', '(ユ)', 'ユ)', '(ユ']],
  ['godo', ['合同会社', '(同)', '(ド)']],
  ['gomei', ['合名会社', '(名)']],
  ['goshi', ['合資会社', '(資)']],
  ['sogo', ['相互会社', '(相)']],
  ['shadan', ['一般社団法人', '公益社団法人', '社団法人', '(一社)', '(公社)', '(社)']],
  ['zaidan', ['一般財団法人', '公益財団法人', '財団法人', '(一財)', '(公財)', '(財)']],
  ['iryo', ['医療法人社団', '医療法人財団', '社会医療法人', '医療法人', '(医)']],
  ['gakko', ['学校法人', '(学)']],
  ['shukyo', ['宗教法人', '(宗)']],
  ['fukushi', ['社会福祉法人', '(福)']],
  ['npo', ['特定非営利活動法人', 'npo法人', '(特非)']],
  ['dokuritsu', ['地方独立行政法人', '独立行政法人', '(地独)', '(独)']],
  ['daigaku', ['国立大学法人', '公立大学法人', '(大)']],
  ['shigyo', ['弁護士法人', '税理士法人', '司法書士法人', '行政書士法人', '社会保険労務士法人', '監査法人']],
  ['chinese-ltd', ['股份有限公司', '有限责任公司', '有限責任公司', '有限公司']],
  ['korean-ltd', ['주식회사', '(주)']],
];

/** Forms in Latin letters as runs of words, without points; the longest run at an end of the name counts. */
const LATIN: readonly (readonly [form: string, runs: readonly string[]])[] = [
  ['kabushiki', ['kabushiki kaisha', 'kabushiki gaisha', 'kk']],
  ['godo', ['godo kaisha', 'godo gaisha', 'gk']],
  ['yugen', ['yugen kaisha', 'yugen gaisha', 'yk']],
  ['co-ltd', ['company limited', 'co ltd', 'co limited', 'company ltd', 'coltd']],
  ['pty-ltd', ['pty ltd', 'pty limited', 'proprietary limited']],
  ['pte-ltd', ['pte ltd', 'pte limited', 'private limited', 'pvt ltd']],
  ['sdn-bhd', ['sdn bhd']],
  ['ltd', ['ltd', 'limited']],
  ['inc', ['inc', 'incorporated']],
  ['corp', ['corp', 'corporation']],
  ['co', ['co', 'company']],
  ['llc', ['llc']],
  ['llp', ['llp']],
  ['plc', ['plc']],
  ['gmbh-co-kg', ['gmbh and co kg', 'gmbh co kg']],
  ['gmbh', ['gmbh', 'gesellschaft mit beschrankter haftung', 'gesellschaft mit beschränkter haftung', 'mbh']],
  ['ug', ['ug haftungsbeschrankt', 'ug haftungsbeschränkt', 'ug']],
  ['ag', ['ag', 'aktiengesellschaft']],
  ['kg', ['kg']],
  ['sa', ['sa']],
  ['sas', ['sas']],
  ['sarl', ['sarl']],
  ['srl', ['srl']],
  ['spa', ['spa']],
  ['bv', ['bv']],
  ['nv', ['nv']],
  ['ab', ['ab']],
  ['oy', ['oyj', 'oy']],
  ['as', ['a/s', 'as', 'asa']],
  ['sp-zoo', ['sp z oo']],
];
const RUNS = LATIN.flatMap(([form, runs]) => runs.map((run) => ({ form, run }))).sort(
  (a, b) => b.run.length - a.run.length,
);
const SPELLINGS = JAPANESE.flatMap(([form, all]) =>
  all.map((spelling) => ({ form, spelling: spelling.toLowerCase() })),
).sort((a, b) => b.spelling.length - a.spelling.length);

/** Takes the legal form off a name in NFKC and lower case. A name that is nothing but a form keeps it as its core. */
export function withoutLegalForm(name: string): NameParts {
  const whole = name.trim();
  return japaneseParts(whole) ?? latinParts(whole) ?? { core: whole, form: null, place: null };
}

function japaneseParts(name: string): NameParts | null {
  for (const { form, spelling } of SPELLINGS) {
    if (name.length <= spelling.length) continue;
    if (name.startsWith(spelling)) return { core: name.slice(spelling.length).trim(), form, place: 'before' };
    if (name.endsWith(spelling)) return { core: name.slice(0, -spelling.length).trim(), form, place: 'after' };
  }
  return null;
}

function latinParts(name: string): NameParts | null {
  const words = name
    .replaceAll('.', '')
    .replace(/[,()]/g, ' ')
    .split(/\s+/)
    .filter((word) => word !== '');
  for (const { form, run } of RUNS) {
    const wanted = run.split(' ');
    const rest = words.length - wanted.length;
    if (rest < 1 || words.slice(rest).join(' ') !== run) continue;
    return { core: words.slice(0, rest).join(' '), form, place: 'after' };
  }
  return null;
}
