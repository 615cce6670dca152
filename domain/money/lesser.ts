/** The lesser of two amounts. */
export const lesser = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/** The greater of two amounts. */
export const greater = (a: bigint, b: bigint): bigint => (a > b ? a : b);
