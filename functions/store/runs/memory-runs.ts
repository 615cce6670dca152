import { Broken } from '../../../domain/errors.ts';
import type { ConversionId, PartnerId } from '../../../domain/ids.ts';
import type { Manifest } from '../../../domain/settlement/manifest.ts';
import type { PartnerResult } from '../../../domain/settlement/partner-result.ts';
import { summaryOf } from '../../../domain/settlement/summary.ts';
import type { RecordHashes } from '../../../domain/statement/statement-hashes.ts';
import { hashedStatement, recordHashes } from '../../../domain/statement/statement-hashes.ts';
import { statementText } from '../../../domain/statement/statement-text.ts';
import { sha256Bytes } from '../../runtime/ed25519.ts';
import type { Run, RunKey, RunStore } from '../run-store.ts';
import type { Scope } from '../scope.ts';
import type { Shard } from './shards.ts';
import { shardsOf } from './shards.ts';

/** Runs kept as they are; documents are written out only when somebody asks for one. */
export function memoryRuns(): RunStore {
  const manifests = new Map<string, Manifest>();
  const runs = new Map<string, Run>();
  const keyOf = (scope: Scope, ...rest: string[]): string =>
    JSON.stringify([scope.merchantId, scope.programId, ...rest]);
  const runOf = (scope: Scope, { periodId, runId }: RunKey): Run => {
    const run = runs.get(keyOf(scope, periodId, runId));
    if (run === undefined) throw new Broken('run.missing', `there is no run ${runId} of ${periodId}`);
    return run;
  };
  const shards = new WeakMap<Run, readonly Shard[]>();
  const shardsIn = (scope: Scope, key: RunKey, shard?: number): readonly Shard[] => {
    const run = runOf(scope, key);
    const all = shards.get(run) ?? shardsOf(run.result);
    shards.set(run, all);
    return shard === undefined ? all : all.slice(shard, shard + 1);
  };
  const partnersById = new WeakMap<Run, ReadonlyMap<PartnerId, PartnerResult>>();
  const partnerIn = (run: Run, partnerId: PartnerId): PartnerResult | undefined => {
    const known = partnersById.get(run) ?? new Map(run.result.partners.map((partner) => [partner.partnerId, partner]));
    partnersById.set(run, known);
    return known.get(partnerId);
  };
  const hashes = new WeakMap<Run, ReadonlyMap<PartnerId, RecordHashes>>();
  const hashesIn = (run: Run): ReadonlyMap<PartnerId, RecordHashes> => {
    const known = hashes.get(run) ?? recordHashes(run.result, run.terms, sha256Bytes);
    hashes.set(run, known);
    return known;
  };
  return {
    putManifest: async (scope, manifest) => {
      manifests.set(keyOf(scope, manifest.header.periodId, manifest.header.hash), manifest);
    },
    manifest: async (scope, periodId, hash) => manifests.get(keyOf(scope, periodId, hash)) ?? null,
    putRun: async (scope, run) => {
      const key = keyOf(scope, run.periodId, run.runId);
      if (!runs.has(key)) runs.set(key, run);
    },
    summary: async (scope, key) => {
      const { result, terms } = runOf(scope, key);
      return summaryOf(result, terms);
    },
    shardCount: async (scope, key) => shardsIn(scope, key).length,
    partners: async (scope, key, shard) => shardsIn(scope, key, shard).flatMap(({ partners }) => partners),
    entries: async function* (scope, key, shard) {
      for (const { entries } of shardsIn(scope, key, shard)) yield* entries;
    },
    statement: async (scope, key, partnerId) => {
      const run = runOf(scope, key);
      const partner = partnerIn(run, partnerId);
      return partner === undefined ? null : statementText(partner, run.result, run.terms);
    },
    statementParts: async (scope, key, partnerId) => {
      const run = runOf(scope, key);
      const partner = partnerIn(run, partnerId);
      if (partner === undefined) return null;
      const records = hashesIn(run).get(partnerId);
      return hashedStatement(partner, run.result, run.terms, { records, sha256: sha256Bytes });
    },
    partnersOf: async (scope, key, conversionId) => partnersWith(runOf(scope, key), conversionId),
    uncounted: async (scope, key, conversionId) => {
      const { uncounted } = runOf(scope, key).result;
      const found = uncounted.find(({ conversion }) => conversion.conversionId === conversionId);
      return found === undefined ? null : { attribution: found.attribution, waitsFor: found.waitsFor };
    },
    carry: async (scope, key) => runOf(scope, key).result.carry,
  };
}

function partnersWith({ result }: Run, conversionId: ConversionId): readonly PartnerId[] {
  const partners = new Set<PartnerId>();
  for (const { paid } of result.lines) {
    if (paid.booked.conversion.conversionId === conversionId) partners.add(paid.line.partnerId);
  }
  return [...partners].sort();
}
