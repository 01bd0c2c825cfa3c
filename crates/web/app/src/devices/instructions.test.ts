import { describe, expect, it } from 'vitest';
import { currentT } from '../i18n/current';
import type { BrowserName } from './browser';
import type { DeviceProblemKind } from './deviceProblem';
import { instructionsFor } from './instructions';

const desktop = (name: BrowserName) => ({ name, isMobile: false });
const kinds: DeviceProblemKind[] = ['denied', 'denied-by-system', 'denied-by-policy', 'missing', 'busy', 'insecure', 'unsupported', 'unknown'];

describe('instructionsFor', () => {
  it('has a distinct title and steps for every problem', () => {
    const all = kinds.map((kind) => instructionsFor(currentT(), { kind, device: 'camera' }, desktop('chrome')));
    expect(new Set(all.map((one) => one.title)).size).toBe(kinds.length);
    for (const one of all) expect(one.steps.length).toBeGreaterThan(1);
  });

  it('describes each browser’s settings when access was denied', () => {
    const steps = (['chrome', 'firefox', 'safari', 'other'] as const).map((name) =>
      instructionsFor(currentT(), { kind: 'denied', device: 'camera' }, desktop(name)).steps.join(' '),
    );
    expect(new Set(steps).size).toBe(4);
    expect(steps[2]).toContain('Safari › Settings for This Website');
  });

  it('names the device', () => {
    const { title, steps } = instructionsFor(currentT(), { kind: 'denied', device: 'microphone' }, desktop('chrome'));
    expect(title).toContain('microphone');
    expect(steps.join(' ')).toContain('Switch microphone to Allow');
  });
});
