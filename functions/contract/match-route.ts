import type { Route } from './routes.ts';
import { routeList } from './routes.ts';

export type MatchedRoute =
  | { readonly outcome: 'found'; readonly route: Route; readonly parameters: Readonly<Record<string, string>> }
  | { readonly outcome: 'method-not-allowed'; readonly allowed: readonly string[] }
  | { readonly outcome: 'not-found' };

/** The route of a request, as API Gateway finds it: by method and by the shape of the path. */
export function matchRoute(method: string, path: string): MatchedRoute {
  const allowed: string[] = [];
  for (const route of routeList) {
    const parameters = parametersIn(route.path, path);
    if (!parameters) continue;
    if (route.method === method) return { outcome: 'found', route, parameters };
    allowed.push(route.method);
  }
  return allowed.length > 0 ? { outcome: 'method-not-allowed', allowed } : { outcome: 'not-found' };
}

function parametersIn(template: string, path: string): Record<string, string> | null {
  const names = template.split('/');
  const parts = path.split('/');
  if (names.length !== parts.length) return null;
  const parameters: Record<string, string> = {};
  for (const [index, name] of names.entries()) {
    const part = parts[index] ?? '';
    const isParameter = name.startsWith('{');
    if (isParameter ? part === '' : part !== name) return null;
    if (!isParameter) continue;
    try {
      parameters[name.slice(1, -1)] = decodeURIComponent(part);
    } catch {
      return null;
    }
  }
  return parameters;
}
