// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { keyPress, playerAction, type KeyPress } from './playerKeys';

const press = (key: string, more: Partial<KeyPress> = {}) => playerAction({ key, code: '', hasModifier: false, isTyping: false, isInPlayer: false, ...more });

describe('a key', () => {
  it('is a shortcut, in either case', () => {
    expect(['m', 'M', 'f', 'p', 't', '?', 'x', 'Enter', ' '].map((key) => press(key))).toEqual(['mute', 'mute', 'fullscreen', 'pip', 'theatre', 'help', null, null, null]);
  });

  it('is a shortcut by its position on keyboards with other letters', () => {
    expect(press('ь', { code: 'KeyM' })).toBe('mute');
    // On a Dvorak keyboard, the key named KeyM types another Latin letter.
    expect(press('x', { code: 'KeyM' })).toBeNull();
  });

  it('isn’t one with a modifier or while typing', () => {
    expect([press('p', { hasModifier: true }), press('m', { isTyping: true })]).toEqual([null, null]);
  });

  it('changes the volume only in the player', () => {
    expect([press('ArrowUp'), press('ArrowUp', { isInPlayer: true }), press('ArrowDown', { isInPlayer: true })]).toEqual([null, 'louder', 'quieter']);
  });
});

const pressOn = (html: string, selector: string, init: KeyboardEventInit = {}): KeyPress => {
  document.body.innerHTML = `<div id="player">${html}</div>${html}`;
  let seen: KeyPress | undefined;
  document.addEventListener('keydown', (event) => (seen = keyPress(event, document.querySelector('#player'))), { once: true });
  document.querySelector(selector)?.dispatchEvent(new KeyboardEvent('keydown', { key: 'm', bubbles: true, ...init }));
  if (!seen) throw new Error('no event');
  return seen;
};

describe('a key event', () => {
  it('is typing in fields and menus, but not on buttons', () => {
    const isTyping = ['<textarea></textarea>', '<input type="search">', '<div role="menu"><b tabindex="0"></b></div>', '<button></button>', '<input type="checkbox">'].map(
      (html) => pressOn(html, '#player ~ :is(textarea, input, button), #player ~ div b').isTyping,
    );
    expect(isTyping).toEqual([true, true, true, false, false]);
  });

  it('tells whether the player has the focus, and modifiers', () => {
    expect(pressOn('<button></button>', '#player button', { ctrlKey: true })).toMatchObject({ isInPlayer: true, hasModifier: true });
    expect(pressOn('<button></button>', '#player ~ button')).toMatchObject({ isInPlayer: false, hasModifier: false });
  });
});
