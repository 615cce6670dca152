import type { Language } from '../../domain/said.ts';
import { openApi } from '../contract/openapi.ts';
import { problemCodes } from '../contract/problem.ts';

const WORDS = {
  en: {
    title: 'bunpai API reference',
    intro:
      'Every operation with what it takes, what it answers and what it may refuse with. What is said to people is Japanese with Accept-Language: ja, and English otherwise; Content-Language names which. For machines:',
    roles: 'For',
    anybody: 'anybody, without a token',
    parameters: 'Parameters',
    body: 'Body',
    answers: 'Answers',
    problems: 'Problem codes',
    shapes: 'Shapes',
    required: 'required',
  },
  ja: {
    title: 'bunpai APIリファレンス',
    intro:
      'すべての操作の入力・応答・エラーの一覧です。エラーの説明などの文章は、Accept-Language: jaを指定すると日本語、それ以外は英語で返します（応答のContent-Languageで確認できます）。機械可読版：',
    roles: '利用できる権限',
    anybody: '誰でも（トークン不要）',
    parameters: 'パラメーター',
    body: '本文',
    answers: '応答',
    problems: 'エラーコード',
    shapes: 'データ構造',
    required: '必須',
  },
} as const;

/** The groups of operations as the document has them in English. */
const GROUPS_JA: Readonly<Record<string, string>> = {
  ingest: '広告主のシステムからの報告：クリック、コンバージョン、取消、商談',
  admin: 'プログラム、プラン、パートナー、リンク、クーポン、Webhook',
  finance: '締め、レビュー、調整、支払い、税',
  partner: 'パートナー向け：明細書、書類、口座情報、税務情報',
  track: 'トラッキングリンク',
  public: '公開情報：公開鍵、ルート、資料',
};

const STYLE = `body{font:16px/1.6 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}
code,pre{font:14px/1.5 ui-monospace,monospace}code{overflow-wrap:anywhere}pre{background:#f6f6f4;padding:1rem;overflow:auto}summary{cursor:pointer;padding:.4rem 0}
section{border-top:1px solid #ddd;padding:1rem 0}table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.2rem .6rem .2rem 0;vertical-align:top}
a{color:#0b57d0}b{display:inline-block;min-width:4.2rem}:focus-visible{outline:3px solid #0b57d0}
@media(prefers-color-scheme:dark){body{color:#eee;background:#161616}pre{background:#222}a{color:#8ab4f8}section{border-color:#444}}`;

type Document = ReturnType<typeof openApi>;

/** The reference as one page of HTML that loads nothing and runs nothing. */
export function referencePage(language: Language): string {
  const words = WORDS[language];
  const document = openApi();
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method, ...(operation as Shown) })),
  );
  const groups = document.tags.map(({ name, description }) => {
    const own = operations.filter(({ tags }) => tags.includes(name));
    return `<section id="${name}"><h2>${text(language === 'ja' ? (GROUPS_JA[name] ?? description) : description)}</h2>${own.map((each) => operationHtml(each, language)).join('')}</section>`;
  });
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${words.title}</title><style>${STYLE}</style></head><body><header><h1>${words.title}</h1>
<p>${words.intro} <a href="/openapi.json">openapi.json</a></p><nav>${document.tags.map(({ name }) => `<a href="#${name}">${name}</a>`).join(' · ')} ·
<a href="#shapes">${words.shapes}</a> · <a href="#problems">${words.problems}</a></nav></header><main>${groups.join('')}
${shapesHtml(document, words.shapes)}${problemsHtml(language)}</main></body></html>`;
}

interface Shown {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly security: readonly { readonly bearer?: readonly string[] }[];
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly required?: boolean }[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly $ref?: string; readonly content?: Content }>>;
}

type Content = Readonly<Record<string, { readonly schema: unknown; readonly example?: unknown }>>;

function operationHtml(
  operation: Shown & { readonly path: string; readonly method: string },
  language: Language,
): string {
  const words = WORDS[language];
  const { operationId, method, path, summary, parameters, requestBody, responses, security } = operation;
  const roles = security.flatMap(({ bearer = [] }) => bearer).join(', ') || words.anybody;
  const rows = parameters.map(
    ({ name, in: place, required }) =>
      `<tr><td><code>${text(name)}</code></td><td>${place}</td><td>${required ? words.required : ''}</td></tr>`,
  );
  const told = Object.entries(responses).map(([status, { $ref, content }]) =>
    $ref === undefined ? contentHtml(status, content) : refusalHtml(status, $ref),
  );
  return `<details id="${operationId}"><summary><b>${method.toUpperCase()}</b> <code>${text(path)}</code> ${text(summary)}</summary>
<p><code>${operationId}</code> · ${words.roles}: ${roles}</p><h4>${words.parameters}</h4><table>${rows.join('')}</table>
${requestBody === undefined ? '' : `<h4>${words.body}</h4>${contentHtml('', requestBody.content)}`}
<h4>${words.answers}</h4>${told.join('')}</details>`;
}

function contentHtml(status: string, content: Content = {}): string {
  const forms = Object.entries(content).map(([type, { schema, example }]) => {
    const shown = example === undefined ? '' : `<pre>${json(example)}</pre>`;
    return `<p>${status} <code>${type}</code></p>${shown}${type === 'application/json' ? `<details><summary>JSON Schema</summary><pre>${json(schema)}</pre></details>` : ''}`;
  });
  return forms.join('') || `<p>${status}</p>`;
}

function refusalHtml(status: string, reference: string): string {
  const codes = reference.slice(reference.lastIndexOf('/') + 1).split('_');
  return `<p>${status} ${codes.map((code) => `<a href="#${code}"><code>${code}</code></a>`).join(' ')}</p>`;
}

function shapesHtml({ components }: Document, title: string): string {
  const shapes = Object.entries(components.schemas).map(
    ([name, schema]) =>
      `<details id="shape-${name}"><summary><code>${name}</code></summary><pre>${json(schema)}</pre></details>`,
  );
  return `<section id="shapes"><h2>${title}</h2>${shapes.join('')}</section>`;
}

function problemsHtml(language: Language): string {
  const rows = Object.entries(problemCodes).map(
    ([code, kind]) =>
      `<tr id="${code}"><td>${kind.status}</td><td><code>${code}</code></td><td>${text(kind[language])}</td></tr>`,
  );
  return `<section id="problems"><h2>${WORDS[language].problems}</h2><table>${rows.join('')}</table></section>`;
}

function json(value: unknown): string {
  return text(JSON.stringify(value, null, 2));
}

function text(value: string): string {
  return value.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
}
