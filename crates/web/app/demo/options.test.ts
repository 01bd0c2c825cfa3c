import { expect, test } from 'vitest';
import { readOptions } from './options';

test('the defaults show a small demo', () => {
  expect(readOptions([], {})).toMatchObject({ url: 'http://127.0.0.1:8080', creatorCount: 2, viewers: 3, guests: 1, seconds: null, rates: [] });
});

test('a load test has steps of equal length', () => {
  expect(readOptions(['--rate', '5,10.5', '--url', 'http://here/'], {})).toMatchObject({ rates: [5, 10.5], seconds: 10, url: 'http://here' });
  expect(readOptions(['--rate', '5', '--for', '3'], {})).toMatchObject({ seconds: 3 });
});

test('creators can be named', () => {
  expect(readOptions(['--as', 'ada,ben'], {})).toMatchObject({ creators: ['ada', 'ben'], creatorCount: 2 });
});

test.each([['--viewers', 'many'], ['--viewers', '1.5'], ['--rate', '0'], ['--creators', '0'], ['--direct', 'ws://here'], ['--colour', 'red']])(
  '%s %s is rejected',
  (name, value) => {
    expect(() => readOptions([name, value], {})).toThrow(name.slice(2));
  },
);
