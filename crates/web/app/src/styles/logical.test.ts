// Style sheets name sides by the direction of the text, so that pages also work from right to left.
import { readdirSync, readFileSync } from 'node:fs';
import { generate, parse, walk, type Declaration } from 'css-tree';
import { expect, it } from 'vitest';

const SRC = new URL('../', import.meta.url);

/** Where a side of the screen is meant, or where the side makes no difference. */
const EXCEPTIONS: readonly string[] = [
  // As wide as its container.
  'studio/SettingSwitches.module.css: float: left',
];

const PHYSICAL = /^(?:left|right|(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right).*|border-(?:top|bottom)-(?:left|right)-radius)$/;
const SIDE_KEYWORDS = new Set(['text-align', 'float', 'clear', 'transform-origin', 'justify-content', 'justify-self', 'justify-items']);
/** With four values, the second and the fourth are right and left. */
const BOXES = new Set(['inset', 'margin', 'padding', 'border-width', 'border-color', 'border-style', 'scroll-margin', 'scroll-padding']);

function valuesOf({ value }: Declaration): string[] {
  return value.type === 'Value' ? value.children.toArray().map((node) => generate(node)) : [];
}

function isPhysical(declaration: Declaration): boolean {
  const { property } = declaration;
  const values = valuesOf(declaration);
  const text = values.join(' ');
  if (PHYSICAL.test(property)) return true;
  if (SIDE_KEYWORDS.has(property)) return values.some((value) => value === 'left' || value === 'right');
  if (BOXES.has(property)) return values.length === 4 && values[1] !== values[3];
  if (property === 'border-radius') return values.length > 1 && !(values.length === 4 && values[0] === values[1] && values[2] === values[3]);
  if (property === 'transform' || property === 'translate') return /translate(?:X|3d)?\((?!0[,)])/.test(text) && !text.includes('var(--forward)');
  return false;
}

function physicalDeclarations(path: string): string[] {
  const found: string[] = [];
  walk(parse(readFileSync(new URL(path, SRC), 'utf8')), {
    visit: 'Declaration',
    enter: (declaration) => {
      if (isPhysical(declaration)) found.push(`${path}: ${declaration.property}: ${valuesOf(declaration).join(' ')}`);
    },
  });
  return found;
}

it('no style sheet names a side of the screen', () => {
  const sheets = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.css'));
  expect(sheets.length).toBeGreaterThan(40);
  expect(sheets.flatMap(physicalDeclarations)).toEqual(EXCEPTIONS);
});
