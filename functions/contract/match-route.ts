/** A row of a route table, as far as finding it goes. */
export interface Routable {
  readonly method: string;
  readonly path: string;
}

export type Found<R extends Routable> =
  | { readonly outcome: 'found'; readonly route: R; readonly parameters: Readonly<Record<string, string>> }
  | { readonly outcome: 'method-not-allowed'; readonly allowed: readonly string[] }
  | { readonly outcome: 'not-found' };

/** Finds the route of a request, as API Gateway does: by method and by the shape of the path. */
export function routerOf<R extends Routable>(routes: readonly R[]): (method: string, path: string) => Found<R> {
  const compiled = routes.map((route) => ({ route, segments: route.path.split('/') }));
  return (method, path) => {
    const parts = path.split('/');
    const allowed: string[] = [];
    for (const { route, segments } of compiled) {
      const parameters = match(segments, parts);
      if (parameters === null) continue;
      if (route.method === method) return { outcome: 'found', route, parameters };
      allowed.push(route.method);
    }
    return allowed.length > 0 ? { outcome: 'method-not-allowed', allowed } : { outcome: 'not-found' };
  };
}

function match(segments: readonly string[], parts: readonly string[]): Record<string, string> | null {
  if (segments.length !== parts.length) return null;
  const parameters: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const part = parts[index] ?? '';
    if (!segment.startsWith('{')) {
      if (segment !== part) return null;
      continue;
    }
    const value = decoded(part);
    if (value === null || value === '') return null;
    parameters[segment.slice(1, -1)] = value;
  }
  return parameters;
}

function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}
