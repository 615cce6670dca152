/** Whether an Accept header names this form before JSON, which is answered unless another is asked for. */
export function prefers(accept = '', type: 'text/csv' | 'text/plain'): boolean {
  const named = accept
    .toLowerCase()
    .split(',')
    .map((part) => part.split(';')[0]?.trim());
  return named.find((name) => name === type || name === 'application/json') === type;
}

/** The first of our forms that an Accept header names; JSON when it names none. */
export function preferredOf<T extends string>(
  accept = '',
  known: Readonly<Record<T | 'application/json', unknown>>,
): T | 'application/json' {
  const named = accept
    .toLowerCase()
    .split(',')
    .map((part) => part.split(';')[0]?.trim() ?? '');
  const isKnown = (name: string): name is T => Object.hasOwn(known, name);
  return named.find(isKnown) ?? 'application/json';
}
