import { afterEach, describe, expect, it, vi } from 'vitest';
import { initialOf } from './Avatar';

afterEach(() => vi.unstubAllGlobals());

describe('the initial that stands for somebody', () => {
  it('is the first character as people count', () => {
    expect(['ada', '🇫🇷 Ada', ''].map(initialOf)).toEqual(['A', '🇫🇷', '']);
  });

  it('is a whole code point in browsers that can’t count so', () => {
    vi.stubGlobal('Intl', { ...Intl, Segmenter: undefined });
    expect(['ada', '🐱 Ada', ''].map(initialOf)).toEqual(['A', '🐱', '']);
  });
});
