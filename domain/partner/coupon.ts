/**
 * One spelling per code: width folded (NFKC), upper case, no spaces. `ｓａｖｅ 10` and `SAVE10` are the same coupon. Folded
 * again at the end, since an upper case may be several characters: a normalised code stays as it is.
 */
export function normaliseCoupon(code: string): string {
  return code.normalize('NFKC').replace(/\s+/gu, '').toUpperCase().normalize('NFKC');
}
