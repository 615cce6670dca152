import * as z from 'zod';
import type { EventType } from './catalogue.ts';
import { catalogue, definitionOf } from './catalogue.ts';
import { envelopeSchema } from './envelope.ts';

/** The JSON Schema of every event, by file name. Members may be added to an event, so a schema allows what it does not know. */
export function schemaFiles(): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const type of Object.keys(catalogue) as EventType[]) {
    const { version, description } = definitionOf(type);
    const schema = z.toJSONSchema(envelopeSchema(type), { io: 'input' });
    const text = JSON.stringify({ title: `${type} v${version}`, description, ...schema }, null, 2);
    files.set(`${type}.v${version}.json`, `${text}\n`);
  }
  return files;
}
