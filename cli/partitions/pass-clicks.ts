import type { Click } from '../../domain/tracking/click.ts';
import type { Column } from '../folder/folder.ts';
import { TABLES } from '../folder/folder.ts';
import type { Problems } from '../folder/problems.ts';
import type { Bounds } from '../folder/read-clicks.ts';
import { clickCells } from '../folder/read-clicks.ts';
import type { Places } from '../folder/read-table.ts';
import { readTable } from '../folder/read-table.ts';
import type { RowBytes } from '../folder/row-bytes.ts';
import type { Words } from './byte-cells.ts';
import { isPlainId, isPlainName, plainInstant, wordsOf } from './byte-cells.ts';
import { hashOf, hashOfText, partOf } from './hash.ts';
import type { RecordWriter } from './record-writer.ts';
import { recordWriters } from './record-writer.ts';
import { CLICK_NUMBERS, clickLengths, withTextBytes } from './records.ts';
import type { Spill } from './spill.ts';

/** `hash of the id, hash of the visitor`, one pair a row. */
export const CLICK_ID_NUMBERS = 2;

const TEXT_BYTES_MAX = 1200;

/** Puts the rows of clicks.csv into `clicks` by visitor, and their ids into `click-ids` by id; gives the number of rows by partner. */
export async function passClicks(
  folder: string,
  { bounds, problems, spill, parts }: { bounds: Bounds; problems: Problems; spill: Spill; parts: number },
): Promise<readonly number[]> {
  const records = recordWriters(spill, parts === 1 ? 'clicks' : 'clicks-by-visitor', parts);
  const ids = recordWriters(spill, 'click-ids', parts);
  const words = wordsOf([...bounds.partnerIds]);
  const write = clickWriter(records, ids, bounds.partnerIds.size);
  const read = clickCells(bounds, problems);
  const partners = new Map([...bounds.partnerIds].map((id, place) => [id, place]));
  await readTable(
    folder,
    TABLES.clicks,
    problems,
    (row) => {
      const click = read(row);
      if (click !== null) write.click(row.line, click, partners.get(click.partnerId) ?? -1);
    },
    (places) => plainClicks(places, words, bounds.latest ?? Number.MAX_SAFE_INTEGER, write.bytes),
  );
  for (const writer of [...records, ...ids]) writer.flush();
  return write.byPartner;
}

/** A click by the bytes of its row. */
interface ClickBytes {
  occurredAt: number;
  partner: number;
  click: number;
  clickEnd: number;
  visitor: number;
  visitorEnd: number;
  link: number;
  linkEnd: number;
}

/** Takes the rows that are written as most are; all others are left to be read as text. */
function plainClicks(
  places: Places<Column<'clicks'>>,
  words: Words,
  latest: number,
  write: (row: RowBytes, click: ClickBytes) => void,
): (row: RowBytes) => boolean {
  const click: ClickBytes = {
    occurredAt: 0,
    partner: 0,
    click: 0,
    clickEnd: 0,
    visitor: 0,
    visitorEnd: 0,
    link: 0,
    linkEnd: 0,
  };
  const { click_id, occurred_at, visitor_id, partner_id, link_id, bot } = places;
  return (row) => {
    const { bytes, edges, isPlain } = row;
    if (edges[bot + 1] !== (edges[bot] as number) + 1) return false;
    click.click = (edges[click_id] as number) + 1;
    click.clickEnd = edges[click_id + 1] as number;
    click.visitor = (edges[visitor_id] as number) + 1;
    click.visitorEnd = edges[visitor_id + 1] as number;
    click.link = (edges[link_id] as number) + 1;
    click.linkEnd = edges[link_id + 1] as number;
    if (!isId(bytes, click.click, click.clickEnd, isPlain)) return false;
    if (!isId(bytes, click.visitor, click.visitorEnd, isPlain)) return false;
    if (click.link !== click.linkEnd && !isPlainName(bytes, click.link, click.linkEnd)) return false;
    click.partner = words.find(bytes, (edges[partner_id] as number) + 1, edges[partner_id + 1] as number);
    if (click.partner < 0) return false;
    click.occurredAt = plainInstant(bytes, (edges[occurred_at] as number) + 1, edges[occurred_at + 1] as number);
    if (click.occurredAt < 0 || click.occurredAt > latest) return false;
    write(row, click);
    return true;
  };
}

const ID_LENGTH_MAX = 128;

/** In a row of visible ASCII only the length is left to look at. */
export function isId(bytes: Uint8Array, start: number, end: number, isPlain: boolean): boolean {
  return isPlain ? end > start && end - start <= ID_LENGTH_MAX : isPlainId(bytes, start, end);
}

function clickWriter(records: readonly RecordWriter[], ids: readonly RecordWriter[], partners: number) {
  const parts = records.length;
  const byPartner = new Array<number>(partners).fill(0);
  const note = (clickHash: number, visitorHash: number): void => {
    const id = ids[partOf(clickHash, parts)] as RecordWriter;
    id.begin(CLICK_ID_NUMBERS, 0);
    id.number(clickHash);
    id.number(visitorHash);
  };
  const begin = (line: number, occurredAt: number, visitorHash: number, partner: number): RecordWriter => {
    byPartner[partner] = (byPartner[partner] as number) + 1;
    const record = records[partOf(visitorHash, parts)] as RecordWriter;
    record.begin(CLICK_NUMBERS, TEXT_BYTES_MAX);
    record.number(line);
    record.number(occurredAt);
    record.number(visitorHash);
    record.number(partner);
    return record;
  };
  return {
    byPartner,
    bytes: ({ bytes, line }: RowBytes, click: ClickBytes): void => {
      const visitorHash = hashOf(bytes, click.visitor, click.visitorEnd);
      note(hashOf(bytes, click.click, click.clickEnd), visitorHash);
      const record = begin(line, click.occurredAt, visitorHash, click.partner);
      const before = record.used;
      record.bytes(bytes, click.click, click.clickEnd);
      record.bytes(bytes, click.visitor, click.visitorEnd);
      record.bytes(bytes, click.link, click.linkEnd);
      const lengths = clickLengths(
        click.clickEnd - click.click,
        click.visitorEnd - click.visitor,
        click.linkEnd - click.link,
        false,
      );
      record.number(withTextBytes(lengths, record.used - before));
    },
    click: (line: number, { clickId, visitorId, linkId, occurredAt, isBot }: Click, partner: number): void => {
      const visitorHash = hashOfText(visitorId);
      note(hashOfText(clickId), visitorHash);
      const record = begin(line, occurredAt, visitorHash, partner);
      const before = record.used;
      record.string(clickId);
      record.string(visitorId);
      record.string(linkId ?? '');
      const lengths = clickLengths(clickId.length, visitorId.length, linkId?.length ?? 0, isBot);
      record.number(withTextBytes(lengths, record.used - before));
    },
  };
}
