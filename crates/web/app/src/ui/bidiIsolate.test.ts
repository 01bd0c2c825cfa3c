import { describe, expect, it } from 'vitest';
import { bidiIsolate } from './bidiIsolate';

describe('bidiIsolate', () => {
  it('isolates a text from the text around it', () => {
    expect(bidiIsolate('אבג')).toBe('\u2068אבג\u2069');
  });

  it('can’t be escaped from inside', () => {
    expect(bidiIsolate('Ann\u2069\u202egnp.exe')).toBe('\u2068Anngnp.exe\u2069');
  });
});
