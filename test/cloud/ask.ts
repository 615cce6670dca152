import type { Ministack } from './ministack.ts';
import { REGION } from './ministack.ts';

/** Asks a service that speaks AWS's JSON protocol; nobody checks the signature here. */
export async function ask<T>(
  { port }: Ministack,
  { service, target }: { readonly service: string; readonly target: string },
  body: unknown,
): Promise<T> {
  const scope = `test/20260101/${REGION}/${service}/aws4_request`;
  const response = await fetch(`http://127.0.0.1:${port}/`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': target,
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
    },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${target} was answered ${response.status}: ${text}`);
  return JSON.parse(text || '{}') as T;
}
