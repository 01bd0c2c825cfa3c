import { describe, expect, it } from 'vitest';
import { isolated } from './isolated';

describe('isolated', () => {
  it('keeps what somebody wrote from turning around what stands beside it', () => {
    expect(isolated('אבג')).toBe('\u2068אבג\u2069');
  });

  it('can’t be left from within', () => {
    expect(isolated('Ann\u2069\u202egnp.exe')).toBe('\u2068Anngnp.exe\u2069');
  });
});
