import { globSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

/** Getters that answer in the time zone of the machine. */
const LOCAL_TIME = /^(?:get|set)(?:FullYear|Month|Date|Day|Hours|Minutes|Seconds|Milliseconds|TimezoneOffset|Year)$/;

/** What makes a result depend on anything but the arguments. */
function impurityOf(node: ts.Node): string | undefined {
  if (ts.isNewExpression(node) && isNamed(node.expression, 'Date') && (node.arguments?.length ?? 0) === 0) {
    return 'new Date() reads the clock';
  }
  if (ts.isCallExpression(node) && isNamed(node.expression, 'Date')) return 'Date() reads the clock';
  if (ts.isPropertyAccessExpression(node)) {
    const member = `${node.expression.getText()}.${node.name.text}`;
    if (member === 'Date.now' || member === 'Temporal.Now') return `${member} reads the clock`;
    if (member === 'Math.random') return 'Math.random is not repeatable';
    if (LOCAL_TIME.test(node.name.text)) return `${node.name.text} depends on the time zone of the machine`;
  }
  if (isNamed(node, 'randomUUID')) return 'randomUUID makes an id inside';
  if (node.kind === ts.SyntaxKind.AsyncKeyword) return 'async: the domain has no promises';
  if (ts.isAwaitExpression(node)) return 'await: the domain has no promises';
  return undefined;
}

function isNamed(node: ts.Node, name: string): boolean {
  return ts.isIdentifier(node) && node.text === name;
}

function impuritiesIn(file: string, text: string): readonly string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const impurity = impurityOf(node);
    if (impurity !== undefined) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      found.push(`${file}:${line + 1}: ${impurity}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

describe('domain/', () => {
  it('has no clock, no chance, no ids made inside and no promises', () => {
    const files = globSync('domain/**/*.ts');
    expect(files.length).toBeGreaterThan(0);
    expect(files.flatMap((file) => impuritiesIn(file, readFileSync(file, 'utf8')))).toEqual([]);
  });

  it.each([
    'const a = new Date();',
    'const a = new Date;',
    'const a = Date();',
    'const a = Date.now();',
    'const now = Date.now;',
    'const a = Temporal.Now.instant();',
    'const a = Math.random();',
    'const a = crypto.randomUUID();',
    "import { randomUUID } from 'x';",
    'const a = at.getHours();',
    'async function a() {}',
    'const a = async () => 1;',
  ])('refuses: %s', (text) => {
    expect(impuritiesIn('example.ts', text)).not.toEqual([]);
  });

  it.each([
    "const at = new Date('2026-10-31T00:00:00Z');",
    'const a = at.getTime() + Date.parse(text);',
    'const a = at.getUTCHours();',
    '// Date.now() is not for the domain',
    "const a = 'new Date()';",
  ])('allows: %s', (text) => {
    expect(impuritiesIn('example.ts', text)).toEqual([]);
  });
});
