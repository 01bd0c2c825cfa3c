import { expect, it } from 'vitest';
import { insertText } from './insertText';

it('a text is inserted at the cursor and replaces the selection', () => {
  expect(insertText('hello', { start: 5, end: 5 }, '👍')).toEqual({ text: 'hello👍', cursor: 7 });
  expect(insertText('a bad day', { start: 2, end: 5 }, 'good')).toEqual({ text: 'a good day', cursor: 6 });
  // The field may have been emptied meanwhile.
  expect(insertText('', { start: 4, end: 4 }, 'x')).toEqual({ text: 'x', cursor: 1 });
});
