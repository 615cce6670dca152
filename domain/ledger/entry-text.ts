import { canonical, quoted } from '../integrity/canonical.ts';
import type { Entry, EntryCause, EntryLine, Posting } from './entry.ts';

/** An entry as canonical JSON: what `canonical` gives, in a third of the time. */
export function entryText(entry: Entry): string {
  const { bookedOn, cause, currency, effectiveAt, entryId, kind } = entry;
  const { merchantId, partnerId, periodId, postings, programId } = entry;
  return (
    `{"bookedOn":"${bookedOn}","cause":${causeText(cause)},"currency":${quoted(currency)},"effectiveAt":${effectiveAt},` +
    `"entryId":${quoted(entryId)},"kind":"${kind}","merchantId":${quoted(merchantId)},` +
    `"partnerId":${quoted(partnerId)},"periodId":${quoted(periodId)},` +
    `"postings":[${listed(postings, postingText)}],"programId":${quoted(programId)}}`
  );
}

function causeText(cause: EntryCause): string {
  if (cause.type !== 'conversion') return canonical(cause);
  const lines = listed(cause.lines, lineText);
  return `{"conversionId":${quoted(cause.conversionId)},"lines":[${lines}],"type":"conversion"}`;
}

const lineText = ({ amountMinor, lineId, ruleId }: EntryLine): string =>
  `{"amountMinor":"${amountMinor}","lineId":${quoted(lineId)},"ruleId":${quoted(ruleId)}}`;

function postingText({ amountMinor, currency, from, to }: Posting): string {
  const other = currency === undefined ? '' : `"currency":${quoted(currency)},`;
  return `{"amountMinor":"${amountMinor}",${other}"from":${quoted(from)},"to":${quoted(to)}}`;
}

function listed<T>(items: readonly T[], textOf: (item: T) => string): string {
  let text = '';
  for (const item of items) text += text === '' ? textOf(item) : `,${textOf(item)}`;
  return text;
}
