// Tests of the script check: it must find missing features and accept guards.
// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { complaintsOfScript } from './script';

function lackingIn(script: string): string[] {
  return complaintsOfScript(script).map(({ feature }) => feature.path.split('.').at(-1) ?? '');
}

describe('a script of the build', () => {
  it.each([
    ['lookbehind_assertion', 'const word = /(?<!a)b/u;'],
    ['lookbehind_assertion', 'const word = new RegExp("(?<=a)b", "gu");'],
    ['lookbehind_assertion', 'const word = RegExp(`(?<=${a})b`);'],
    ['unicodeSets', 'const letters = /[\\p{L}--[a-z]]/v;'],
    ['modifier', 'const word = /(?i:a)b/;'],
    ['duplicate_named_capturing_groups', 'const date = /(?<year>a)|(?<year>b)/;'],
    ['initialization_blocks', 'class A { static { start(); } }'],
    ['import_attributes', 'import words from "./words.json" with { type: "json" };'],
    ['using', '{ using file = open(); }'],
    ['canParse_static', 'if (URL.canParse(address)) open(address);'],
    ['withResolvers', 'const { promise } = Promise.withResolvers();'],
    ['groupBy', 'const groups = Object.groupBy(items, keyOf);'],
    ['Segmenter', 'const segmenter = new Intl.Segmenter();'],
    ['from', 'const first = Iterator.from(items);'],
    ['any_static', 'const signal = AbortSignal.any([one, other]);'],
    ['requestIdleCallback', 'requestIdleCallback(load);'],
    ['requestIdleCallback', 'window.requestIdleCallback(load);'],
    ['scheduler', 'start(scheduler);'],
    ['isSubsetOf', 'const isInside = names.isSubsetOf(all);'],
    ['startViewTransition', 'document.startViewTransition(draw);'],
    ['storageBuckets', 'const { length } = navigator.storageBuckets;'],
  ])('is rejected if it uses %s', (name, script) => {
    expect(lackingIn(script)).toEqual([name]);
  });

  it.each([
    'URL.canParse?.(address);',
    'const isAddress = URL.canParse ? URL.canParse(address) : isLikeAddress(address);',
    'if ("canParse" in URL) URL.canParse(address);',
    'if (typeof requestIdleCallback === "function") requestIdleCallback(load); else load();',
    'typeof scheduler !== "undefined" && scheduler.postTask(load);',
    'function later() { if (!window.requestIdleCallback) return load(); return window.requestIdleCallback(load); }',
    'document.startViewTransition?.(draw);',
    '(found = window.documentPictureInPicture) == null || found.addEventListener("enter", draw);',
    'const canSegment = typeof Intl.Segmenter === "function"; if (canSegment) split(new Intl.Segmenter());',
    'function canPack() { return typeof CompressionStream < "u" } canPack() && pack(new CompressionStream("gzip"));',
    'const isInside = names.isSubsetOf ? names.isSubsetOf(all) : each(names, all);',
  ])('may check first: %s', (script) => {
    expect(lackingIn(script)).toEqual([]);
  });

  it.each([
    'const word = /(?=a)b/u; const later = new RegExp("(?!a)b");',
    'items.toSorted(); items.findLast(isOne); items.at(-1); structuredClone(items); Object.hasOwn(items, "a");',
    'navigator.locks.request("turn", act); new BroadcastChannel("tabs"); AbortSignal.timeout(5);',
    'class A { #b = 1; static c = 2; has(d) { return #b in d; } }',
    // Own names that equal names of web APIs.
    'const scheduler = makeScheduler(); start(scheduler);',
    'const { length } = page.segments; page.segments.map(draw);',
    'class Set2 { isSubsetOf() {} test() { this.isSubsetOf(); } }',
  ])('may use what all browsers have: %s', (script) => {
    expect(lackingIn(script)).toEqual([]);
  });
});
