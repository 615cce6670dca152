import type { DuckDBConnection } from '@duckdb/node-api';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Sales } from './commission-sales.ts';

/**
 * The same commission in SQL: the running base by a window function, each sale's part in each step in thousandths of a yen, rounded
 * half to even in whole numbers. The steps are those of `VOLUME`; a sale is never negative here.
 */
const QUERY = `
  WITH running AS (
    SELECT partner, base, CAST(sum(base) OVER (
      PARTITION BY partner ORDER BY occurred_at, conversion ROWS UNBOUNDED PRECEDING) AS BIGINT) AS after
    FROM sales),
  earned AS (
    SELECT partner,
      40 * (least(after, 100000) - least(after - base, 100000)) +
      55 * (least(greatest(after, 100000), 500000) - least(greatest(after - base, 100000), 500000)) +
      70 * (greatest(after, 500000) - greatest(after - base, 500000)) AS thousandths
    FROM running),
  rounded AS (
    SELECT partner, thousandths // 1000 AS down, thousandths % 1000 AS rest FROM earned)
  SELECT partner, CAST(sum(
    down + CASE WHEN rest > 500 OR (rest = 500 AND down % 2 = 1) THEN 1 ELSE 0 END) AS BIGINT) AS commission
  FROM rounded GROUP BY partner`;

/** A database in memory that works with one thread and holds the sales in their order. */
export async function duckdbWith(sales: Sales): Promise<DuckDBConnection> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  await connection.run('CREATE TABLE sales (partner VARCHAR, occurred_at BIGINT, conversion VARCHAR, base BIGINT)');
  const appender = await connection.createAppender('sales');
  for (const [index, partner] of sales.partners.entries()) {
    appender.appendVarchar(partner);
    appender.appendBigInt(BigInt(sales.occurredAt[index] ?? 0));
    appender.appendVarchar(sales.conversionIds[index] ?? '');
    appender.appendBigInt(BigInt(sales.baseMinor[index] ?? 0));
    appender.endRow();
  }
  appender.closeSync();
  return connection;
}

/** Commission by partner. */
export async function payInSql(connection: DuckDBConnection): Promise<ReadonlyMap<string, bigint>> {
  const rows = await (await connection.run(QUERY)).getRows();
  return new Map(rows.map(([partner, commission]) => [String(partner), BigInt(String(commission))]));
}
