import type { Language } from '../../domain/said.ts';

const WORDS = {
  en: {
    title: 'Register a lead or deal',
    intro: 'The first registered wins. Send it again unchanged as often as you like: it is registered once.',
    programId: 'Program',
    token: 'Your access token',
    reference: 'Your own number of it',
    kind: 'Kind',
    deal: 'Deal',
    lead: 'Lead',
    companyName: 'Company, as it is registered',
    domain: 'Web or mail address of the company',
    country: 'Country (two letters, such as JP)',
    amount: 'Expected amount',
    currency: 'Currency',
    expectedCloseOn: 'Expected close',
    notes: 'Notes',
    send: 'Register',
    registered: 'Registered',
    withdraw: 'Withdraw it: it was registered by mistake',
    sure: 'Withdraw it? The customer is free at once, and it cannot be undone.',
    decideBy: 'to be decided by',
    unreachable: 'The server could not be reached; nothing is lost, send it again.',
  },
  ja: {
    title: '案件・リードの登録',
    intro: '先に登録された方が優先されます。同じ内容を再送しても登録は一度だけです。',
    programId: 'プログラム',
    token: 'アクセストークン',
    reference: '貴社の管理番号',
    kind: '種別',
    deal: '案件',
    lead: 'リード',
    companyName: '会社名（登記名）',
    domain: '会社のウェブサイトまたはメールアドレス',
    country: '国（JPなど2文字）',
    amount: '見込金額',
    currency: '通貨',
    expectedCloseOn: '成約予定日',
    notes: '備考',
    send: '登録する',
    registered: '登録しました',
    withdraw: '誤って登録したため取り下げる',
    sure: '取り下げますか？保護は直ちに終わり、元に戻せません。',
    decideBy: '審査期限',
    unreachable: 'サーバーに接続できませんでした。入力内容は残っています。もう一度送信してください。',
  },
} as const;

type Words = (typeof WORDS)[Language];

const STYLE = `body{font:16px/1.6 system-ui,sans-serif;max-width:34rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}
label{display:block;margin:1rem 0 .2rem}input,select,textarea,button{font:inherit;width:100%;box-sizing:border-box;padding:.4rem}
[aria-invalid]{outline:2px solid #b3261e}small{color:#b3261e}#told{margin:1rem 0;font-weight:bold}button{margin-top:1.5rem}
@media(prefers-color-scheme:dark){body{color:#eee;background:#161616}small{color:#f2b8b5}}`;

/**
 * Sends what the form holds to `registerDeal` and says what is answered: a refusal beside the field that it names. Program and token
 * may come behind the address (`#program=prg_1&token=…`), which no server sees, and leave it at once.
 */
export const DEAL_FORM_SCRIPT = `'use strict';
const form = document.querySelector('form');
const told = document.querySelector('#told');
const withdraw = document.querySelector('#withdraw');
const field = (name) => form.elements.namedItem(name);
const given = new URLSearchParams(location.hash.slice(1));
field('programId').value = given.get('program') || '';
field('token').value = given.get('token') || '';
history.replaceState(null, '', location.pathname);

function bodyOf() {
  const text = (name) => field(name).value.trim();
  const body = { kind: text('kind') };
  for (const name of ['reference', 'companyName', 'domain', 'country', 'expectedCloseOn', 'notes']) if (text(name)) body[name] = text(name);
  if (text('amount.amount')) body.amount = { amount: text('amount.amount'), currency: text('amount.currency') };
  return body;
}

function forget() {
  told.textContent = '';
  for (const input of form.querySelectorAll('[aria-invalid]')) input.removeAttribute('aria-invalid');
  for (const reason of form.querySelectorAll('small')) reason.textContent = '';
}

function showRefusal({ title, detail, errors = [] }) {
  const others = [title];
  if (errors.length === 0 && detail) others.push(detail);
  for (const error of errors) {
    const input = field(error.field) || field(error.field + '.amount');
    if (!input) { others.push(error.field + ': ' + error.reason); continue; }
    input.setAttribute('aria-invalid', 'true');
    document.getElementById(input.id + '-reason').textContent = error.reason;
  }
  told.textContent = others.join(' — ');
}

let address = '';

async function send(path, body) {
  forget();
  for (const button of form.querySelectorAll('button')) button.disabled = true;
  try {
    const headers = { 'content-type': 'application/json', authorization: 'Bearer ' + field('token').value.trim() };
    headers['accept-language'] = document.documentElement.lang;
    const response = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
    const answer = await response.json();
    if (!response.ok) return showRefusal(answer);
    const isOpen = answer.status === 'submitted' || answer.status === 'approved';
    address = '/v1/programs/' + encodeURIComponent(field('programId').value.trim()) + '/deals/' + encodeURIComponent(answer.dealId);
    withdraw.hidden = !isOpen;
    told.textContent = (isOpen ? form.dataset.registered + ': ' : '') + [answer.companyName, answer.reference, answer.dealId, answer.statusText].join(' · ') +
      (answer.status === 'submitted' ? ' (' + form.dataset.decideBy + ' ' + new Date(answer.decideBy).toLocaleString(document.documentElement.lang) + ')' : '');
  } catch {
    told.textContent = form.dataset.unreachable;
  } finally {
    for (const button of form.querySelectorAll('button')) button.disabled = false;
    told.scrollIntoView();
  }
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  withdraw.hidden = true;
  send('/v1/programs/' + encodeURIComponent(field('programId').value.trim()) + '/deals', bodyOf());
});

withdraw.addEventListener('click', () => {
  if (confirm(form.dataset.sure)) send(address + '/withdrawal', { reason: 'mistake' });
});
`;

/** The form by which a partner registers a lead or deal: one page of HTML with its script in it, in English or Japanese. */
export function dealFormPage(language: Language): string {
  const words = WORDS[language];
  const kinds = (['deal', 'lead'] as const).map((kind) => `<option value="${kind}">${words[kind]}</option>`).join('');
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${words.title}</title><style>${STYLE}</style></head><body><h1>${words.title}</h1><p>${words.intro}</p>
<form data-registered="${words.registered}" data-decide-by="${words.decideBy}" data-unreachable="${words.unreachable}" data-sure="${words.sure}">
${input('programId', words.programId, 'required autocomplete="off"')}
${input('token', words.token, 'required type="password" autocomplete="off"')}
${input('reference', words.reference, 'required')}
<label for="kind">${words.kind}</label><select id="kind" name="kind">${kinds}</select><small id="kind-reason"></small>
${input('companyName', words.companyName, 'required autocomplete="off"')}
${input('domain', words.domain, 'inputmode="url"')}
${input('country', words.country, 'maxlength="2"')}
${amountInputs(words)}
${input('expectedCloseOn', words.expectedCloseOn, 'type="date"')}
<label for="notes">${words.notes}</label><textarea id="notes" name="notes" rows="4" aria-describedby="notes-reason"></textarea><small id="notes-reason"></small>
<button>${words.send}</button>
<p id="told" role="status"></p><button id="withdraw" type="button" hidden>${words.withdraw}</button></form><script>${DEAL_FORM_SCRIPT}</script></body></html>`;
}

function amountInputs(words: Words): string {
  return `${input('amount.amount', words.amount, 'inputmode="decimal"')}
${input('amount.currency', words.currency, 'maxlength="3" value="JPY"')}`;
}

function input(name: string, label: string, attributes: string): string {
  return `<label for="${name}">${label}</label><input id="${name}" name="${name}" ${attributes} aria-describedby="${name}-reason"><small id="${name}-reason"></small>`;
}
