// The oldest supported browsers, from the browserslist in package.json.
import { readFileSync } from 'node:fs';

/** The browsers' names in browserslist, in MDN's data and in the bundler's targets. */
const NAMES = {
  chrome: { mdn: 'chrome', target: 'chrome' },
  edge: { mdn: 'edge', target: 'edge' },
  firefox: { mdn: 'firefox', target: 'firefox' },
  safari: { mdn: 'safari', target: 'safari' },
  ios_saf: { mdn: 'safari_ios', target: 'ios' },
} as const;

export interface Browser {
  mdn: (typeof NAMES)[keyof typeof NAMES]['mdn'];
  target: string;
  version: string;
}

/** Parses queries of the form `name >= version`; other forms don't define one oldest version. */
function parseFloor(queries: readonly string[]): Browser[] {
  return queries.map((query) => {
    const [, name = '', version = ''] = /^(\w+) >= (\d+(?:\.\d+)?)$/.exec(query) ?? [];
    if (!(name in NAMES)) throw new Error(`package.json: the browserslist query "${query}" must be "name >= version"`);
    return { ...NAMES[name as keyof typeof NAMES], version };
  });
}

const packageJson = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { browserslist: string[] };

export const FLOOR: readonly Browser[] = parseFloor(packageJson.browserslist);

/** In the format of Vite's `build.target`. */
export const BUILD_TARGETS: string[] = FLOOR.map(({ target, version }) => target + version);
