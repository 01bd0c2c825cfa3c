import { describe, expect, it } from 'vitest';
import { addresses } from './mentions';

describe('a message addresses somebody', () => {
  it.each([
    ['@ada hello', 'ada'],
    ['did @Ada, or @Ben?', 'ada'],
    ['@adam and @ada', 'Ada'],
    ['thanks @Ada Lovelace!', 'Ada Lovelace'],
    ['hi @ada!', 'Ada Lovelace'],
    ['שלום @עדה.', 'עדה'],
    ['@Jose\u0301', 'José'],
  ])('“%s” addresses %s', (text, name) => {
    expect(addresses(text, name)).toBe(true);
  });

  it.each([
    ['ada hello', 'ada'],
    ['@adam', 'ada'],
    ['@', ''],
    ['@ ada', 'ada'],
    ['@love', 'Ada Lovelace'],
    ['ask @Dr No', 'Dr Who'],
  ])('“%s” doesn’t address %s', (text, name) => {
    expect(addresses(text, name)).toBe(false);
  });
});
