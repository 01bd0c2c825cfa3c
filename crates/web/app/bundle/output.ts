// Reads the build in `dist`.
import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'acorn';
import { simple } from 'acorn-walk';

const DIST = new URL('../dist/', import.meta.url);

export function read(path: string): string {
  return readFileSync(new URL(path, DIST), 'utf8');
}

/** The paths of the build's files with this ending. */
export function filesEndingWith(ending: '.js' | '.css' | '.map'): string[] {
  const files = readdirSync(new URL('assets/', DIST)).filter((name) => name.endsWith(ending));
  if (files.length === 0) throw new Error(`dist/assets has no ${ending} file: build the page first`);
  return files.map((name) => `assets/${name}`);
}

/** Whether a script is a copy of a library's file. It has no source map. */
export function isCopy(path: string): boolean {
  return path.startsWith('assets/vision_wasm_internal-');
}

/** All files that the browser loads for `/`: the document, the files that it references, and their static imports. */
export function filesOfTheHomePage(): string[] {
  const named = [...read('index.html').matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map(([, path]) => path ?? '');
  return ['index.html', ...reachableFrom(named)];
}

/** The given files with all their static imports. */
export function reachableFrom(paths: readonly string[]): string[] {
  const reached = new Set<string>();
  const open = [...paths];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (reached.has(path)) continue;
    reached.add(path);
    if (path.endsWith('.js')) open.push(...staticImports(path));
  }
  return [...reached];
}

/** The scripts that this one imports dynamically. */
export function dynamicImports(path: string): string[] {
  const paths: string[] = [];
  simple(parse(read(path), { ecmaVersion: 'latest', sourceType: 'module' }), {
    ImportExpression: ({ source }) => {
      const [quasi] = source.type === 'TemplateLiteral' ? source.quasis : [];
      const name = source.type === 'Literal' ? String(source.value) : (quasi?.value.cooked ?? '');
      paths.push(name.replace(/^\.\//, 'assets/'));
    },
  });
  return paths;
}

const importsOf = new Map<string, string[]>();

function staticImports(path: string): string[] {
  const known = importsOf.get(path) ?? parseImports(read(path));
  importsOf.set(path, known);
  return known;
}

function parseImports(script: string): string[] {
  const { body } = parse(script, { ecmaVersion: 'latest', sourceType: 'module' });
  return body.flatMap((statement) => {
    const isImport =
      statement.type === 'ImportDeclaration' || statement.type === 'ExportNamedDeclaration' || statement.type === 'ExportAllDeclaration';
    const source = isImport ? statement.source?.value : undefined;
    return typeof source === 'string' ? [source.replace(/^\.\//, 'assets/')] : [];
  });
}
