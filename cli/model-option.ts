import type { Model } from '../domain/partner/program.ts';
import { fieldErrors, PARSING } from '../functions/contract/field-errors.ts';
import { modelSchema } from '../functions/contract/schemas/attribution.ts';
import { UsageError } from './command.ts';

/** A model with its options in one word, `markov:order=2`, as program.json would have it; `option` is how refusals name it. */
export function modelIn(text: string, option: string): Model {
  const [name = '', ...options] = text.trim().split(':');
  const wire: Record<string, unknown> = { model: name };
  for (const own of options) {
    const [key = '', value = ''] = own.split('=');
    wire[key] = optionOf(key, value);
  }
  const read = modelSchema.safeParse(wire, PARSING);
  if (read.success) return read.data;
  const [problem] = fieldErrors(read.error);
  throw new UsageError(`${option} ${text}: ${problem?.field ?? 'model'}: ${problem?.reason ?? 'is not right'}`);
}

const LISTS: readonly string[] = ['weights', 'directPartners'];
const NUMBERS: readonly string[] = ['order', 'windowDays'];

function optionOf(key: string, value: string): unknown {
  if (LISTS.includes(key)) return value.split('+');
  return NUMBERS.includes(key) && /^\d+$/.test(value) ? Number(value) : value;
}
