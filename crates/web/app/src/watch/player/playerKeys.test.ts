// @vitest-environment happy-dom
import { expect, it } from 'vitest';
import { isInPlayer, playerAction } from './playerKeys';

const press = (key: string, { isFocused = false, ...more } = {}) => playerAction({ key, code: '', repeat: false, ...more }, isFocused);

it('knows its keys, in either case', () => {
  expect(['m', 'M', 'f', 'p', 't', '?', 'x', 'Enter', ' '].map((key) => press(key))).toEqual(['mute', 'mute', 'fullscreen', 'pip', 'theatre', 'help', null, null, null]);
});

it('changes the volume only in the player, also while a key is held', () => {
  const held = { isFocused: true, repeat: true };
  expect([press('ArrowUp'), press('ArrowUp', held), press('ArrowDown', held)]).toEqual([null, 'louder', 'quieter']);
  expect(press('m', held)).toBeNull();
});

it('tells whether the player has the focus', () => {
  document.body.innerHTML = '<div id="player"><button></button></div><button></button>';
  const [inside, outside] = [...document.querySelectorAll('button')].map((button) => {
    let seen: boolean | undefined;
    document.addEventListener('keydown', (event) => (seen = isInPlayer(event, document.querySelector('#player'))), { once: true });
    button.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true }));
    return seen;
  });
  expect([inside, outside]).toEqual([true, false]);
});
