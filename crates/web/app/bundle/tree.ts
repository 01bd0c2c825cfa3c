// Helpers for a script's syntax tree.
import type { Node } from 'acorn';
import { full } from 'acorn-walk';

/** A node, whose other fields depend on its type. */
export interface Tree extends Node {
  [field: string]: unknown;
}

export function at(node: Tree | undefined, field: string): Tree | undefined {
  return node?.[field] as Tree | undefined;
}

/** `["navigator", "locks"]` for `navigator.locks`; null if it isn't read from a global. */
export function pathOf(node: Tree | undefined): string[] | null {
  if (node?.type === 'Identifier') return [node.name as string];
  if (node?.type !== 'MemberExpression') return null;
  const name = nameOfMember(node);
  const object = pathOf(at(node, 'object'));
  return name === null || object === null ? null : [...object, name];
}

/** `locks` for `x.locks` and `x["locks"]`. */
export function nameOfMember(node: Tree): string | null {
  if (node.type !== 'MemberExpression') return null;
  const property = at(node, 'property');
  if (!node.computed) return property?.type === 'Identifier' ? (property.name as string) : null;
  return property?.type === 'Literal' && typeof property.value === 'string' ? property.value : null;
}

/** Every name that the script declares, in any scope. */
export function declaredNames(tree: Node): ReadonlySet<string> {
  const names = new Set<string>();
  full(tree, (found) => {
    const node = found as Tree;
    switch (node.type) {
      case 'VariableDeclarator':
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'ClassDeclaration':
      case 'ClassExpression':
        addNames(at(node, 'id'), names);
        break;
      case 'ImportSpecifier':
      case 'ImportDefaultSpecifier':
      case 'ImportNamespaceSpecifier':
        addNames(at(node, 'local'), names);
        break;
      case 'CatchClause':
        addNames(at(node, 'param'), names);
        break;
      default:
    }
    if (Array.isArray(node.params)) for (const param of node.params as Tree[]) addNames(param, names);
  });
  return names;
}

/** The methods and functions that the script defines in objects and classes. */
export function definedMembers(tree: Node): ReadonlySet<string> {
  const names = new Set<string>();
  full(tree, (found) => {
    const node = found as Tree;
    const isDefinition = ['MethodDefinition', 'PropertyDefinition', 'Property'].includes(node.type) && !node.computed;
    const key = at(node, 'key');
    if (isDefinition && key?.type === 'Identifier') names.add(key.name as string);
    if (node.type !== 'AssignmentExpression') return;
    const name = nameOfMember(at(node, 'left') ?? node);
    if (name !== null) names.add(name);
  });
  return names;
}

function addNames(pattern: Tree | undefined | null, names: Set<string>): void {
  switch (pattern?.type) {
    case 'Identifier':
      names.add(pattern.name as string);
      break;
    case 'ObjectPattern':
      for (const property of pattern.properties as Tree[]) addNames(at(property, 'value') ?? at(property, 'argument'), names);
      break;
    case 'ArrayPattern':
      for (const element of pattern.elements as (Tree | null)[]) addNames(element, names);
      break;
    case 'AssignmentPattern':
      addNames(at(pattern, 'left'), names);
      break;
    case 'RestElement':
      addNames(at(pattern, 'argument'), names);
      break;
    default:
  }
}
