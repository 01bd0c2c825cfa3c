import { describe, expect, it } from 'vitest';
import { currentT } from '../../i18n/current';
import { availableChoice, linesOf, maxQualityOf, parseQuality, qualityLabel, qualityOptions, type QualityOption } from './quality';

const labelOf = ({ choice, lines }: QualityOption) => qualityLabel(currentT(), choice, lines);

const LAYERS = [
  { quality: 0, width: 320, height: 180 },
  { quality: 2, width: 1280, height: 720 },
  { quality: 1, width: 640, height: 360 },
];

describe('the qualities', () => {
  it('are automatic and each layer, best first', () => {
    expect(qualityOptions(LAYERS).map(labelOf)).toEqual(['Auto', 'High (720p)', 'Medium (360p)', 'Low (180p)']);
  });

  it('are only automatic if the creator sends one layer or none', () => {
    expect([qualityOptions(LAYERS.slice(0, 1)), qualityOptions([])].map((options) => options.map(({ choice }) => choice))).toEqual([['auto'], ['auto']]);
  });

  it('have names even if the sizes are unknown, and ignore layers that are off', () => {
    const layers = [...LAYERS.map(({ quality }) => ({ quality, width: 0, height: 0 })), { quality: 3, width: 1, height: 1 }];
    expect(qualityOptions(layers).map(labelOf)).toEqual(['Auto', 'High', 'Medium', 'Low']);
  });

  it('are named by the shorter side', () => {
    expect([linesOf(1920, 1080), linesOf(720, 1280), linesOf(0, 0)]).toEqual(['1080p', '720p', null]);
  });
});

describe('a choice', () => {
  it('is an upper bound', () => {
    expect((['auto', 'high', 'medium', 'low'] as const).map(maxQualityOf)).toEqual([2, 2, 1, 0]);
  });

  it('is automatic if it isn’t stored, or isn’t sent', () => {
    expect([parseQuality('low'), parseQuality('ultra'), parseQuality(null)]).toEqual(['low', 'auto', 'auto']);
    expect([availableChoice('low', qualityOptions(LAYERS)), availableChoice('low', qualityOptions([]))]).toEqual(['low', 'auto']);
  });
});
