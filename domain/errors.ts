/** A refusal or a broken invariant of the domain, with a public dotted code and, for input, the field it concerns. */
export class DomainError extends Error {
  readonly code: string;
  readonly field: string | null;

  constructor(code: string, message: string, options: { readonly field?: string; readonly cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'DomainError';
    this.code = code;
    this.field = options.field ?? null;
  }
}

/** Makes a switch total: a case that the types rule out has no way to happen silently. */
export function assertNever(value: never): never {
  throw new DomainError('internal.unreachable', `unexpected value ${JSON.stringify(value)}`);
}
