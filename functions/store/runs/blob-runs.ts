import { gunzipSync, gzipSync } from 'node:zlib';
import { Broken } from '../../../domain/errors.ts';
import type { ConversionId, PartnerId } from '../../../domain/ids.ts';
import { canonical, parseCanonical } from '../../../domain/integrity/canonical.ts';
import { hashedParts, textParts } from '../../../domain/integrity/statement-parts.ts';
import type { Entry } from '../../../domain/ledger/entry.ts';
import { entryText } from '../../../domain/ledger/entry-text.ts';
import { readCarry, writeCarry } from '../../../domain/settlement/carry-text.ts';
import type { PeriodResult } from '../../../domain/settlement/close-period.ts';
import type { Manifest, ManifestHeader, ManifestRow } from '../../../domain/settlement/manifest.ts';
import type { Summary } from '../../../domain/settlement/summary.ts';
import { summaryOf } from '../../../domain/settlement/summary.ts';
import { statementText } from '../../../domain/statement/statement-text.ts';
import { sha256Bytes } from '../../runtime/ed25519.ts';
import type { BlobStore } from '../blob-store.ts';
import type { RunKey, RunPartner, RunStore, UncountedConversion } from '../run-store.ts';
import type { Scope } from '../scope.ts';
import type { UncountedPartner } from './shards.ts';
import { entryCounts, shardsOf } from './shards.ts';

/** Rows of one blob, so that neither writing nor reading holds more than this many as text. */
const ROWS_PER_BLOB = 20_000;
const INDEX_BUCKETS = 64;

/** Manifests and runs as compressed, immutable blobs: JSON documents and JSON lines in numbered parts. */
export function blobRuns(blobs: BlobStore): RunStore {
  const put = (key: string, text: string): Promise<void> => blobs.putOnce(key, gzipSync(text, { level: 3 }));
  const find = async (key: string): Promise<string | null> => {
    const bytes = await blobs.get(key);
    return bytes === null ? null : gunzipSync(bytes).toString('utf8');
  };
  const get = async (key: string): Promise<string> => {
    const text = await find(key);
    if (text === null) throw new Broken('run.missing', `there is no ${key}`);
    return text;
  };
  const putRows = async (key: string, rows: Iterable<string>): Promise<void> => {
    let part = 0;
    let batch: string[] = [];
    for (const row of rows) {
      if (batch.push(row) < ROWS_PER_BLOB) continue;
      await put(`${key}/${part++}`, batch.join('\n'));
      batch = [];
    }
    if (batch.length > 0) await put(`${key}/${part++}`, batch.join('\n'));
    // The count comes last: a half-written set of parts is never read as a whole one.
    await put(`${key}/parts`, String(part));
  };
  const rowsOf = async function* (key: string): AsyncGenerator<string> {
    const parts = Number(await get(`${key}/parts`));
    for (let part = 0; part < parts; part++) yield* (await get(`${key}/${part}`)).split('\n');
  };

  const shardCount = async (scope: Scope, run: RunKey): Promise<number> =>
    Number(await get(`${runKey(scope, run)}/shards/count`));
  const statement: RunStore['statement'] = (scope, run, partnerId) =>
    find(`${runKey(scope, run)}/statements/${encodeURIComponent(partnerId)}`);
  const shardKeys = async (scope: Scope, run: RunKey, shard: number | undefined): Promise<readonly string[]> => {
    const shards = shard === undefined ? [...Array(await shardCount(scope, run)).keys()] : [shard];
    return shards.map((each) => `${runKey(scope, run)}/shards/${each}`);
  };

  /** Runs of before did not say what their entries come to. */
  const counted = async (key: string, partners: readonly UncountedPartner[]): Promise<readonly RunPartner[]> => {
    const counts = entryCounts(partners);
    for await (const row of rowsOf(`${key}/entries`)) counts.add(parseCanonical<Entry>(row));
    return partners.map(counts.headOf);
  };

  return {
    putManifest: async (scope, { header, rows }) => {
      const key = manifestKey(scope, header.periodId, header.hash);
      await putRows(`${key}/rows`, mapped(rows, canonical));
      await put(`${key}/header`, canonical(header));
    },
    manifest: async (scope, periodId, hash) => {
      const key = manifestKey(scope, periodId, hash);
      const header = await find(`${key}/header`);
      if (header === null) return null;
      const rows: ManifestRow[] = [];
      for await (const row of rowsOf(`${key}/rows`)) rows.push(parseCanonical<ManifestRow>(row));
      return { header: parseCanonical<ManifestHeader>(header), rows } satisfies Manifest;
    },
    putRun: async (scope, run) => {
      const key = runKey(scope, run);
      const { result, terms } = run;
      const shards = shardsOf(result);
      for (const [shard, { partners, entries }] of shards.entries()) {
        await putRows(`${key}/shards/${shard}/entries`, mapped(entries, entryText));
        await put(`${key}/shards/${shard}/partners`, canonical(partners));
      }
      await put(`${key}/shards/count`, String(shards.length));
      await putRows(`${key}/carry`, writeCarry(result.carry));
      for (const partner of result.partners) {
        const text = statementText(partner, result, terms);
        await put(`${key}/statements/${encodeURIComponent(partner.partnerId)}`, text);
      }
      for (const [bucket, text] of partnerIndex(result)) await put(`${key}/index/${bucket}`, text);
      for (const [bucket, text] of uncountedIndex(result)) await put(`${key}/uncounted/${bucket}`, text);
      await put(`${key}/summary`, canonical(summaryOf(result, terms)));
    },
    summary: async (scope, run) => JSON.parse(await get(`${runKey(scope, run)}/summary`)) as Summary,
    shardCount,
    partners: async (scope, run, shard) => {
      const partners: RunPartner[] = [];
      for (const key of await shardKeys(scope, run, shard)) {
        const own = parseCanonical<UncountedPartner[]>(await get(`${key}/partners`));
        for (const partner of own.every(isCounted) ? own : await counted(key, own)) partners.push(partner);
      }
      return partners;
    },
    entries: async function* (scope, run, shard) {
      for (const key of await shardKeys(scope, run, shard)) {
        for await (const row of rowsOf(`${key}/entries`)) yield parseCanonical<Entry>(row);
      }
    },
    statement,
    statementParts: async (scope, run, partnerId) => {
      const text = await statement(scope, run, partnerId);
      return text === null ? null : hashedParts(textParts(text), sha256Bytes);
    },
    partnersOf: async (scope, run, conversionId) => {
      const text = await find(`${runKey(scope, run)}/index/${bucketOf(conversionId)}`);
      const index = text === null ? [] : (JSON.parse(text) as [ConversionId, PartnerId[]][]);
      return index.find(([id]) => id === conversionId)?.[1] ?? [];
    },
    uncounted: async (scope, run, conversionId) => {
      const text = await find(`${runKey(scope, run)}/uncounted/${bucketOf(conversionId)}`);
      const index = text === null ? [] : parseCanonical<[ConversionId, UncountedConversion][]>(text);
      return index.find(([id]) => id === conversionId)?.[1] ?? null;
    },
    carry: async (scope, run) => {
      const rows: string[] = [];
      for await (const row of rowsOf(`${runKey(scope, run)}/carry`)) rows.push(row);
      return readCarry(rows);
    },
  };
}

