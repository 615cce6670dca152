import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../support/app.ts';
import { anApp } from '../../support/app.ts';

/** Requests of the guide with the answer that stands below each. */
function stepsIn(guide: string): readonly { readonly command: string; readonly answer: Json }[] {
  const blocks = [...guide.matchAll(/^```(sh|json)\n([\s\S]*?)^```/gm)].map(([, kind, text = '']) => ({ kind, text }));
  return blocks.flatMap(({ kind, text }, at) => {
    const told = blocks[at + 1];
    return kind === 'sh' && told?.kind === 'json' ? [{ command: text, answer: JSON.parse(told.text) }] : [];
  });
}

/** A curl command as a request: its method, address, headers and body. */
function requestOf(command: string) {
  const headers = [...command.matchAll(/-H (?:"([^"]*)"|'([^']*)')/g)].map(
    ([, double, single]) => double ?? single ?? '',
  );
  const named = headers.map((header): [string, string] => {
    const [name = '', ...value] = header.split(': ');
    return [name.toLowerCase(), value.join(': ')];
  });
  return {
    method: /-X (\w+)/.exec(command)?.[1] ?? 'GET',
    target: /\$API([^\s"]+)/.exec(command)?.[1] ?? '',
    headers: Object.fromEntries(named),
    rawBody: /-d '([\s\S]*)'\s*$/.exec(command)?.[1],
  };
}

describe('the guide', () => {
  it('works as it stands, request by request', async () => {
    const app = anApp();
    app.setNow('2026-10-01T14:00:00+09:00');
    const tokens: Readonly<Record<string, string>> = {
      $ADMIN: await app.token({ role: 'admin' }),
      $SHOP: await app.token({ role: 'ingest' }),
      $FINANCE: await app.token({ role: 'finance-maker' }),
      $CHECKER: await app.token({ role: 'finance-checker' }),
      $PARTNER: await app.token({ role: 'partner-admin', partnerId: 'ptn_hana' }),
    };
    const steps = stepsIn(readFileSync('functions/contract/GUIDE.md', 'utf8'));
    expect(steps.length).toBeGreaterThan(12);
    for (const { command, answer } of steps) {
      const { method, target, headers, rawBody } = requestOf(command);
      if (target === '/local/clock') {
        app.setNow(JSON.parse(rawBody ?? '').now);
        continue;
      }
      const token = tokens[headers['authorization']?.replace('Bearer ', '') ?? ''] ?? null;
      const rest = Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'authorization'));
      const reply = await app.call(method, target, {
        token,
        headers: rest,
        ...(rawBody === undefined ? {} : { rawBody }),
      });
      expect(reply.json, `${command}${reply.text}`).toMatchObject(answer);
    }
  });
});
