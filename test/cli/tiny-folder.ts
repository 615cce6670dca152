import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A small folder that is right in all of its files; a test replaces what it is about. */
export const TINY: Readonly<Record<string, string>> = {
  'program.json': JSON.stringify(
    {
      id: 'prg_tea',
      name: '茶の友プログラム',
      merchant: '株式会社みどり茶舗',
      currency: 'JPY',
      timezone: 'Asia/Tokyo',
      attribution: { model: 'linear', lookbackDays: 30, minSecondsToConvert: 0, coupon: 'wins' },
      plan: {
        version: 1,
        effectiveFrom: '2026-10-01',
        rounding: 'half-even',
        base: { includeTax: false, includeShipping: false },
        holdDays: 14,
        rules: [{ id: 'base', when: {}, pay: { rate: '0.05' } }],
      },
      settlement: { period: 'month', threshold: { amount: '100', currency: 'JPY' } },
    },
    null,
    2,
  ),
  'partners.csv': table(
    'partner_id,name,kind,status,tier,segment,recruited_by,country,joined_at,ended_at,coupon',
    'ptn_1,山田 太郎,creator,active,gold,standard,,JP,2026-01-01T00:00:00+09:00,,MATCHA10',
    'ptn_2,鈴木商店,reseller,active,,volume,ptn_1,JP,2026-01-01T00:00:00+09:00,,',
  ),
  'clicks.csv': table(
    'click_id,occurred_at,visitor_id,partner_id,link_id',
    'clk_1,2026-10-02T10:00:00+09:00,vis_1,ptn_1,lnk_1',
    'clk_2,2026-10-02T12:00:00+09:00,vis_1,ptn_2,',
  ),
  'conversions.csv': table(
    'conversion_id,line_id,occurred_at,kind,visitor_id,customer_id,coupon,product_id,category,country,quantity,currency,amount,tax,shipping',
    'ord_1,1,2026-10-03T09:00:00+09:00,sale,vis_1,cus_1,,sencha,tea,JP,2,JPY,2160,160,0',
    'ord_1,2,2026-10-03T09:00:00+09:00,sale,vis_1,cus_1,,cup,ware,JP,1,JPY,1000,0,500',
  ),
  'reversals.csv': table(
    'reversal_id,conversion_id,line_id,occurred_at,cause,amount',
    'ref_1,ord_1,2,2026-10-05T09:00:00+09:00,refund,250',
  ),
};

/** Lines of a CSV file. */
export function table(...lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}

/** Writes a folder for one test: the tiny one with some files replaced; null takes a file away. */
export async function tinyFolder(changes: Readonly<Record<string, string | Uint8Array | null>> = {}): Promise<string> {
  const directory = await temporaryFolder();
  for (const [name, content] of Object.entries({ ...TINY, ...changes })) {
    if (content !== null) await writeFile(join(directory, name), content);
  }
  return directory;
}

/** An empty folder that goes away with its test. */
export async function temporaryFolder(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'bunpai-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

/** The tiny file with one row more, or with a text of it replaced. */
export function changed(name: string, change: (content: string) => string): Readonly<Record<string, string>> {
  return { [name]: change(TINY[name] ?? '') };
}
