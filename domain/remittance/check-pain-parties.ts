import type { Findings } from './finding.ts';
import { bicFitsIban, bicProblem, ibanProblem, isKnownIbanCountry, isSepaIban, wantsBic } from './iban.ts';
import { lettersOf } from './latin-text.ts';
import type { PainVersion } from './pain-order.ts';
import type { XmlElement } from './xml-element.ts';
import { allAt, elementAt, textAt } from './xml-element.ts';

/** From this execution date on SEPA banks take no address of free lines alone (EPC rulebooks of 2025). */
const STRUCTURED_SINCE = '2026-11-22';
const NAME_LENGTH = 70;
const FREE_LINES_MAX = 2;
/** `75001 `, `SW1A 1AA `, `1011 AB `: what stands before a town. */
const POST_CODE = /^(?:[A-Z-]*\d[A-Z\d-]* |[A-Z]{2} )+/;

interface Saying {
  readonly record: number;
  readonly found: Findings;
  /** Rejects what SEPA forbids, and warns of it where a payment is not one of SEPA. */
  readonly sepa: (record: number, reason: string) => void;
  readonly version: PainVersion;
}

/** Name, account, agent and address of who pays a block. */
export function checkDebtor(block: XmlElement, executionDate: string, saying: Saying): void {
  checkAccount(block, 'DbtrAcct', saying);
  checkAgent(block, 'DbtrAgt', saying);
  checkBicFitsIban(block, 'Dbtr', saying);
  checkParties(block, executionDate, saying, { wanted: 'Dbtr', others: ['UltmtDbtr'] });
}

/** Name, account, agent and address of who is paid by a transaction. */
export function checkCreditor(transaction: XmlElement, executionDate: string, saying: Saying): void {
  checkAccount(transaction, 'CdtrAcct', saying);
  checkAgent(transaction, 'CdtrAgt', saying);
  checkBicFitsIban(transaction, 'Cdtr', saying);
  checkParties(transaction, executionDate, saying, { wanted: 'Cdtr', others: ['UltmtDbtr', 'UltmtCdtr'] });
}

function checkParties(
  element: XmlElement,
  executionDate: string,
  saying: Saying,
  { wanted, others }: { wanted: string; others: readonly string[] },
): void {
  for (const name of [wanted, ...others]) {
    const party = elementAt(element, name);
    const isWanted = name === wanted;
    if (party === null && isWanted) saying.sepa(saying.record, `${name}: is missing`);
    if (party !== null) checkParty(party, { isWanted, executionDate }, saying);
  }
}

function checkParty(
  party: XmlElement,
  { isWanted, executionDate }: { isWanted: boolean; executionDate: string },
  { record, found, sepa }: Saying,
): void {
  if (isWanted && (textAt(party, 'Nm') ?? '').trim() === '') sepa(record, `${party.name}/Nm: is missing`);
  checkName(party, { record, found, sepa });
  const address = elementAt(party, 'PstlAdr');
  if (address !== null) checkAddress(address, { of: party.name, executionDate }, { record, found, sepa });
}

/** Length and letters of a party's name, where it has one. */
export function checkName(party: XmlElement, { record, found, sepa }: Omit<Saying, 'version'>): void {
  const name = textAt(party, 'Nm') ?? '';
  if (name.length > NAME_LENGTH)
    sepa(record, `${party.name}/Nm: at most ${NAME_LENGTH} letters in SEPA, "${name}" has ${name.length}`);
  const letters = lettersOf(name);
  if (letters !== null) found[letters.severity](record, `${party.name}/Nm: ${letters.reason}`);
}

function checkAddress(
  address: XmlElement,
  { of, executionDate }: { of: string; executionDate: string },
  { record, found, sepa }: Omit<Saying, 'version'>,
): void {
  const lines = allAt(address, 'AdrLine').map(({ text }) => text);
  const town = textAt(address, 'TwnNm');
  const country = textAt(address, 'Ctry');
  const isCountryAlone = address.children.every(({ name }) => name === 'Ctry');
  if (!isCountryAlone && (town === null || country === null)) {
    const late = executionDate === '' || executionDate >= STRUCTURED_SINCE;
    const got = address.children.map(({ name }) => name).join(', ') || 'nothing';
    (late ? sepa : found.warn)(
      record,
      `${of}/PstlAdr: TwnNm and Ctry are wanted since ${STRUCTURED_SINCE}, got ${got}`,
    );
  } else if (lines.length > FREE_LINES_MAX) {
    sepa(record, `${of}/PstlAdr: at most ${FREE_LINES_MAX} AdrLine beside town and country, got ${lines.length}`);
  }
  const bare = lines.map((line) => line.trim().replace(POST_CODE, '').toLowerCase());
  const repeated = [town, country].find((text) => text !== null && bare.includes(text.trim().toLowerCase()));
  if (repeated !== undefined) found.warn(record, `${of}/PstlAdr: AdrLine repeats "${repeated}"`);
  for (const { name, text } of address.children) {
    const letters = lettersOf(text);
    if (letters !== null) found[letters.severity](record, `${of}/PstlAdr/${name}: ${letters.reason}`);
  }
}

function checkAccount(element: XmlElement, name: string, { record, found, sepa }: Saying): void {
  const iban = textAt(element, `${name}/Id/IBAN`);
  if (iban === null) {
    sepa(record, `${name}: SEPA wants an IBAN`);
    return;
  }
  const problem = ibanProblem(iban);
  if (problem !== null) found.reject(record, `${name}: ${problem}`);
  else if (!isKnownIbanCountry(iban)) found.warn(record, `${name}: no IBAN is known of ${iban.slice(0, 2)}`);
  else if (!isSepaIban(iban)) found.warn(record, `${name}: ${iban.slice(0, 2)} takes no part in SEPA`);
}

const bicAt = (element: XmlElement, agent: string, version: PainVersion): string | null =>
  textAt(element, `${agent}/FinInstnId/${version === 'pain.001.001.03' ? 'BIC' : 'BICFI'}`);

function checkAgent(element: XmlElement, name: string, { record, found, sepa, version }: Saying): void {
  const bic = bicAt(element, name, version);
  const other = textAt(element, `${name}/FinInstnId/Othr/Id`);
  if (bic !== null) {
    const problem = bicProblem(bic, version);
    if (problem !== null) found.reject(record, `${name}: ${problem}`);
    if (bic === 'NOTPROVIDED') found.warn(record, `${name}: NOTPROVIDED stands in Othr/Id, not in place of a BIC`);
    return;
  }
  if (other !== null && other !== 'NOTPROVIDED')
    sepa(record, `${name}: Othr/Id may only say NOTPROVIDED, got "${other}"`);
  if (other === null && (name === 'DbtrAgt' || elementAt(element, name) !== null)) {
    found.warn(record, `${name}: neither a BIC nor NOTPROVIDED`);
  }
}

function checkBicFitsIban(element: XmlElement, party: 'Dbtr' | 'Cdtr', { record, found, version }: Saying): void {
  const iban = textAt(element, `${party}Acct/Id/IBAN`) ?? '';
  const bic = bicAt(element, `${party}Agt`, version);
  if (bic === null) {
    if (wantsBic(iban)) found.warn(record, `${party}Agt: banks may want the BIC for ${iban.slice(0, 2)}`);
  } else if (bic !== 'NOTPROVIDED' && iban !== '' && !bicFitsIban(bic, iban)) {
    found.warn(record, `${party}Agt: the BIC is of ${bic.slice(4, 6)}, the IBAN of ${iban.slice(0, 2)}`);
  }
}
