/**
 * Canonical JSON: keys sorted, no white space, absent and undefined members left out, bigint as a decimal string. Equal
 * values have equal bytes, so hashes, replays and "the same content" mean the same everywhere.
 */
export function canonical(value: unknown): string {
  if (typeof value === 'bigint') return `"${value}"`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const members: string[] = [];
  for (const key of Object.keys(value).sort()) {
    const member = (value as Record<string, unknown>)[key];
    if (member !== undefined) members.push(`${JSON.stringify(key)}:${canonical(member)}`);
  }
  return `{${members.join(',')}}`;
}

const INTEGER_NAME = /(?:Minor|Weight)$/;

/**
 * Reads canonical JSON back: a string under a name that ends in `Minor` or `Weight` is a bigint, by our naming rule. The
 * caller names the type, since only it knows what it stored.
 */
export function parseCanonical<T>(text: string): T {
  return JSON.parse(text, (key, value: unknown) =>
    typeof value === 'string' && INTEGER_NAME.test(key) ? BigInt(value) : value,
  ) as T;
}
