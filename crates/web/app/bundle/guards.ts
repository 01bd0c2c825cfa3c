// Detects feature detection: whether a script uses an API only after checking that it exists.
import type { Node } from 'acorn';
import { full } from 'acorn-walk';
import { at, type Tree } from './tree';

/** Whether the node itself is the check. */
export function isTested(node: Tree, above: readonly Tree[]): boolean {
  const parent = above.at(-1);
  switch (parent?.type) {
    case 'UnaryExpression':
      return parent.operator === 'typeof' || parent.operator === '!';
    case 'LogicalExpression':
      return true;
    case 'IfStatement':
    case 'ConditionalExpression':
      return parent.test === node;
    case 'BinaryExpression':
      return ['==', '!=', '===', '!==', 'in', 'instanceof'].includes(parent.operator as string) && parent.left === node;
    case 'CallExpression':
      return parent.optional === true && parent.callee === node;
    case 'MemberExpression':
      return parent.optional === true && parent.object === node;
    // Compilers output `a?.b` as `(c = a) == null || c.b`.
    case 'AssignmentExpression':
      return parent.right === node && isTested(parent, above.slice(0, -1));
    case 'ChainExpression':
      return isTested(parent, above.slice(0, -1));
    default:
      return false;
  }
}

/** The source text of variables and functions by name: a check may be stored in one of them. */
export type Meanings = ReadonlyMap<string, string>;

/** Longer functions do more than a check. */
const LONGEST_QUESTION = 300;

export function meaningsOf(tree: Node, script: string): Meanings {
  const meanings = new Map<string, string>();
  full(tree, (found) => {
    const node = found as Tree;
    const isDeclaration = node.type === 'VariableDeclarator' || node.type === 'FunctionDeclaration';
    const name = at(node, 'id')?.name;
    if (!isDeclaration || typeof name !== 'string' || node.end - node.start > LONGEST_QUESTION) return;
    meanings.set(name, `${meanings.get(name) ?? ''} ${script.slice(node.start, node.end)}`);
  });
  return meanings;
}

interface Place {
  node: Tree;
  above: readonly Tree[];
  script: string;
  meanings: Meanings;
}

/**
 * Whether the use is guarded by a check of one of the names: in a branch of the condition, or after a statement
 * that leaves the function if the check fails.
 */
export function isGuarded({ node, above, script, meanings }: Place, names: readonly string[]): boolean {
  // Only `typeof` may name an undeclared global; a member may be read.
  const parent = above.at(-1);
  const isTypeOf = parent?.type === 'UnaryExpression' && parent.operator === 'typeof';
  if (node.type === 'Identifier' ? isTypeOf : isTested(node, above)) return true;
  const asks = (tree: Tree | undefined) => tree !== undefined && mentions(script.slice(tree.start, tree.end), names, meanings);
  let inner = node;
  for (const outer of above.toReversed()) {
    const isCondition = outer.type === 'IfStatement' || outer.type === 'ConditionalExpression';
    if (isCondition && outer.test !== inner && asks(at(outer, 'test'))) return true;
    if (outer.type === 'LogicalExpression' && outer.right === inner && asks(at(outer, 'left'))) return true;
    if (Array.isArray(outer.body) && isLeftBefore(outer.body as Tree[], inner, asks)) return true;
    inner = outer;
  }
  return false;
}

function mentions(text: string, names: readonly string[], meanings: Meanings, depth = 2): boolean {
  const words = text.match(/[\w$]+/g) ?? [];
  if (words.some((word) => names.includes(word))) return true;
  return depth > 0 && words.some((word) => mentions(meanings.get(word) ?? '', names, meanings, depth - 1));
}

function isLeftBefore(statements: Tree[], inner: Tree, asks: (tree: Tree | undefined) => boolean): boolean {
  return statements
    .slice(0, Math.max(0, statements.indexOf(inner)))
    .some((statement) => statement.type === 'IfStatement' && asks(at(statement, 'test')) && isLeaving(at(statement, 'consequent')));
}

function isLeaving(statement: Tree | undefined): boolean {
  const last = Array.isArray(statement?.body) ? (statement.body as Tree[]).at(-1) : statement;
  return last?.type === 'ReturnStatement' || last?.type === 'ThrowStatement';
}
