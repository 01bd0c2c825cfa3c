// Finds features that a style sheet uses and the oldest supported browsers lack.
import { keyword, parse, walk, type CssNode, type Declaration, type WalkContext } from 'css-tree';
import { childrenOf, featureAt, requireFeature, type Feature } from './features';
import type { Complaint } from './script';

/** Viewport units have three kinds and six dimensions. */
const VIEWPORT_UNIT = /^([dls])v(w|h|i|b|min|max)$/;
const VIEWPORT_KINDS: Record<string, string> = { d: 'dynamic', l: 'large', s: 'small' };

export function complaintsOfStyleSheet(css: string): Complaint[] {
  const complaints: Complaint[] = [];
  const tree = parse(css, { positions: true, parseCustomProperty: true });
  const rules: CssNode[] = [];
  let supportsDepth = 0;
  const complain = (features: (Feature | null)[], node: CssNode) => {
    for (const feature of features) {
      // `@supports` is a guard.
      if (feature && feature.lacking.length > 0 && supportsDepth === 0) complaints.push({ feature, offset: node.loc?.start.offset ?? 0 });
    }
  };

  walk(tree, {
    enter(this: WalkContext, node: CssNode) {
      if (node.type === 'Atrule' && node.name === 'supports') supportsDepth += 1;
      if (node.type === 'Rule') {
        if (rules.length > 0) complain([requireFeature('css.selectors.nesting')], node);
        rules.push(node);
      }
      if (node.type === 'Declaration') {
        if (!hasFallback(node, this.block?.children.toArray() ?? [])) complain(featuresOfDeclaration(node), node);
        return;
      }
      complain(featuresOfNode(node), node);
    },
    leave(node: CssNode) {
      if (node.type === 'Atrule' && node.name === 'supports') supportsDepth -= 1;
      if (node.type === 'Rule') rules.pop();
    },
  });
  return complaints;
}

function featuresOfNode(node: CssNode): (Feature | null)[] {
  switch (node.type) {
    case 'Atrule':
      return [featureAt(`css.at-rules.${node.name}`)];
    case 'Feature':
      return [featureAt(`css.at-rules.media.${node.name}`)];
    case 'FeatureRange':
      return [requireFeature('css.at-rules.media.range_syntax')];
    case 'Raw':
      // The parser returns a nested rule that starts with a selector as raw text.
      return [node.value.includes('{') ? requireFeature('css.selectors.nesting') : null];
    case 'NestingSelector':
      return [requireFeature('css.selectors.nesting')];
    case 'PseudoClassSelector':
    case 'PseudoElementSelector':
      return [featureAt(`css.selectors.${node.name}`)];
    default:
      return [];
  }
}

function featuresOfDeclaration(declaration: Declaration): (Feature | null)[] {
  const { property, value } = declaration;
  const path = `css.properties.${property}`;
  // Older browsers ignore an unknown property, and also a declaration with an unknown value.
  const features: (Feature | null)[] = [property.startsWith('--') ? null : featureAt(path)];
  walk(value, (part) => {
    if (part.type === 'Identifier') features.push(featureAt(`${path}.${part.name}`));
    if (part.type === 'Function') features.push(featureAt(`${path}.${part.name}`), featureOfType(part.name));
    if (part.type === 'Dimension') features.push(featureOfUnit(part.unit.toLowerCase()));
  });
  return features;
}

function featureOfUnit(unit: string): Feature | null {
  const kind = VIEWPORT_KINDS[VIEWPORT_UNIT.exec(unit)?.[1] ?? ''];
  if (kind) return requireFeature(`css.types.length.viewport_percentage_units_${kind}`);
  if (/^cq(w|h|i|b|min|max)$/.test(unit)) return requireFeature('css.types.length.container_query_length_units');
  return featureAt(`css.types.length.${unit}`);
}

let functions: Map<string, Feature> | null = null;

/** Value functions are at two depths in MDN's data: `min`, and `color.color-mix`. */
function featureOfType(name: string): Feature | null {
  if (!functions) {
    functions = new Map();
    for (const [type, feature] of childrenOf('css.types')) {
      functions.set(type, feature);
      for (const [inner, one] of childrenOf(`css.types.${type}`)) if (!functions.has(inner)) functions.set(inner, one);
    }
  }
  return functions.get(name) ?? null;
}

/** Whether an earlier declaration in the block sets the property with a value that all browsers support. */
function hasFallback(declaration: Declaration, siblings: CssNode[]): boolean {
  const before = siblings.slice(0, siblings.indexOf(declaration));
  return before.some(
    (one) =>
      one.type === 'Declaration' &&
      keyword(one.property).basename === keyword(declaration.property).basename &&
      featuresOfDeclaration(one).every((feature) => !feature || feature.lacking.length === 0),
  );
}
