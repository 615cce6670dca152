import { formatAmount } from '../money/amount.ts';
import type { Currency } from '../money/currency.ts';
import type { TaxedRate } from '../tax/consumption-tax.ts';
import { taxOnTopMinor } from '../tax/consumption-tax.ts';
import type { StatementTax, TaxParty } from '../tax/statement-tax.ts';
import type { DocumentParty, DocumentRate, DocumentTax } from './document.ts';
import { documentAmounts } from './document-amounts.ts';

/** What a document says of the tax stored with its statement. */
export interface DocumentToTax {
  readonly currency: Currency;
  /** Null: the period fixed, took back and paid nothing. */
  readonly tax: StatementTax | null;
  readonly payableMinor: bigint;
  readonly payoutMinor: bigint;
  readonly taxCarriedMinor: bigint;
}

/** The figures of a document that come from the tax of its statement: none without tax settings. */
export function taxFigures(tax: StatementTax | null, { payableMinor }: Pick<DocumentToTax, 'payableMinor'>) {
  if (tax === null) return { taxMinor: 0n, withheldMinor: 0n, grossUpMinor: 0n, isTaxDue: false };
  const { withheldMinor, grossUpMinor } = tax.plannedWithholding;
  const isTaxDue = payableMinor === 0n && (tax.late?.length ?? 0) > 0;
  return { taxMinor: taxOnTopMinor(tax.rates), withheldMinor, grossUpMinor, isTaxDue };
}

/** The tax of a document, in words; null where there are no tax settings, or nothing of it is left to say. */
export function documentTax(figured: DocumentToTax): DocumentTax | null {
  const { currency, tax, payoutMinor, taxCarriedMinor } = figured;
  if (tax === null && taxCarriedMinor === 0n) return null;
  const figures = taxFigures(tax, figured);
  const amounts = documentAmounts({ ...figures, suppliedMinor: 0n, payoutMinor, taxCarriedMinor });
  const money = (minor: bigint): string => formatAmount(minor, currency);
  const untaxed = tax?.needsReview.filter(({ code }) => code === 'profile.missing') ?? [];
  return {
    carriedIn: money(taxCarriedMinor),
    carriedOn: money(amounts.taxCarriedOnMinor),
    grossUp: money(amounts.grossUpMinor),
    notes: [...(tax?.notes ?? []), ...untaxed].map(({ code, en, ja }) => ({ code, en, ja })),
    paid: money(amounts.taxPaidMinor),
    rates: tax?.rates.map((rate) => documentRate(rate, money)) ?? [],
    rows: tax?.ruleRows ?? [],
    tax: money(figures.taxMinor),
    withholding: money(amounts.withheldMinor),
  };
}

/** Services of partners are never at a reduced rate. */
function documentRate(rate: TaxedRate, money: (minor: bigint) => string): DocumentRate {
  return {
    code: [...new Set(rate.parts.map(({ code }) => code))].sort().join('+'),
    gross: money(rate.grossMinor),
    isIncluded: rate.mode === 'inclusive',
    isReduced: false,
    net: money(rate.netMinor),
    rate: rate.rate,
    tax: money(rate.taxMinor),
  };
}

/** A party as it stood when its statement was taxed. */
export function documentParty({ address, legalName, registrationNumber, vatNumber }: TaxParty): DocumentParty {
  return { address, name: legalName, registrationNumber, vatNumber };
}
