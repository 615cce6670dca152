/** An element of an XML document; `text` is '' where there are elements inside. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

/** An element with a text, or with the elements that are there. */
export function xml(
  name: string,
  content: string | readonly (XmlElement | null)[],
  attributes: Readonly<Record<string, string>> = {},
): XmlElement {
  if (typeof content === 'string') return { name, attributes, children: [], text: content };
  return { name, attributes, children: content.filter((child) => child !== null), text: '' };
}

/** The document as UTF-8, an element a line; the same tree has the same bytes. */
export function xmlBytes(root: XmlElement): Uint8Array {
  return new TextEncoder().encode(`<?xml version="1.0" encoding="UTF-8"?>\n${lines(root, '')}`);
}

function lines({ name, attributes, children, text }: XmlElement, indent: string): string {
  const given = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`);
  const open = `${indent}<${name}${given.join('')}>`;
  if (children.length === 0) return `${open}${escaped(text)}</${name}>\n`;
  return `${open}\n${children.map((child) => lines(child, `${indent}  `)).join('')}${indent}</${name}>\n`;
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (letter) => ESCAPES[letter] ?? letter);
}

/** All elements at a path of names below an element. */
export function allAt(element: XmlElement, path: string): readonly XmlElement[] {
  let found: readonly XmlElement[] = [element];
  for (const step of path.split('/'))
    found = found.flatMap(({ children }) => children.filter(({ name }) => name === step));
  return found;
}

/** The first element at a path, or `null`. */
export function elementAt(element: XmlElement, path: string): XmlElement | null {
  return allAt(element, path)[0] ?? null;
}

/** The text of the first element at a path, or `null` when it is not there. */
export function textAt(element: XmlElement, path: string): string | null {
  return elementAt(element, path)?.text ?? null;
}
