import { describe, expect, it } from 'vitest';
import { repairDelayMs } from './repair';

describe('repairDelayMs', () => {
  it('begins at once and soon settles for every two seconds', () => {
    expect([0, 1, 2, 3, 9].map((failures) => repairDelayMs(failures, 0, 0.5))).toEqual([250, 300, 1_200, 2_000, 2_000]);
  });

  it('spreads who lost the same server', () => {
    expect([0, 1].map((chance) => repairDelayMs(0, 0, chance))).toEqual([0, 500]);
    expect([0, 1].map((chance) => repairDelayMs(5, 0, chance))).toEqual([1_000, 3_000]);
  });

  it('leaves it to a fresh ticket in the end', () => {
    expect(repairDelayMs(9, 19_999, 0.5)).not.toBeNull();
    expect(repairDelayMs(9, 20_000, 0.5)).toBeNull();
  });
});
