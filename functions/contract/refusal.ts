import { DomainError } from '../../domain/errors.ts';
import type { Sentence } from '../../domain/said.ts';

/** One thing that is wrong with a request: where, what was got and what is right. */
export interface Fault {
  readonly field: string;
  readonly reason: Sentence;
}

/** A fault in one language, as callers get it. */
export interface FieldError {
  readonly field: string;
  readonly reason: string;
}

/** A refused request with all that is wrong with it. */
export class Refusal extends DomainError {
  readonly errors: readonly Fault[];

  constructor(code: string, said: Sentence, errors: readonly Fault[]) {
    super(code, said);
    this.name = 'Refusal';
    this.errors = errors;
  }
}
