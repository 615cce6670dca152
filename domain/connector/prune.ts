/** Members of what a vendor sent, by name; a list keeps its places. */
export type Sent = null | boolean | number | string | readonly Sent[] | { readonly [name: string]: Sent };

/** The members with these names and what leads to them; all else, names and addresses of people first, is left out. */
export function pruned(sent: Sent, names: ReadonlySet<string>): Sent {
  if (isList(sent)) return sent.map((item) => pruned(item, names));
  if (typeof sent !== 'object' || sent === null) return sent;
  const kept = Object.entries(sent).filter(([name]) => names.has(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, pruned(value, names)]));
}

/** Where a JSON pointer (RFC 6901) leads; undefined where there is nothing. */
export function pointedAt(sent: Sent | undefined, pointer: string): Sent | undefined {
  let here = sent;
  for (const name of pointerNames(pointer)) {
    if (typeof here !== 'object' || here === null) return undefined;
    const members = here as { readonly [name: string]: Sent };
    here = Object.hasOwn(members, name) ? members[name] : undefined;
  }
  return here;
}

/** The names on the way of a pointer, in order; none: the whole. */
export function pointerNames(pointer: string): readonly string[] {
  const [, ...names] = pointer.split('/');
  return names.map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function isList(sent: Sent): sent is readonly Sent[] {
  return Array.isArray(sent);
}
