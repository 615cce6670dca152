import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { newWebhookSecret, signedHeaders } from '../../../functions/webhook/signature.ts';

const body = '{"type":"payout.confirmed","data":{"partner":"株式会社花"}}';
const message = () => ({ id: 'evt_1', at: Date.now(), body });

describe('the signature of a webhook', () => {
  it('is verified by the reference library of Standard Webhooks', () => {
    const secret = newWebhookSecret();
    expect(new Webhook(secret).verify(body, signedHeaders(message(), [secret]))).toEqual(JSON.parse(body));
  });

  it('is what the reference library makes', () => {
    const secret = newWebhookSecret();
    const at = Date.parse('2026-11-01T00:00:00Z');
    const theirs = new Webhook(secret).sign('evt_1', new Date(at), body);
    expect(signedHeaders({ id: 'evt_1', at, body }, [secret])).toEqual({
      'webhook-id': 'evt_1',
      'webhook-timestamp': '1793491200',
      'webhook-signature': theirs,
    });
  });

  it('is by both secrets while one takes the place of the other: a receiver with either verifies it', () => {
    const [old, next] = [newWebhookSecret(), newWebhookSecret()];
    const headers = signedHeaders(message(), [next, old]);
    for (const secret of [old, next]) expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body));
    expect(() => new Webhook(newWebhookSecret()).verify(body, headers)).toThrow('No matching signature found');
  });

  it('fails when a letter of the body, the id or the time is another', () => {
    const secret = newWebhookSecret();
    const headers = signedHeaders(message(), [secret]);
    const webhook = new Webhook(secret);
    expect(() => webhook.verify(body.replace('花', '華'), headers)).toThrow();
    expect(() => webhook.verify(body, { ...headers, 'webhook-id': 'evt_2' })).toThrow();
    const later = String(Number(headers['webhook-timestamp']) + 1);
    expect(() => webhook.verify(body, { ...headers, 'webhook-timestamp': later })).toThrow();
  });

  it('is made by a secret of 24 to 64 bytes only', () => {
    expect(newWebhookSecret()).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    for (const bytes of [16, 23, 65]) {
      const secret = `whsec_${Buffer.alloc(bytes).toString('base64')}`;
      expect(() => signedHeaders(message(), [secret])).toThrow('24 to 64 bytes');
    }
  });
});
