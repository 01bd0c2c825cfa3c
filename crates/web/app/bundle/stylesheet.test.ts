// Tests of the style sheet check: it must find missing features and accept guards.
// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { complaintsOfStyleSheet } from './stylesheet';

function lackingIn(css: string): string[] {
  return complaintsOfStyleSheet(css).map(({ feature }) => feature.path.replace(/^css\.(properties|selectors|at-rules|types)\./, ''));
}

describe('a style sheet of the build', () => {
  it.each([
    ['nesting', '.a { .b { color: red; } }'],
    ['nesting', '.a { color: red; &:hover { color: blue; } }'],
    ['has', '.a:has(.b) { color: red; }'],
    ['popover-open', '.a:popover-open { color: red; }'],
    ['details-content', 'details::details-content { color: red; }'],
    ['color.color-mix', '.a { color: color-mix(in oklab, red 7%, transparent); }'],
    ['color.light-dark', '.a { --ink: light-dark(black, white); }'],
    ['field-sizing', 'textarea { field-sizing: content; }'],
    ['text-wrap', 'h1 { text-wrap: balance; }'],
    ['word-break.auto-phrase', 'p { word-break: auto-phrase; }'],
    ['starting-style', '@starting-style { .a { opacity: 0; } }'],
    ['media.range_syntax', '@media (width >= 40rem) { .a { color: red; } }'],
    ['length.rcap', '.a { height: 2rcap; }'],
  ])('is rejected if it uses %s', (name, css) => {
    expect(new Set(lackingIn(css))).toContain(name);
  });

  it.each([
    '.a { color: gray; color: color-mix(in oklab, red 7%, transparent); }',
    'a { text-decoration-color: red; -webkit-text-decoration-color: color-mix(in oklab, red 7%, transparent); }',
    '@supports selector(:has(*)) { .a:has(.b) { color: red; } }',
    '@supports (color: color-mix(in oklab, red, red)) { .a { color: color-mix(in oklab, red 7%, transparent); } }',
  ])('may have a fallback: %s', (css) => {
    expect(lackingIn(css)).toEqual([]);
  });

  it.each([
    '.a { height: 100dvh; width: min(10rem, 50%); inset: 0; aspect-ratio: 16 / 9; color: rgb(0 0 0 / 50%); }',
    '.a:is(.b, :where(.c)):not(:focus-visible)::before { content: ""; }',
    '@container (min-width: 20rem) { .a { width: 50cqw; } }',
    '@media (prefers-color-scheme: dark) and (min-width: 40rem) { .a { accent-color: red; } }',
    '@layer base { .a { gap: 1rem; overflow: clip; } }',
  ])('may use what all browsers have: %s', (css) => {
    expect(lackingIn(css)).toEqual([]);
  });
});
