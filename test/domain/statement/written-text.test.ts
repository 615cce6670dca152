import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical } from '../../../domain/integrity/canonical.ts';
import type { StatementJson } from '../../../domain/integrity/statement-parts.ts';
import {
  hashedParts,
  hashedPartsDigest,
  partHashes,
  statementDigest,
  textPartHashes,
  textParts,
} from '../../../domain/integrity/statement-parts.ts';
import { entryText } from '../../../domain/ledger/entry-text.ts';
import { statementsOf } from '../../../domain/statement/statement.ts';
import { hashedStatement, recordHashes } from '../../../domain/statement/statement-hashes.ts';
import { statementText } from '../../../domain/statement/statement-text.ts';
import { sha256Bytes } from '../../../functions/runtime/ed25519.ts';
import { closeMonths, scenario } from '../settlement/scenario.ts';

const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 100);

describe('what is written out by hand, for months with millions of lines', () => {
  it('is what JSON makes of it: statements and entries; and their parts are hashed as they are read', () => {
    fc.assert(
      fc.property(scenario, (given) => {
        for (const { result, terms } of closeMonths(given)) {
          const texts = result.partners.map((partner) => statementText(partner, result, terms));
          expect(texts).toEqual([...statementsOf(result, terms)].map((statement) => JSON.stringify(statement)));
          const [text = ''] = texts;
          expect(textPartHashes(textParts(text), sha256Bytes)).toEqual(
            partHashes(JSON.parse(text) as StatementJson, sha256Bytes),
          );
          const parts = texts.map(textParts);
          const hashed = parts.map((each) => hashedParts(each, sha256Bytes));
          const known = recordHashes(result, terms, sha256Bytes);
          const written = result.partners.map((partner) => {
            const records = known.get(partner.partnerId);
            return hashedStatement(partner, result, terms, { records, sha256: sha256Bytes });
          });
          expect(written).toEqual(hashed);
          expect(hashed.map((each) => hashedPartsDigest(each, sha256Bytes))).toEqual(
            parts.map((each) => statementDigest(textPartHashes(each, sha256Bytes), sha256Bytes)),
          );
          expect(result.entries.map(entryText)).toEqual(result.entries.map(canonical));
        }
      }),
      { numRuns: RUNS },
    );
  });
});
