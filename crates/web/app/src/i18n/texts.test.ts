// Finds texts of the page that are not in the catalogue.
import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const SRC = new URL('../', import.meta.url);

/** Attributes that people see or hear. */
const SPOKEN = new Set([
  'alt',
  'aria-description',
  'aria-label',
  'aria-placeholder',
  'aria-roledescription',
  'aria-valuetext',
  'placeholder',
  'title',
  // Of the page's own components.
  'cancelLabel',
  'confirmLabel',
  'empty',
  'emptyText',
  'hint',
  'intro',
  'label',
  'loadingText',
  'of',
  'problem',
  'text',
]);

/** Names and signs are the same in all languages. */
const SAME_EVERYWHERE = new Set(['Onair', '1080p', '720p', 'kbit/s', 'Mbit/s', 's', 'p']);

/** Calls whose texts are for developers, and things that look like sentences but are none. */
const DEVELOPERS = /^(?:logError|log|console\.\w+|Error|TypeError|LoadError|DOMException|document\.querySelector.*|Object\.assign)$/;

const FOLDERS_WITHOUT_TEXTS = /^(?:i18n|api\/schema)/;

function hasWords(text: string): boolean {
  const words = text.trim();
  return /\p{L}/u.test(words) && !SAME_EVERYWHERE.has(words);
}

/** A sentence, or a label that starts with a capital letter and is no code. */
function isSentence(text: string): boolean {
  return /^\p{Lu}[\p{L}’]*(?: \p{L}+(?:[ ,.…:?!]|$)|[.…:?!]$| $)/u.test(text.trim()) || /\p{L}{2,} \p{L}[^={}<>();]* \p{L}[^={}<>();]*[.…?!]$/u.test(text);
}

function textOf(node: ts.Node): string | null {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node)) return node.head.text + node.templateSpans.map(({ literal }) => literal.text).join('');
  return null;
}

/** What is shown there: the alternatives of a condition too, but not the arguments of calls. */
function literalsIn(node: ts.Node): ts.Node[] {
  if (textOf(node) !== null) return [node];
  if (ts.isConditionalExpression(node)) return [...literalsIn(node.whenTrue), ...literalsIn(node.whenFalse)];
  if (ts.isBinaryExpression(node)) {
    const isComparison = /^(?:[=!]==?|in)$/.test(node.operatorToken.getText());
    return isComparison ? [] : [...literalsIn(node.left), ...literalsIn(node.right)];
  }
  if (ts.isJsxExpression(node)) return node.expression ? literalsIn(node.expression) : [];
  return ts.isParenthesizedExpression(node) ? literalsIn(node.expression) : [];
}

function isForDevelopers(node: ts.Node): boolean {
  for (let current = node.parent; current && !ts.isSourceFile(current); current = current.parent) {
    if (ts.isImportDeclaration(current) || ts.isThrowStatement(current) || ts.isTypeNode(current)) return true;
    if ((ts.isCallExpression(current) || ts.isNewExpression(current)) && DEVELOPERS.test(current.expression.getText())) return true;
  }
  return false;
}

function textsOutside(name: string, code: string): string[] {
  const file = ts.createSourceFile(name, code, ts.ScriptTarget.Latest, true, name.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS);
  const found: string[] = [];
  const visit = (node: ts.Node) => {
    if (ts.isJsxText(node) && hasWords(node.text)) found.push(node.text.trim());
    const isContent = ts.isJsxExpression(node) && !ts.isJsxAttribute(node.parent);
    const isSpoken = ts.isJsxAttribute(node) && SPOKEN.has(node.name.getText());
    const shown = isContent ? literalsIn(node) : isSpoken && node.initializer ? literalsIn(node.initializer) : [];
    found.push(...shown.map((literal) => textOf(literal) ?? '').filter(hasWords));
    const text = textOf(node);
    if (text !== null && isSentence(text) && !isForDevelopers(node)) found.push(text);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return [...new Set(found)];
}

describe('the search', () => {
  it('finds texts in elements, attributes and other code', () => {
    const code = `
      const TEXTS = { a: 'The camera is off', b: 'NONE' };
      const title = \`Followers of \${name}\`;
      export const A = () => <p title="x1" aria-label={isOn ? 'on' : t(a.off)} className="not-shown">Go live {'now'} {t(a.b)} {' · '}</p>;`;
    expect(textsOutside('a.tsx', code)).toEqual(['The camera is off', 'Followers of ', 'x1', 'on', 'Go live', 'now']);
  });

  it('ignores what only developers read', () => {
    expect(textsOutside('a.ts', `logError('Reading the list', e); throw new Error('No such thing here.'); if (key === 'Enter') go('ArrowUp');`)).toEqual([]);
  });
});

it('all texts are in the catalogue', () => {
  const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((path) => /(?<!\.test|\.d)\.tsx?$/.test(path) && !FOLDERS_WITHOUT_TEXTS.test(path));
  expect(files.length).toBeGreaterThan(200);
  const texts = files.flatMap((path) => textsOutside(path, readFileSync(new URL(path, SRC), 'utf8')).map((text) => `${path}: ${text}`));
  expect(texts).toEqual([]);
  // It parses all files of the page.
}, 60_000);
