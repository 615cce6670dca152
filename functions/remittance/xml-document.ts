import { XmlElement as LibraryElement, ParseOption, XmlDocument, XmlLibError, XsdValidator } from 'libxml2-wasm';
import { checkPain } from '../../domain/remittance/check-pain.ts';
import type { CheckContext, Finding } from '../../domain/remittance/finding.ts';
import { findings } from '../../domain/remittance/finding.ts';
import type { PainVersion } from '../../domain/remittance/pain-order.ts';
import type { XmlElement } from '../../domain/remittance/xml-element.ts';
import { schemaBytes } from './schema-files.ts';

const OPTIONS = {
  // Nothing outside the file is read, whatever it says.
  option: ParseOption.XML_PARSE_NO_XXE | ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_BIG_LINES,
};
const PROBLEMS_MAX = 50;

/** Checks a credit transfer initiation against the schema of ISO 20022 and, when it fits, against the rules of SEPA. */
export function checkPainFile(bytes: Uint8Array, version: PainVersion, context: CheckContext): readonly Finding[] {
  const document = parsed(bytes);
  if (!(document instanceof XmlDocument)) return document;
  try {
    return checkDocument(document, version, context);
  } finally {
    document.dispose();
  }
}

function checkDocument(document: XmlDocument, version: PainVersion, context: CheckContext): readonly Finding[] {
  const wrong = rootProblems(document, version);
  if (wrong.length > 0) return wrong;
  const found = findings();
  const encoding = (document.encoding ?? 'UTF-8').toUpperCase();
  if (encoding !== 'UTF-8') found.warn(0, `the encoding is ${encoding}; banks want UTF-8`);
  const broken = schemaFindings(document, version);
  if (broken.length > 0) return [...found.list, ...broken];
  return [...found.list, ...checkPain(elementsOf(document), version, context)];
}

/** A document, or why the bytes are none. */
function parsed(bytes: Uint8Array): XmlDocument | readonly Finding[] {
  try {
    return XmlDocument.fromBuffer(bytes, OPTIONS);
  } catch (error) {
    if (!(error instanceof XmlLibError)) throw error;
    const reason = error.details?.map(({ message, line }) => `line ${line}: ${message.trim()}`).join('; ');
    return [{ record: 0, severity: 'reject', reason: `no well-formed XML: ${reason ?? error.message}` }];
  }
}

function schemaFindings(document: XmlDocument, version: PainVersion): readonly Finding[] {
  const schema = XmlDocument.fromBuffer(schemaBytes(version));
  const validator = XsdValidator.fromDoc(schema);
  try {
    const problems = schemaProblems(validator, document);
    if (problems.length === 0) return [];
    // An element a line, so that a line tells the transaction.
    const text = document.toString({ format: true });
    const spread = XmlDocument.fromString(text, OPTIONS);
    const located = schemaProblems(validator, spread);
    const recordOf = recordsByLine(text);
    spread.dispose();
    const told = located.length === problems.length ? located : problems.map(({ message }) => ({ message, line: 0 }));
    const namespace = `{${document.root.namespaceUri}}`;
    return told.slice(0, PROBLEMS_MAX).map(({ message, line }) => ({
      record: recordOf(line),
      severity: 'reject',
      reason: `schema: ${message.replaceAll(namespace, '').trim()}`,
    }));
  } finally {
    validator.dispose();
    schema.dispose();
  }
}

function schemaProblems(validator: XsdValidator, document: XmlDocument): readonly { message: string; line: number }[] {
  try {
    validator.validate(document);
    return [];
  } catch (error) {
    if (!(error instanceof XmlLibError)) throw error;
    return error.details ?? [{ message: error.message, line: 0 }];
  }
}

/** The running number of the transaction that a line is in; 0 in the headers. */
function recordsByLine(text: string): (line: number) => number {
  const transactions: number[] = [];
  const blocks: number[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const name = /^\s*<(?:[^\s:>]+:)?(CdtTrfTxInf|PmtInf)[\s/>]/.exec(line)?.[1];
    if (name === 'CdtTrfTxInf') transactions.push(index + 1);
    if (name === 'PmtInf') blocks.push(index + 1);
  }
  return (line) => {
    const record = transactions.filter((start) => start <= line).length;
    const block = blocks.findLast((start) => start <= line) ?? 0;
    return (transactions[record - 1] ?? 0) > block ? record : 0;
  };
}

/** The root of a document of one message type, or why it is none; what it holds is not held against a schema. */
export function readXml(
  bytes: Uint8Array,
  version: string,
): { readonly root: XmlElement } | { readonly problems: readonly Finding[] } {
  const document = parsed(bytes);
  if (!(document instanceof XmlDocument)) return { problems: document };
  try {
    const problems = rootProblems(document, version);
    return problems.length > 0 ? { problems } : { root: elementsOf(document) };
  } finally {
    document.dispose();
  }
}

function rootProblems(document: XmlDocument, version: string): readonly Finding[] {
  const found = findings();
  const namespace = `urn:iso:std:iso:20022:tech:xsd:${version}`;
  const { name, namespaceUri } = document.root;
  if (document.dtd !== null) found.reject(0, 'a document type declaration is not allowed');
  if (name !== 'Document' || namespaceUri !== namespace) {
    found.reject(0, `the root is Document in ${namespace}, got ${name} in "${namespaceUri}"`);
  }
  return found.list;
}

/** The elements of a document, without comments and instructions to programs, and with texts joined. */
function elementsOf({ root }: XmlDocument): XmlElement {
  // The library has no sibling after an instruction, so none may stand among the elements.
  for (const instruction of root.find('.//processing-instruction()')) instruction.remove();
  return elementOf(root);
}

function elementOf(element: LibraryElement): XmlElement {
  const children: XmlElement[] = [];
  for (let node = element.firstChild; node !== null; node = node.next) {
    if (node instanceof LibraryElement) children.push(elementOf(node));
  }
  const attributes = Object.fromEntries(element.attrs.map(({ name, value }) => [name, value]));
  return { name: element.name, attributes, children, text: children.length === 0 ? element.content : '' };
}
