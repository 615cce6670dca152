import { readFileSync } from 'node:fs';
import type { Json } from '../../support/app.ts';

/** A payload as its vendor sends it, with members of its `data.object`, or of itself, changed. */
export function aPayload(name: string, changes: Json = {}): Json {
  const payload = JSON.parse(readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), 'utf8'));
  const { event = {}, ...rest } = changes;
  return payload.data === undefined
    ? { ...payload, ...rest }
    : { ...payload, ...event, data: { ...payload.data, object: { ...payload.data.object, ...rest } } };
}
