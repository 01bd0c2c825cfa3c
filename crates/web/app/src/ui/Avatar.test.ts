import { afterEach, describe, expect, it, vi } from 'vitest';
import { initialOf } from './Avatar';

afterEach(() => vi.unstubAllGlobals());

describe('the initial of a name', () => {
  it('is the first grapheme', () => {
    expect(['ada', '🇫🇷 Ada', ''].map(initialOf)).toEqual(['A', '🇫🇷', '']);
  });

  it('is the first code point in browsers without Intl.Segmenter', () => {
    vi.stubGlobal('Intl', { ...Intl, Segmenter: undefined });
    expect(['ada', '🐱 Ada', ''].map(initialOf)).toEqual(['A', '🐱', '']);
  });
});
