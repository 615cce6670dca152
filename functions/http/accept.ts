/** A table as CSV, or what it is made of as JSON. */
export const TABLE_FORMS = { 'application/json': 'json', 'text/csv': 'csv' } as const;

/** With an answer in CSV. */
export const CSV_HEADERS = { 'content-type': 'text/csv; charset=utf-8', vary: 'accept' };

/** The form in which something is answered: the one that the query names, else the first of ours in the Accept header, else JSON. */
export function formOf<Form extends string>(
  named: Form | undefined,
  accept: string | undefined,
  forms: Readonly<Record<string, Form>> & { readonly 'application/json': Form },
): Form {
  const types = (accept ?? '').toLowerCase().split(',');
  const ours = types.map((type) => type.split(';')[0]?.trim() ?? '').find((type) => Object.hasOwn(forms, type));
  return named ?? forms[ours ?? 'application/json'] ?? forms['application/json'];
}
