// Checks that the built page runs in the oldest browsers that package.json lists.
import { SourceMap } from 'node:module';
import { expect, it } from 'vitest';
import { ALLOWED, type Exception } from './allowed';
import { filesEndingWith, isCopy, read } from './output';
import { complaintsOfScript, ownMembersOf, type Complaint } from './script';
import { complaintsOfStyleSheet } from './stylesheet';

const needed = new Set<Exception>();

/** One line for each use without an exception. */
function objections(path: string, complaints: readonly Complaint[]): string[] {
  const text = read(path);
  return complaints.flatMap(({ feature, offset }) => {
    const source = sourceOf(path, text, offset);
    const exceptions = ALLOWED.filter((one) => `${feature.path}.`.startsWith(`${one.feature}.`) && source.includes(one.by));
    for (const exception of exceptions) needed.add(exception);
    const excerpt = text.slice(Math.max(0, offset - 50), offset + 70).replaceAll('\n', ' ');
    return exceptions.length > 0 ? [] : [`${source}: ${feature.path} isn't in ${feature.lacking.join(', ')}: …${excerpt}…`];
  });
}

/** The source file of this position, from the source map if there is one. */
function sourceOf(path: string, text: string, offset: number): string {
  if (!path.endsWith('.js')) return path;
  const before = text.slice(0, offset).split('\n');
  const map = new SourceMap(JSON.parse(read(`${path}.map`)) as ConstructorParameters<typeof SourceMap>[0]);
  const entry = map.findEntry(before.length - 1, before.at(-1)?.length ?? 0);
  return 'originalSource' in entry ? entry.originalSource : path;
}

it('no script uses features that the oldest browsers lack', () => {
  // A copy runs only where the code that loads it has checked the browser.
  const scripts = filesEndingWith('.js').filter((path) => !isCopy(path));
  const own = new Set(scripts.flatMap((path) => [...ownMembersOf(read(path))]));
  expect(scripts.flatMap((path) => objections(path, complaintsOfScript(read(path), own)))).toEqual([]);
});

it('no style sheet uses features that the oldest browsers lack', () => {
  expect(filesEndingWith('.css').flatMap((path) => objections(path, complaintsOfStyleSheet(read(path))))).toEqual([]);
});

it('every exception is still needed', () => {
  expect(ALLOWED.filter((exception) => !needed.has(exception))).toEqual([]);
});