function isCounted(partner: UncountedPartner): partner is RunPartner {
  return 'entryCount' in partner;
}

function manifestKey(scope: Scope, periodId: string, hash: string): string {
  return ['manifests', scope.merchantId, scope.programId, periodId, hash].map(encodeURIComponent).join('/');
}

function runKey(scope: Scope, { periodId, runId }: RunKey): string {
  return ['runs', scope.merchantId, scope.programId, periodId, runId].map(encodeURIComponent).join('/');
}

/** Which partners have lines of which conversion, in buckets, so that one explanation reads one of them; empty ones are none. */
function partnerIndex({ lines }: PeriodResult): Iterable<[number, string]> {
  const buckets = new Map<number, Map<ConversionId, Set<PartnerId>>>();
  for (const { paid } of lines) {
    const { conversionId } = paid.booked.conversion;
    const place = bucketOf(conversionId);
    const bucket = buckets.get(place) ?? new Map<ConversionId, Set<PartnerId>>();
    const partners = bucket.get(conversionId) ?? new Set();
    buckets.set(place, bucket.set(conversionId, partners.add(paid.line.partnerId)));
  }
  return mapped(buckets, ([place, bucket]) => [
    place,
    canonical([...bucket].map(([id, partners]) => [id, [...partners].sort()])),
  ]);
}

function uncountedIndex({ uncounted }: PeriodResult): Iterable<[number, string]> {
  const buckets = Map.groupBy(uncounted, ({ conversion }) => bucketOf(conversion.conversionId));
  return mapped(buckets, ([place, bucket]) => [
    place,
    canonical(
      bucket.map(({ conversion, attribution, waitsFor }) => [conversion.conversionId, { attribution, waitsFor }]),
    ),
  ]);
}

/** FNV-1a over the code units: spreads ids evenly and is the same everywhere. */
function bucketOf(conversionId: ConversionId): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < conversionId.length; index++) {
    hash = Math.imul(hash ^ conversionId.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0) % INDEX_BUCKETS;
}

function* mapped<T, R>(items: Iterable<T>, change: (item: T) => R): Generator<R> {
  for (const item of items) yield change(item);
}
