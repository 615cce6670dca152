import * as z from 'zod';
import type { Connector, RecordedByMessage } from '../../../domain/connector/connector.ts';
import { pointerNames } from '../../../domain/connector/prune.ts';
import type { SignedMapping, Source } from '../../../domain/connector/signed-mapping.ts';
import { DomainError } from '../../../domain/errors.ts';
import type { Language } from '../../../domain/said.ts';
import { mapSigned, typeOfSigned } from '../../connector/map-signed.ts';
import { fieldFaults } from '../../contract/field-errors.ts';
import type { Fault } from '../../contract/refusal.ts';
import type { Deps } from '../../runtime/deps.ts';
import { csvRecords } from '../csv-records.ts';
import { mapLimited } from '../map-limited.ts';
import { takeFacts } from './take-facts.ts';

const AT_ONCE = 8;
const ROWS_MAX = 500;

/** What became of one row, or the reasons against it as `file:line: column: reason`. */
export type ImportedFact = { readonly line: number } & (
  | { readonly result: 'recorded'; readonly recorded: readonly RecordedByMessage[] }
  | { readonly result: 'ignored'; readonly reason: string }
  | { readonly result: 'refused'; readonly errors: readonly string[] }
);

type Row = Readonly<Record<string, string>>;

/** Reads each row of a table by the mapping of a connector, where `/Amount` is the column "Amount"; each is right or wrong for itself. */
export async function importCsv(
  deps: Deps,
  connector: Connector,
  { file, csv, language }: { readonly file: string; readonly csv: string; readonly language: Language },
): Promise<readonly ImportedFact[]> {
  const { mapping, name, kind } = connector;
  if (mapping === null) {
    const message = {
      en: `"${name}" is of the kind ${kind}; a table is read by the mapping of a connector of the kind signed`,
      ja: `"${name}"の種類は${kind}です。表は、種類signedのコネクタの対応表で読み込みます。`,
    };
    throw new DomainError('connector.unmapped', message);
  }
  const [header, ...rows] = csvRecords(csv);
  if (header === undefined || rows.length > ROWS_MAX) {
    const message = {
      en: `must have a header and at most ${ROWS_MAX} rows, got ${rows.length}`,
      ja: `見出し行と${ROWS_MAX}行以下のデータにしてください（入力値: ${rows.length}行）`,
    };
    throw new DomainError('request.invalid', message, { field: 'csv' });
  }
  const columns = header.record.map((name) => name.trim());
  return await mapLimited(rows, AT_ONCE, async ({ record, line }): Promise<ImportedFact> => {
    const refused = (errors: readonly Fault[]): ImportedFact => {
      return {
        line,
        result: 'refused',
        errors: errors.map(({ field, reason }) => `${file}:${line}: ${field}: ${reason[language]}`),
      };
    };
    if (record.length !== columns.length) {
      return refused([
        {
          field: 'row',
          reason: {
            en: `must have ${columns.length} cells, as the header, got ${record.length}`,
            ja: `見出し行と同じ${columns.length}列にしてください（入力値: ${record.length}列）`,
          },
        },
      ]);
    }
    const row: Row = Object.fromEntries(columns.map((name, index) => [name, record[index] ?? '']));
    try {
      const mapped = mapSigned(mapping, row);
      if (mapped.outcome !== 'facts') return { line, result: 'ignored', reason: mapped.reason[language] };
      return { line, result: 'recorded', recorded: (await takeFacts(deps, connector, mapped.facts)).recorded };
    } catch (error) {
      return refused(errorsOf(error).map(({ field, reason }) => ({ field: columnOf(mapping, row, field), reason })));
    }
  });
}

function errorsOf(error: unknown): readonly Fault[] {
  if (error instanceof z.ZodError) return fieldFaults(error);
  if (error instanceof DomainError) return [{ field: error.field ?? 'row', reason: error.said }];
  throw error;
}

/** The column that a member of a fact was read from. */
function columnOf(mapping: SignedMapping, row: Row, field: string): string {
  const rule = mapping.rules.find(({ type }) => type === typeOfSigned(mapping, row));
  if (rule === undefined) return field;
  const name = field.replace(/^lines\[\d+\]\./, '').replace(/[[.].*$/, '');
  const sources: Readonly<Record<string, Source | undefined>> = {
    ...rule.members,
    ...(rule.becomes === 'conversion' ? rule.lines.members : {}),
  };
  const source = sources[name];
  return typeof source === 'string' ? pointerNames(source).join('/') : name;
}
