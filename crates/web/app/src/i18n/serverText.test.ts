import { expect, it } from 'vitest';
import { german } from './de/index';
import { serverText } from './serverText';
import { createTranslate } from './translate';

const [english, deutsch] = [createTranslate('en', null), createTranslate('de', german)];

it('keeps the server’s sentences in English', () => {
  expect(serverText(english, 'must be at most 200 characters long', 'VALIDATION_FAILED')).toBe('must be at most 200 characters long');
});

it('translates by sentence, with its number, in the singular too', () => {
  expect(serverText(deutsch, 'must be at most 200 characters long')).toBe('darf höchstens 200 Zeichen lang sein');
  const wait = (seconds: string) => serverText(deutsch, `You are sending messages too fast. Wait ${seconds}.`, 'RATE_LIMITED');
  expect([wait('1 second'), wait('12 seconds')].map((text) => text.slice(-16))).toEqual(['Warte noch 1 s.', 'Warte noch 12 s.'].map((text) => text.padStart(16)));
});

it('translates an unknown sentence by its code, and keeps what it doesn’t know', () => {
  expect(serverText(deutsch, 'A new sentence.', 'STREAM_OFFLINE')).toBe('Der Stream ist offline.');
  expect(serverText(deutsch, 'A new sentence.', 'SOMETHING_NEW')).toBe('A new sentence.');
});
