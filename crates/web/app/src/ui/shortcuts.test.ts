// @vitest-environment happy-dom
import { afterEach, expect, it } from 'vitest';
import { isShortcut, letterOf } from './shortcuts';

afterEach(() => document.body.replaceChildren());

/** Whether M is a shortcut with the focus on the last element of the page. */
function isShortcutOn(html: string, init: KeyboardEventInit = {}): boolean {
  document.body.innerHTML = html;
  return isPressed([...document.querySelectorAll('*')].at(-1) ?? document.body, init);
}

function isPressed(element: Element, init: KeyboardEventInit = {}): boolean {
  let seen: boolean | undefined;
  document.addEventListener('keydown', (event) => (seen = isShortcut(event)), { once: true });
  element.dispatchEvent(new KeyboardEvent('keydown', { key: 'm', bubbles: true, composed: true, ...init }));
  if (seen === undefined) throw new Error('no event');
  return seen;
}

it('works on buttons and switches', () => {
  expect(['<button></button>', '<input type="checkbox">'].map((html) => isShortcutOn(html))).toEqual([true, true]);
});

it('does nothing while somebody types or chooses', () => {
  const places = ['<textarea></textarea>', '<input type="search">', '<select></select>', '<div role="menu"><b></b></div>', '<div role="listbox"><b></b></div>', '<p contenteditable></p>'];
  expect(places.filter((html) => isShortcutOn(html))).toEqual([]);
});

it('does nothing while somebody types in a component with a shadow tree', () => {
  const host = document.body.appendChild(document.createElement('emoji-picker'));
  const field = document.createElement('input');
  host.attachShadow({ mode: 'open' }).append(field);
  expect(isPressed(field)).toBe(false);
});

it('does nothing with a modifier, in an input method, or while a dialog is open', () => {
  expect(['ctrlKey', 'altKey', 'metaKey', 'isComposing'].filter((key) => isShortcutOn('<button></button>', { [key]: true }))).toEqual([]);
  expect(isShortcutOn('<div role="alertdialog" data-state="open"></div><button></button>')).toBe(false);
});

it('finds a letter by its position on keyboards with other letters', () => {
  expect(letterOf({ key: 'ь', code: 'KeyM' })).toBe('M');
  // On a Dvorak keyboard, the key named KeyM types another Latin letter.
  expect(letterOf({ key: 'x', code: 'KeyM' })).toBe('X');
  expect(letterOf({ key: 'Enter', code: 'Enter' })).toBe('');
});
