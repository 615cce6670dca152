/** The id of a construct, made from a name of ours: `decide-conversion` and `decideConversion` are both `DecideConversion`. */
export function constructId(name: string): string {
  return name
    .split('-')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');
}
