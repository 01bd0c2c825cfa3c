// Maps names in a script to web APIs in MDN's data.
import { childrenOf, featureAt, type Feature } from './features';

/** Globals that are instances of an interface. */
const INSTANCES: Record<string, string> = {
  crypto: 'Crypto',
  document: 'Document',
  history: 'History',
  localStorage: 'Storage',
  location: 'Location',
  navigator: 'Navigator',
  performance: 'Performance',
  screen: 'Screen',
  sessionStorage: 'Storage',
};

export const WINDOWS: ReadonlySet<string> = new Set(['window', 'globalThis', 'self']);
const ROOTS = ['api', 'javascript.builtins'];

/** The feature for a name like `structuredClone`, or a path like `URL.canParse` or `navigator.locks`. */
export function featureNamed(path: readonly string[]): Feature | null {
  const [first = '', ...rest] = path;
  if (WINDOWS.has(first) && rest.length > 0) return featureNamed(rest);
  if (rest.length === 0) return featureOfGlobal(first);
  const [second = '', third, ...more] = rest;
  if (more.length > 0) return null;
  if (third !== undefined) return second === 'prototype' ? memberOf(first, third) : featureAt(`javascript.builtins.${path.join('.')}`);
  const holder = INSTANCES[first];
  if (holder) return memberOf(holder, second);
  return featureAt(`api.${first}.${second}_static`) ?? featureAt(`javascript.builtins.${first}.${second}`);
}

function featureOfGlobal(name: string): Feature | null {
  return featureAt(`javascript.builtins.${name}`) ?? featureAt(`api.${name}`) ?? featureAt(`api.Window.${name}`);
}

function memberOf(holder: string, name: string): Feature | null {
  return featureAt(`api.${holder}.${name}`) ?? featureAt(`javascript.builtins.${holder}.${name}`);
}

/**
 * The feature for a method or property of an unknown object: only if no interface has it in every supported
 * browser.
 */
export function featureOfMember(name: string): Feature | null {
  const homes = membersByName().get(name) ?? [];
  return homes.every(({ lacking }) => lacking.length > 0) ? (homes[0] ?? null) : null;
}

let index: Map<string, Feature[]> | null = null;

function membersByName(): Map<string, Feature[]> {
  if (index) return index;
  const all = new Map<string, Feature[]>();
  for (const root of ROOTS) {
    for (const holder of childrenOf(root).keys()) {
      for (const [key, feature] of childrenOf(`${root}.${holder}`)) {
        const name = key.replace(/_static$/, '');
        all.set(name, [...(all.get(name) ?? []), feature]);
      }
    }
  }
  index = all;
  return all;
}

/**
 * The paths of everything that a supported browser may lack, so that a test can remove it: `["Set", "prototype",
 * "union"]`.
 */
export function pathsNotInFloor(): string[][] {
  return ROOTS.flatMap((root) => [...childrenOf(root)].flatMap(([holder, feature]) => (isLacked(feature) ? [[holder]] : membersNotInFloor(root, holder))));
}

function membersNotInFloor(root: string, holder: string): string[][] {
  const members = [...childrenOf(`${root}.${holder}`)].filter(([, feature]) => isLacked(feature));
  return members.flatMap(([key]) => {
    const name = key.replace(/_static$/, '');
    if (holder === 'Window') return [[name]];
    // For the language's built-ins, MDN's data doesn't distinguish static from prototype members.
    return [...(key === name ? [[holder, 'prototype', name]] : []), ...(key !== name || root !== 'api' ? [[holder, name]] : [])];
  });
}

function isLacked({ lacking }: Feature): boolean {
  return lacking.length > 0;
}
