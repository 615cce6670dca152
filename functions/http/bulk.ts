import type { z } from 'zod';
import { PARSING } from '../contract/field-errors.ts';
import { languageOf, problemOf } from '../contract/problem.ts';
import type { Route } from '../contract/route.ts';
import type { Call, Operation } from '../runtime/operation/operation.ts';
import { operation } from '../runtime/operation/operation.ts';
import { inLanguage, reportFault } from '../runtime/operation/stack.ts';
import { mapLimited } from '../usecases/map-limited.ts';

const AT_ONCE = 8;

interface Many {
  readonly items: readonly unknown[];
}

/**
 * Does the same with up to 100 items, each for itself: the answer has a result for every item in their order, what came of it or
 * the problem that it met. What is refused takes nothing else with it; sent again, what is done already changes nothing.
 */
export function bulkOperation<Item, Path, Query>(
  route: Route<Many, Path, Query>,
  schema: z.ZodType<Item>,
  one: (call: Call<Many, Path, Query>, item: Item) => Promise<unknown>,
): Operation {
  return operation(route, async (call) => {
    const language = languageOf(call.headers['accept-language']);
    const context = { requestId: call.requestId, instance: call.path, language };
    const results = await mapLimited(call.body.items, AT_ONCE, async (item) => {
      try {
        return { outcome: 'done', body: await one(call, schema.parse(item, PARSING)) };
      } catch (error) {
        const problem = problemOf(error, context);
        if (problem.status >= 500) reportFault(route.name, error);
        return { outcome: 'refused', problem };
      }
    });
    const refused = results.filter(({ outcome }) => outcome === 'refused').length;
    return { headers: inLanguage(language), body: { done: results.length - refused, refused, results } };
  });
}
