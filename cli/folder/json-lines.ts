/**
 * The line on which each value of a JSON text begins, by its path (`plan.rules[0].pay`); the text is known to be valid JSON.
 * A member begins at its name.
 */
export function linesOfJson(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  const containers: Container[] = [];
  let line = 1;
  let path = '';
  for (const [token] of text.matchAll(TOKENS)) {
    const inside = containers.at(-1);
    if (token === '\n') line += 1;
    else if (token === '}' || token === ']') {
      containers.pop();
      path = containers.at(-1)?.path ?? '';
    } else if (token === ',') {
      if (inside && !inside.isObject) inside.index += 1;
    } else if (token.endsWith(':')) {
      path = `${inside?.path === '' ? '' : `${inside?.path}.`}${nameIn(token)}`;
      lines.set(path, line);
      line += token.split('\n').length - 1;
    } else {
      if (inside && !inside.isObject) path = `${inside.path}[${inside.index}]`;
      if (!lines.has(path)) lines.set(path, line);
      if (token === '{' || token === '[') containers.push({ path, isObject: token === '{', index: 0 });
    }
  }
  return lines;
}

interface Container {
  readonly path: string;
  readonly isObject: boolean;
  index: number;
}

/** Member names with their colon, other values, punctuation and line ends. */
const TOKENS = /"(?:[^"\\]|\\.)*"\s*:|"(?:[^"\\]|\\.)*"|[{}[\],\n]|[^\s{}[\],":]+/g;

function nameIn(token: string): string {
  return JSON.parse(token.slice(0, token.lastIndexOf('"') + 1)) as string;
}

/** The line of a value, or of what it would stand in when it is not there. */
export function lineOf(lines: ReadonlyMap<string, number>, path: string): number {
  const line = lines.get(path);
  if (line !== undefined || path === '') return line ?? 1;
  return lineOf(lines, path.slice(0, Math.max(0, path.lastIndexOf('.'), path.lastIndexOf('['))));
}
