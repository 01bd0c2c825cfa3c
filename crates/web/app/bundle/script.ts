// Finds features that a script uses and the oldest supported browsers lack.
import { RegExpParser, visitRegExpAST } from '@eslint-community/regexpp';
import { parse, type Node } from 'acorn';
import { fullAncestor } from 'acorn-walk';
import { requireFeature, type Feature } from './features';
import { isGuarded, isTested, meaningsOf } from './guards';
import { featureNamed, featureOfMember, WINDOWS } from './interfaces';
import { at, declaredNames, definedMembers, nameOfMember, pathOf, type Tree } from './tree';

export interface Complaint {
  feature: Feature;
  /** The position in the text. */
  offset: number;
}

/** Syntax that bundlers don't transform, or not always. */
const SYNTAX: Record<string, (node: Tree) => string | null> = {
  StaticBlock: () => 'javascript.classes.static.initialization_blocks',
  ImportDeclaration: ({ attributes }) => (hasItems(attributes) ? 'javascript.statements.import.import_attributes' : null),
  ImportExpression: ({ options }) => (options ? 'javascript.statements.import.import_attributes' : null),
  VariableDeclaration: ({ kind }) => (kind === 'using' || kind === 'await using' ? 'javascript.statements.using' : null),
};

/** `ownMembers`: names of methods that the page's code defines itself. */
export function complaintsOfScript(script: string, ownMembers: ReadonlySet<string> = ownMembersOf(script)): Complaint[] {
  const tree = parseScript(script);
  const declared = declaredNames(tree);
  const meanings = meaningsOf(tree, script);
  const complaints: Complaint[] = [];
  const complain = (feature: Feature | null, offset: number) => {
    if (feature && feature.lacking.length > 0) complaints.push({ feature, offset });
  };

  fullAncestor(tree, (found: Node, _state, ancestors: Node[]) => {
    const node = found as Tree;
    const above = ancestors.slice(0, -1) as Tree[];
    const syntax = SYNTAX[node.type]?.(node) ?? null;
    if (syntax !== null) complain(requireFeature(syntax), node.start);
    for (const path of pathsInRegExp(node)) complain(requireFeature(path), node.start);
    const use = interfaceUsed(node, above, declared, ownMembers);
    if (use && use.feature.lacking.length > 0 && !isGuarded({ node, above, script, meanings }, use.names)) complain(use.feature, node.start);
  });
  return complaints;
}

export function ownMembersOf(script: string): ReadonlySet<string> {
  return definedMembers(parseScript(script));
}

function parseScript(script: string): Node {
  return parse(script, { ecmaVersion: 'latest', sourceType: 'module' });
}

interface Use {
  feature: Feature;
  /** A check of any of these names is a check of the feature. */
  names: string[];
}

function interfaceUsed(node: Tree, above: Tree[], declared: ReadonlySet<string>, ownMembers: ReadonlySet<string>): Use | null {
  const path = pathOf(node);
  if (path && !declared.has(path[0] ?? '')) {
    const isRead = node.type !== 'Identifier' || isReference(node, above);
    const feature = isRead ? featureNamed(path) : null;
    if (feature) return { feature, names: path.filter((name) => !WINDOWS.has(name)) };
  }
  // For unknown objects: only uses that fail if the member is missing.
  const name = nameOfMember(node);
  if (name === null || ownMembers.has(name) || at(node, 'object')?.type === 'ThisExpression' || !isDemanded(node, above)) return null;
  const feature = featureOfMember(name);
  return feature && { feature, names: path ?? [name] };
}

/** Whether an identifier is a variable reference, not the name of a property or a label. */
function isReference(node: Tree, above: Tree[]): boolean {
  const parent = above.at(-1);
  if (!parent) return false;
  if (parent.type === 'MemberExpression') return parent.object === node || parent.computed === true;
  if (parent.type === 'Property' || parent.type === 'PropertyDefinition' || parent.type === 'MethodDefinition') {
    return parent.value === node || parent.computed === true;
  }
  return !['LabeledStatement', 'BreakStatement', 'ContinueStatement', 'ExportSpecifier', 'ImportSpecifier', 'MetaProperty'].includes(parent.type);
}

/** Whether the member is called. Reading a property of the same name is harmless. */
function isDemanded(node: Tree, above: Tree[]): boolean {
  const parent = above.at(-1);
  return parent?.type === 'CallExpression' && parent.callee === node && !isTested(node, above);
}

function pathsInRegExp(node: Tree): string[] {
  const source = regExpSource(node);
  if (!source) return [];
  const paths: string[] = [];
  try {
    const parser = new RegExpParser();
    const flags = parser.parseFlags(source.flags);
    if (flags.unicodeSets) paths.push('javascript.builtins.RegExp.unicodeSets');
    const pattern = parser.parsePattern(source.pattern, undefined, undefined, { unicode: flags.unicode, unicodeSets: flags.unicodeSets });
    const names = new Set<string>();
    visitRegExpAST(pattern, {
      onAssertionEnter: ({ kind }) => {
        if (kind === 'lookbehind') paths.push('javascript.regular_expressions.lookbehind_assertion');
      },
      onGroupEnter: ({ modifiers }) => {
        if (modifiers) paths.push('javascript.regular_expressions.modifier');
      },
      onCapturingGroupEnter: ({ name }) => {
        if (name !== null && names.has(name)) paths.push('javascript.regular_expressions.named_capturing_group.duplicate_named_capturing_groups');
        if (name !== null) names.add(name);
      },
    });
  } catch {
    // Not a valid pattern: the script expects the error.
  }
  return paths;
}

function regExpSource(node: Tree): { pattern: string; flags: string } | null {
  const { regex } = node as { regex?: { pattern: string; flags: string } };
  if (node.type === 'Literal' && regex) return regex;
  // The bundler outputs this for patterns that its target can't parse.
  const isCall = node.type === 'CallExpression' || node.type === 'NewExpression';
  if (!isCall || pathOf(at(node, 'callee'))?.join('.') !== 'RegExp') return null;
  const [pattern, flags] = (node.arguments as Tree[]).map((argument) => textOf(argument));
  return pattern === undefined || pattern === null ? null : { pattern, flags: flags ?? '' };
}

function textOf(node: Tree): string | null {
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node.type !== 'TemplateLiteral') return null;
  // The values between the parts are unknown; assume some group.
  return (node.quasis as { value: { cooked?: string } }[]).map(({ value }) => value.cooked ?? '').join('(?:)');
}

function hasItems(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0;
}
