// Which web APIs and CSS features the oldest supported browsers lack, from MDN's compatibility data.
import { createRequire } from 'node:module';
import type { Identifier, SimpleSupportStatement, SupportStatement } from '@mdn/browser-compat-data';
import { FLOOR, type Browser } from './floor';

// Not imported, because the test runner would transform 20 MB of data into a script.
const MDN = createRequire(import.meta.url)('@mdn/browser-compat-data') as Identifier;

/** A feature in MDN's data. */
export interface Feature {
  /** Its path in MDN's data. */
  path: string;
  /** The minimum browsers that lack it; empty if all have it. */
  lacking: string[];
}

export function featureAt(path: string): Feature | null {
  const found = find(path);
  return found ? featureOf(path, found) : null;
}

/** For paths that the checks require. */
export function requireFeature(path: string): Feature {
  const feature = featureAt(path);
  if (!feature) throw new Error(`MDN's data has no ${path} any more`);
  return feature;
}

/** The features directly below a path, by name. */
export function childrenOf(path: string): Map<string, Feature> {
  const parent = find(path);
  const children = new Map<string, Feature>();
  for (const [name, value] of Object.entries(parent ?? {})) {
    if (name === '__compat') continue;
    const feature = featureOf(`${path}.${name}`, value as Identifier);
    if (feature) children.set(name, feature);
  }
  return children;
}

function find(path: string): Identifier | undefined {
  let found: Identifier | undefined = MDN;
  for (const key of path.split('.')) found = found && Object.hasOwn(found, key) ? found[key] : undefined;
  return found;
}

function featureOf(path: string, found: Identifier): Feature | null {
  const support = found['__compat']?.support;
  if (!support) return null;
  const lacking = FLOOR.filter((browser) => !isSupported(support[browser.mdn], browser)).map(({ mdn, version }) => `${mdn} ${version}`);
  return { path, lacking };
}

function isSupported(statement: SupportStatement | undefined, browser: Browser): boolean {
  const all = Array.isArray(statement) ? statement : [statement];
  return all.some((one) => one !== undefined && exists(one, browser.version));
}

function exists({ version_added, version_removed, flags, prefix, alternative_name }: SimpleSupportStatement, version: string): boolean {
  if (flags || prefix || alternative_name || typeof version_added !== 'string' || version_added === 'preview') return false;
  if (typeof version_removed === 'string' && compare(version_removed, version) <= 0) return false;
  return compare(version_added, version) <= 0;
}

function compare(left: string, right: string): number {
  const [a, b] = [left, right].map((version) => version.replace('≤', '').split('.').map(Number));
  return (a?.[0] ?? 0) - (b?.[0] ?? 0) || (a?.[1] ?? 0) - (b?.[1] ?? 0);
}
