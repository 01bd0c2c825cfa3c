import { expect, it } from 'vitest';
import { studioAction } from './studioShortcuts';

const press = (key: string, change = {}) => studioAction({ key, code: '', repeat: false, ...change });

it('knows its keys, also with caps lock', () => {
  expect(['m', 'M', 'v', '?', 'x', 'Enter'].map((key) => press(key))).toEqual(['microphone', 'microphone', 'camera', 'help', null, null]);
});

it('acts once while a key is held', () => {
  expect(press('m', { repeat: true })).toBeNull();
});
