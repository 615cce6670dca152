/** One spelling per code: width folded (NFKC), upper case, no spaces. `ｓａｖｅ 10` and `SAVE10` are the same coupon. */
export function normaliseCoupon(code: string): string {
  return code.normalize('NFKC').replace(/\s+/gu, '').toUpperCase();
}
