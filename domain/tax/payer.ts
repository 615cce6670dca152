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
  /**
   * When its own clients pay for the results of a month, as partners were told with their commission (フリーランス法3条): freelancers are
   * then paid within 30 days of that day (4条3項). Null or left out: they were not told, and the 60 days hold.
   */
  readonly originalPayment?: OriginalPayment | null;
  readonly employees: number;
  /** In yen; nothing for an individual, or a body without shares or members' contributions. */
  readonly capitalMinor: bigint;
}

/** A day of the month, so many months after that of the results. */
export interface OriginalPayment {
  readonly monthsLater: number;
  /** 1 to 31, in a shorter month its last; or `last`. */
  readonly day: number | 'last';
}

/** What makes the settings of a payer unusable, by member. */
export function payerFaults(payer: Payer): readonly Fault[] {
  const { country, registrationNumber, vatNumber, isRecommissioning, originalPayment = null, capitalMinor } = payer;
  const faults: Fault[] = [];
  if (registrationNumber !== null) {
    const entityKind = capitalMinor > 0n ? 'corporation' : 'unincorporated';
    const wrong = registrationFaults({ entityKind, corporateNumber: null }, registrationNumber);
    faults.push(...wrong.map(({ reason }) => ({ field: 'registrationNumber', reason })));
  }
  if (registrationNumber !== null && country !== 'JP') {
    faults.push({
      field: 'registrationNumber',
      reason: {
        en: `must be null outside Japan, got "${registrationNumber}"`,
        ja: `日本国外の支払者ではnullにしてください（入力値: "${registrationNumber}"）`,
      },
    });
  }
  if (vatNumber === '')
    faults.push({ field: 'vatNumber', reason: { en: 'must not be empty', ja: '空にはできません' } });
  if (originalPayment !== null && !isRecommissioning) {
    const reason = {
      en: 'must be null where isRecommissioning is false: nobody else commissioned the work',
      ja: 'isRecommissioningがfalseのときはnullにしてください。元の委託者がいません。',
    };
    faults.push({ field: 'originalPayment', reason });
  }
  return faults;
}
