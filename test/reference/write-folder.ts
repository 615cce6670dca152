import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Folder } from './folder.ts';
import { amountText } from './folder.ts';

/** Writes a folder as `bunpai calculate` reads it. */
export function writeFolder(directory: string, folder: Folder): void {
  mkdirSync(directory, { recursive: true });
  const write = (name: string, header: string, rows: readonly (readonly (string | number)[])[]): void =>
    writeFileSync(join(directory, `${name}.csv`), [header, ...rows.map((row) => row.join(','))].join('\n'));
  writeFileSync(join(directory, 'program.json'), JSON.stringify(programJson(folder.program), null, 2));
  write(
    'partners',
    'partner_id,name,kind,status,tier,segment,recruited_by,country,joined_at,ended_at,coupon,customer_id',
    folder.partners.map((one) => [
      ...[one.id, one.id, one.kind, one.status, one.tier, one.segment, one.recruitedBy, one.country],
      ...[instant(one.joinedAt), one.endedAt === null ? '' : instant(one.endedAt), one.coupon, one.customer],
    ]),
  );
  write(
    'terms',
    'partner_id,from,status,tier,segment,recruited_by',
    folder.terms.map((one) => [one.partner, instant(one.from), one.status, one.tier, one.segment, one.recruitedBy]),
  );
  write(
    'clicks',
    'click_id,occurred_at,visitor_id,partner_id,link_id,bot',
    folder.clicks.map((one) => [one.id, instant(one.at), one.visitor, one.partner, one.link, one.isBot ? 'true' : '']),
  );
  write(
    'conversions',
    'conversion_id,line_id,occurred_at,kind,visitor_id,customer_id,coupon,product_id,category,country,quantity,currency,' +
      'amount,tax,shipping,partner_id,click_id',
    folder.conversions.flatMap(({ lines, ...one }) =>
      lines.map((line) => [
        ...[one.id, line.id, instant(one.at), one.kind, one.visitor, one.customer, one.coupon],
        ...[line.product, line.category, one.country, line.quantity, one.currency],
        ...[line.amount, line.tax, line.shipping].map((minor) => amountText(minor, one.currency)),
        ...[one.partner, one.click],
      ]),
    ),
  );
  const currencyOf = new Map(folder.conversions.map(({ id, currency }) => [id, currency]));
  write(
    'reversals',
    'reversal_id,conversion_id,line_id,occurred_at,cause,amount,quantity',
    folder.reversals.map((one) => [
      ...[one.id, one.conversion, one.line, instant(one.at), one.cause],
      ...[amountText(one.amount, currencyOf.get(one.conversion) ?? 'JPY'), one.quantity || ''],
    ]),
  );
  write(
    'rates',
    'date,from,to,rate',
    folder.rates.map(({ date, from, to, rate }) => [date, from, to, rate]),
  );
}

function programJson({ currency, timezone, attribution, plans, threshold }: Folder['program']) {
  return {
    ...{ id: 'prg_reference', name: 'Reference', merchant: 'Reference KK', currency, timezone, attribution, plans },
    settlement: { period: 'month', threshold: amountText(threshold, currency) },
  };
}

function instant(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
