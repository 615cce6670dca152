import { globSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { problemCodes } from '../../functions/contract/problem.ts';

const FILES = globSync('{domain,functions,infra}/**/*.ts');
const JAPANESE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}（）]/u;
/** Methods of a schema whose last argument says what is wrong. */
const CHECKS = /^(?:min|max|length|regex|refine|string|int|email|date|positive|nonnegative)$/;

interface Found {
  readonly at: string;
  readonly node: ts.Node;
}

/** Every node of a kind in the code that callers may hear of, with its place. */
function found(files: readonly string[], isWanted: (node: ts.Node) => boolean): readonly Found[] {
  return files.flatMap((file) => {
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
    const list: Found[] = [];
    const visit = (node: ts.Node): void => {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      if (isWanted(node)) list.push({ at: `${file}:${line + 1}`, node });
      ts.forEachChild(node, visit);
    };
    visit(source);
    return list;
  });
}

function isText(node: ts.Node | undefined): node is ts.StringLiteralLike | ts.TemplateExpression {
  return node !== undefined && (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node));
}

function member(node: ts.Node, name: string): ts.Expression | undefined {
  if (!ts.isObjectLiteralExpression(node)) return undefined;
  const property = node.properties.find((each) => each.name?.getText() === name);
  return property && ts.isPropertyAssignment(property) ? property.initializer : undefined;
}

/** What a text is about: the variables that stand in it, whatever is made of them. Names in capitals are words or limits of ours. */
function variablesIn(text: ts.Node): readonly string[] {
  const names = new Set<string>();
  const bound = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isParameter(node)) bound.add(node.name.getText().replace(/[{} ]/g, ''));
    const isMember = ts.isPropertyAccessExpression(node.parent) && node.parent.name === node;
    const isCalled = ts.isCallExpression(node.parent) && node.parent.expression === node;
    if (ts.isIdentifier(node) && !isMember && !isCalled && !/_JA$/.test(node.text)) names.add(node.text);
    ts.forEachChild(node, visit);
  };
  if (ts.isTemplateExpression(text)) for (const { expression } of text.templateSpans) visit(expression);
  return [...names].filter((name) => !bound.has(name)).sort();
}

/** A text without what is put into it. */
const wordsIn = (text: string) => text.replace(/\$\{[^}]*\}/g, '');

describe('what callers are told', () => {
  const sentences = found(FILES, (node) => isText(member(node, 'en')) && isText(member(node, 'ja')));

  it('is said in Japanese where it is said in English, of the same ids and amounts', () => {
    expect(sentences.length).toBeGreaterThan(500);
    const wrong = sentences.flatMap(({ at, node }) => {
      const [en, ja] = [member(node, 'en') as ts.Node, member(node, 'ja') as ts.Node];
      const [ofEn, ofJa] = [variablesIn(en), variablesIn(ja)];
      const same = JSON.stringify(ofEn) === JSON.stringify(ofJa);
      return same ? [] : [`${at}: ${ofEn.join(', ')} in English, ${ofJa.join(', ')} in Japanese`];
    });
    expect(wrong).toEqual([]);
  });

  it('in Japanese is Japanese, but for what is nothing but names and values', () => {
    const wrong = sentences.filter(({ node }) => {
      const ja = member(node, 'ja')?.getText() ?? '';
      return !JAPANESE.test(ja) && wordsIn(ja) !== wordsIn(member(node, 'en')?.getText() ?? '');
    });
    expect(wrong.map(({ at }) => at)).toEqual([]);
  });

  it('is no broken invariant: those have codes of their own, and no others are said in English alone', () => {
    const broken = found(FILES, (node) => ts.isNewExpression(node) && node.expression.getText() === 'Broken');
    expect(broken.length).toBeGreaterThan(30);
    const codes = broken.map(({ at, node }) => {
      const [code] = (node as ts.NewExpression).arguments ?? [];
      return { at, code: code && ts.isStringLiteral(code) ? code.text : 'internal' };
    });
    expect(codes.filter(({ code }) => Object.hasOwn(problemCodes, code))).toEqual([]);
  });

  it('is told by schemas in both languages', () => {
    const schemas = FILES.filter((file) => file.startsWith('functions/contract/schemas/'));
    const plain = [
      ...found(schemas, (node) => {
        if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
        const last = node.arguments.at(-1);
        return CHECKS.test(node.expression.name.text) && isText(last) && last.getText().length > 2;
      }),
      ...found(schemas, (node) => isText(member(node, 'error')) || isText(member(node, 'message'))),
    ];
    expect(plain.map(({ at }) => at)).toEqual([]);
  });
});
