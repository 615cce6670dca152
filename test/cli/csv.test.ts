import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvReader } from '../../functions/usecases/csv-reader.ts';

interface Read {
  readonly rows: (readonly string[])[];
  readonly lines: number[];
  readonly broken: string[];
}

function read(text: string, pieceLength = text.length): Read {
  const rows: (readonly string[])[] = [];
  const lines: number[] = [];
  const broken: string[] = [];
  const reader = csvReader(
    {
      row: (cells, line) => {
        rows.push(cells);
        lines.push(line);
      },
      broken: (line, reason) => broken.push(`${line}: ${reason.en}`),
    },
    1,
  );
  for (let at = 0; at < text.length; at += pieceLength) reader.write(text.slice(at, at + pieceLength));
  reader.end();
  return { rows, lines, broken };
}

describe('reading comma-separated values', () => {
  it('takes CR LF, LF and a last line without an end', () => {
    expect(read('a,b\r\n1,2\n3,4').rows).toEqual([
      ['a', 'b'],
      ['1', '2'],
      ['3', '4'],
    ]);
  });

  it('keeps commas, line breaks and doubled quotes inside quotes', () => {
    expect(read('a,"1,2",b\n"say ""hi""","two\r\nlines",""\n').rows).toEqual([
      ['a', '1,2', 'b'],
      ['say "hi"', 'two\r\nlines', ''],
    ]);
  });

  it('says on which physical line a row starts, quoted line breaks counted', () => {
    expect(read('a,b\n"x\ny\nz",1\n\nc,d\n"q",2\ne,f').lines).toEqual([1, 2, 6, 7, 8]);
  });

  it('tells what is wrong with a quote and goes on with the next row', () => {
    const { rows, broken } = read('a,5" plate\n"b"c,1\nd,e\n');
    expect(rows).toEqual([['d', 'e']]);
    expect(broken).toEqual([
      '1: a value that holds a quote must stand in quotes, with the quote doubled: "5"" plate"',
      '2: a closing quote must be followed by a comma or the end of the row',
    ]);
  });

  it('tells the line of a quote that is never closed', () => {
    expect(read('a,b\nc,"d\ne,f\n').broken).toEqual(['2: a quote is opened in this row and never closed']);
  });

  it('gives up on an open quote before it has eaten a large file', () => {
    const { broken } = read(`a,b\n"${'x,y\n'.repeat(600_000)}`, 100_000);
    expect(broken).toEqual([
      '2: a quote is opened in this row and never closed (a row has at most 1000000 characters)',
    ]);
  });

  it('gives up on a row that is too long, and blames no quote where there is none', () => {
    const { broken } = read(`a,b\n${'x'.repeat(3_000_000)}`, 100_000);
    expect(broken).toEqual(['2: a row has at most 1000000 characters']);
  });

  it('reads what another writer wrote as another reader does, in pieces of any size', () => {
    const cell = fc.string({
      unit: fc.constantFrom('a', '1', ',', '"', '\n', '\r\n', ' ', 'é', '茶', ''),
      maxLength: 6,
    });
    const rows = fc
      .integer({ min: 2, max: 4 })
      .chain((width) =>
        fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 12 }),
      );
    const eol = fc.constantFrom('\n', '\r\n');
    fc.assert(
      fc.property(rows, eol, fc.integer({ min: 1, max: 40 }), (table, end, pieceLength) => {
        const text = stringify(table, { record_delimiter: end, quoted_match: /[\r\n]/ });
        const { rows: got, broken } = read(text, pieceLength);
        expect(broken).toEqual([]);
        expect(got).toEqual(parse(text, { record_delimiter: ['\r\n', '\n'] }));
        expect(got).toEqual(table);
      }),
      { numRuns: 500 },
    );
  });
});
