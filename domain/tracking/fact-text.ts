import { canonical, quoted } from '../integrity/canonical.ts';
import type { Click } from './click.ts';
import type { Conversion, ConversionLine } from './conversion.ts';

/** A conversion as canonical JSON: what `canonical` gives, in a third of the time. A seal writes every one. */
export function conversionText(conversion: Conversion): string {
  const { clickId, conversionId, country, coupon, currency, customerId, kind, lines } = conversion;
  const { metadata, occurredAt, partnerId, split, visitorId } = conversion;
  const shared = split === undefined ? '' : `,"split":${canonical(split)}`;
  let sold = '';
  for (const line of lines) sold += sold === '' ? lineText(line) : `,${lineText(line)}`;
  return (
    `{"clickId":${known(clickId)},"conversionId":${quoted(conversionId)},"country":${known(country)},` +
    `"coupon":${known(coupon)},"currency":${quoted(currency)},"customerId":${known(customerId)},"kind":"${kind}",` +
    `"lines":[${sold}],"metadata":${canonical(metadata)},"occurredAt":${occurredAt},` +
    `"partnerId":${known(partnerId)}${shared},"visitorId":${known(visitorId)}}`
  );
}

function lineText({
  amountMinor,
  category,
  lineId,
  productId,
  quantity,
  shippingMinor,
  taxMinor,
}: ConversionLine): string {
  return (
    `{"amountMinor":"${amountMinor}","category":${known(category)},"lineId":${quoted(lineId)},` +
    `"productId":${known(productId)},"quantity":${quantity},"shippingMinor":"${shippingMinor}","taxMinor":"${taxMinor}"}`
  );
}

/** A click as canonical JSON, likewise. */
export function clickText({ clickId, isBot, linkId, occurredAt, partnerId, source, visitorId }: Click): string {
  return (
    `{"clickId":${quoted(clickId)},"isBot":${isBot},"linkId":${known(linkId)},"occurredAt":${occurredAt},` +
    `"partnerId":${quoted(partnerId)}${source === undefined ? '' : `,"source":${quoted(source)}`},` +
    `"visitorId":${quoted(visitorId)}}`
  );
}

function known(text: string | null): string {
  return text === null ? 'null' : quoted(text);
}
