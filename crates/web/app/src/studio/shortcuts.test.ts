// @vitest-environment happy-dom
import { afterEach, expect, it } from 'vitest';
import { shortcutOf } from './shortcuts';

afterEach(() => document.body.replaceChildren());

const NO_MODIFIER = { ctrlKey: false, altKey: false, metaKey: false, repeat: false, isComposing: false };

const press = (key: string, on = 'button', change = {}) => {
  const target = document.body.appendChild(document.createElement(on));
  return shortcutOf({ ...NO_MODIFIER, key, target, ...change });
};

it('knows its keys, also with caps lock', () => {
  expect(['m', 'M', 'v', '?', 'x', 'Enter'].map((key) => press(key))).toEqual(['microphone', 'microphone', 'camera', 'help', null, null]);
});

it('does nothing while somebody types or uses a shortcut of the browser', () => {
  for (const name of ['input', 'textarea', 'select']) expect(press('m', name)).toBeNull();
  for (const modifier of ['ctrlKey', 'altKey', 'metaKey', 'repeat', 'isComposing']) expect(press('m', 'button', { [modifier]: true })).toBeNull();
});

it('does nothing while a dialog is open', () => {
  const dialog = document.body.appendChild(document.createElement('div'));
  dialog.setAttribute('role', 'alertdialog');
  dialog.dataset.state = 'open';
  expect(press('m')).toBeNull();
});
