import type { Sentence } from './said.ts';

interface DomainErrorOptions {
  readonly field?: string;
  readonly cause?: unknown;
}

/** A refusal of the domain, with a public dotted code, what is wrong and, for input, the field it concerns. */
export class DomainError extends Error {
  readonly code: string;
  readonly field: string | null;
  /** What is wrong; `message` is the English of it. */
  readonly said: Sentence;

  constructor(code: string, said: Sentence, options: DomainErrorOptions = {}) {
    super(said.en, { cause: options.cause });
    this.name = 'DomainError';
    this.code = code;
    this.field = options.field ?? null;
    this.said = said;
  }
}

/** A broken invariant, or a host that is not set up: no caller hears of it, and so it is said in English only. */
export class Broken extends DomainError {
  constructor(code: string, message: string, options: DomainErrorOptions = {}) {
    super(code, { en: message, ja: message }, options);
  }
}

/** Makes a switch total: a case that the types rule out has no way to happen silently. */
export function assertNever(value: never): never {
  throw new Broken('internal.unreachable', `unexpected value ${JSON.stringify(value)}`);
}
