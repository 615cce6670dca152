/** What a partner says of itself; no money depends on it. Legal name, address and bank details stand where two people decide. */
export interface PartnerProfile {
  /** How it wants to be called; the merchant's name for it stays beside. */
  readonly displayName: string | null;
  /** Where it promotes: https addresses. */
  readonly websites: readonly string[];
  readonly description: string | null;
  /** In which language it is written to. */
  readonly language: 'ja' | 'en' | null;
  readonly contact: PartnerContact | null;
}

/** A person to turn to. */
export interface PartnerContact {
  readonly name: string;
  readonly email: string;
  readonly phone: string | null;
}

/** Of a partner that has said nothing. */
export const EMPTY_PROFILE: PartnerProfile = {
  displayName: null,
  websites: [],
  description: null,
  language: null,
  contact: null,
};
