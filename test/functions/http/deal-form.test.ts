import { createHash } from 'node:crypto';
import { Window } from 'happy-dom';
import { afterEach, describe, expect, it } from 'vitest';
import type { App } from '../../support/app.ts';
import { anApp } from '../../support/app.ts';
import { aShop } from '../../support/shop.ts';

const open: Window[] = [];
afterEach(async () => {
  for (const window of open.splice(0)) await window.happyDOM.close();
});

/** The page in a browser whose requests reach the app; by default the partner's own token came behind the address. */
async function formOf(app: App, { language = 'ja', behind = '' } = {}) {
  const { text } = await app.call('GET', '/forms/deal', { token: null, headers: { 'accept-language': language } });
  const given = behind || `#program=prg_1&token=${await app.token({ role: 'partner-member' })}`;
  const window = new Window({
    url: `https://api.example.com/forms/deal${given}`,
    settings: { enableJavaScriptEvaluation: true, suppressInsecureJavaScriptEnvironmentWarning: true },
  });
  open.push(window);
  const sent: string[] = [];
  const fetch = async (path: string, { method, headers, body }: { method: string; headers: never; body: string }) => {
    const { authorization, ...others } = headers as Record<string, string>;
    sent.push(path);
    const reply = await app.call(method, path, {
      token: authorization?.replace('Bearer ', '') ?? null,
      headers: others,
      rawBody: body,
    });
    return new Response(reply.text, { status: reply.status });
  };
  Object.assign(window, { fetch });
  window.document.write(text);
  const fill = (values: Readonly<Record<string, string>>): void => {
    for (const [id, value] of Object.entries(values))
      Object.assign(window.document.getElementById(id) ?? {}, { value });
  };
  const send = async (): Promise<string> => {
    window.document.querySelector('form')?.dispatchEvent(new window.Event('submit', { cancelable: true }));
    await window.happyDOM.waitUntilComplete();
    await expect.poll(() => window.document.querySelector('#told')?.textContent).not.toBe('');
    return window.document.querySelector('#told')?.textContent ?? '';
  };
  const withdraw = async (isSure: boolean): Promise<string> => {
    Object.assign(window, { confirm: () => isSure });
    window.document.getElementById('withdraw')?.dispatchEvent(new window.Event('click'));
    await window.happyDOM.waitUntilComplete();
    await expect.poll(() => window.document.querySelector('#told')?.textContent).not.toBe('');
    return window.document.querySelector('#told')?.textContent ?? '';
  };
  const canWithdraw = () => !Object(window.document.getElementById('withdraw')).hidden;
  const reason = (id: string) => window.document.getElementById(`${id}-reason`)?.textContent;
  return { window, fill, send, withdraw, canWithdraw, reason, sent };
}

const DEAL = { reference: 'A-001', companyName: '株式会社サンプル商事', domain: 'https://www.sample.co.jp' };
const WITH_AMOUNT = { ...DEAL, 'amount.amount': '1200000', expectedCloseOn: '2026-12-20', notes: '来週デモ予定' };

describe('the form of a deal', () => {
  it('registers what a partner fills in, as its own', async () => {
    const app = await aShop();
    const form = await formOf(app);
    form.fill(WITH_AMOUNT);
    expect(await form.send()).toMatch(
      /^登録しました: 株式会社サンプル商事 · A-001 · \S+ · 登録済み・審査中 \(審査期限 2026\/10\/5 /,
    );
    const token = await app.token({ role: 'partner-member' });
    const { json } = await app.call('GET', '/v1/programs/prg_1/deals', { token });
    expect(json.deals).toMatchObject([
      {
        reference: 'A-001',
        partnerId: 'ptn_1',
        kind: 'deal',
        companyName: '株式会社サンプル商事',
        domain: 'sample.co.jp',
        amount: { amount: '1200000', currency: 'JPY' },
        expectedCloseOn: '2026-12-20',
        notes: '来週デモ予定',
      },
    ]);
    // Sent again it is the same deal.
    expect(await form.send()).toMatch(/^登録しました/);
    expect((await app.call('GET', '/v1/programs/prg_1/deals', { token })).json.deals).toHaveLength(1);
  });

  it('withdraws what was registered by mistake, once somebody is sure of it', async () => {
    const app = await aShop();
    const form = await formOf(app);
    form.fill(WITH_AMOUNT);
    expect(form.canWithdraw()).toBe(false);
    await form.send();
    expect(form.canWithdraw()).toBe(true);
    expect(await form.withdraw(false)).toContain('登録済み・審査中');
    expect(await form.withdraw(true)).toMatch(/^株式会社サンプル商事 · A-001 · \S+ · 取下げ$/);
    expect(form.canWithdraw()).toBe(false);
    const token = await app.token({ role: 'partner-member' });
    const { json } = await app.call('GET', '/v1/programs/prg_1/deals?status=withdrawn', { token });
    expect(json.deals).toMatchObject([{ reference: 'A-001', reason: 'mistake', reasonText: expect.any(String) }]);
  });

  it('shows a refusal beside the field that it names, and forgets it once that is mended', async () => {
    const form = await formOf(await aShop());
    form.fill({ ...WITH_AMOUNT, domain: 'none', 'amount.amount': '12.5' });
    expect(await form.send()).not.toContain('登録しました');
    expect(form.reason('domain')).toContain('メールアドレスで指定してください');
    expect(form.reason('amount.amount')).toContain('小数0桁まで');
    expect(form.reason('companyName')).toBe('');
    form.fill(WITH_AMOUNT);
    expect(await form.send()).toMatch(/^登録しました/);
    expect([form.reason('domain'), form.reason('amount.amount')]).toEqual(['', '']);
  });

  it('says in the language of its reader why nothing was registered', async () => {
    const app = await aShop();
    const japanese = await formOf(app, { behind: '#program=prg_1&token=none' });
    const english = await formOf(app, { language: 'en', behind: '#program=prg_1&token=none' });
    for (const form of [japanese, english]) form.fill(WITH_AMOUNT);
    expect(await japanese.send()).toMatch(/\p{Script=Han}|\p{Script=Hiragana}/u);
    expect(await english.send()).toMatch(/^[\x20-\x7e—]+$/);
    Object.assign(english.window, { fetch: () => Promise.reject(new TypeError('no network')) });
    expect(await english.send()).toContain('could not be reached');
  });

  it('takes program and token from behind the address, where no server sees them, and keeps them out of the history', async () => {
    const { window, sent } = await formOf(await aShop(), { behind: '#program=prg_7&token=secret' });
    expect(window.location.href).toBe('https://api.example.com/forms/deal');
    expect(Object(window.document.getElementById('programId')).value).toBe('prg_7');
    expect(sent).toEqual([]);
  });

  it('runs its own script alone, and speaks to us alone', async () => {
    const { text, headers } = await anApp().call('GET', '/forms/deal', { token: null });
    const script = /<script>([\s\S]*)<\/script>/.exec(text)?.[1] ?? '';
    const hash = createHash('sha256').update(script).digest('base64');
    const policy = headers['content-security-policy'];
    expect(policy).toContain(`script-src 'sha256-${hash}'; connect-src 'self'`);
    expect(policy).toContain("default-src 'none'");
    expect(text.match(/<script|src=|href=/g)).toEqual(['<script']);
  });
});
