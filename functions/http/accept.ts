/** Whether an Accept header names this form before JSON, which is answered unless another is asked for. */
export function prefers(accept = '', type: 'text/csv' | 'text/plain'): boolean {
  const named = accept
    .toLowerCase()
    .split(',')
    .map((part) => part.split(';')[0]?.trim());
  return named.find((name) => name === type || name === 'application/json') === type;
}
