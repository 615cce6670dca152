import { DomainError } from '../../domain/errors.ts';

/** One thing that is wrong with a request: where, what was got and what is right. */
export interface FieldError {
  readonly field: string;
  readonly reason: string;
}

/** A refused request with all that is wrong with it. */
export class Refusal extends DomainError {
  readonly errors: readonly FieldError[];

  constructor(code: string, message: string, errors: readonly FieldError[]) {
    super(code, message);
    this.name = 'Refusal';
    this.errors = errors;
  }
}
