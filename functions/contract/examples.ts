import written from './examples.json' with { type: 'json' };
import type { RouteName } from './routes.ts';

/** What an operation was once asked and answered, in a shop of the tests: request and answer belong together. */
export interface OperationExample {
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** JSON, or the text of a file; absent: it takes none. */
  readonly body?: unknown;
  /** JSON, or the text of what is no JSON; null: it answers nothing, or bytes. */
  readonly answer: unknown;
}

/** One of every operation; `WRITE_EXAMPLES=1 npx vitest run test/functions/contract/examples.test.ts` writes them anew. */
export const examples = written as unknown as Readonly<Record<RouteName, OperationExample>>;
