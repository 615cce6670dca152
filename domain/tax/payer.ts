import type { RoundingMode } from '../money/round.ts';
import type { Fault } from './registration-number.ts';
import { registrationFaults } from './registration-number.ts';

/** The legal entity that owes the fees, from a day on: of a merchant, or of one program of it. Without it nothing is taxed. */
export interface Payer {
  readonly legalName: string;
  readonly address: string;
  /** ISO 3166-1 alpha-2; whose law applies. */
  readonly country: string;
  /** `T` and 13 digits. */
  readonly registrationNumber: string | null;
  readonly vatNumber: string | null;
  /** How the tax of a document is rounded, once per rate; chosen once and kept to. */
  readonly taxRounding: Exclude<RoundingMode, 'half-even'>;
  /** Fee and consumption tax stand apart on the documents, so that the fee alone is withheld on. */
  readonly separatesTax: boolean;
  /** `sales-agent`: rewards of individuals count as 外交員報酬 (204条1項4号). Finance must have confirmed it. */
  readonly adPerformanceAs: 'not-listed' | 'sales-agent';
  /** An individual without employees need not withhold. */
  readonly isExemptFromWithholding: boolean;
  /** 1 to 12; the yearly cap of the transitional input credit counts by years of accounts. */
  readonly fiscalYearStartMonth: number;
  /** The payer files by the general method with a taxable-sales ratio below 95 %: it accounts for foreign ad services. */
  readonly accountsForReverseCharge: boolean;
  readonly hasUsReporting: boolean;
  /** Passes ad placement of its own clients on to partners; buying it for oneself is outside 取適法. */
  readonly isRecommissioning: boolean;
  readonly employees: number;
  /** In yen. */
  readonly capitalMinor: bigint;
}

/** What makes the settings of a payer unusable, by member. */
export function payerFaults({ country, registrationNumber, vatNumber }: Payer): readonly Fault[] {
  const faults: Fault[] = [];
  if (registrationNumber !== null) {
    const wrong = registrationFaults({ entityKind: 'unincorporated', corporateNumber: null }, registrationNumber);
    faults.push(...wrong.map(({ reason }) => ({ field: 'registrationNumber', reason })));
  }
  if (registrationNumber !== null && country !== 'JP') {
    faults.push({ field: 'registrationNumber', reason: `must be null outside Japan, got "${registrationNumber}"` });
  }
  if (vatNumber === '') faults.push({ field: 'vatNumber', reason: 'must not be empty' });
  return faults;
}
