import { describe, expect, it } from 'vitest';
import { checkMicrophone, type MicrophoneCheck, type MicrophoneHint } from './microphoneCheck';

/** Measures every 50 ms. */
const measure = () => {
  let [state, at]: [MicrophoneCheck | null, number] = [null, 0];
  const during = (seconds: number, level: number, isMuted = false): (MicrophoneHint | null)[] => {
    const hints: (MicrophoneHint | null)[] = [];
    for (let step = 0; step < seconds * 20; step += 1) {
      state = checkMicrophone(state, { level, isMuted }, (at += 50));
      hints.push(state.hint);
    }
    return hints;
  };
  return { during, skip: (seconds: number) => (at += seconds * 1_000), hint: () => state?.hint ?? null };
};

describe('a microphone that is on', () => {
  it('is reported if it was never heard for some seconds, until it is heard', () => {
    const { during, hint } = measure();
    expect(during(5, 0)).not.toContain('silent');
    during(2, 0);
    expect(hint()).toBe('silent');
    during(0.05, 0.1);
    expect(hint()).toBeNull();
  });

  it('isn’t reported while the creator is quiet for a while', () => {
    const { during, hint } = measure();
    during(2, 0.5);
    expect(during(25, 0)).not.toContain('silent');
    during(10, 0);
    expect(hint()).toBe('silent');
  });

  it('isn’t reported because of time in which the page was asleep', () => {
    const { during, skip, hint } = measure();
    during(1, 0);
    skip(600);
    during(1, 0);
    expect(hint()).toBeNull();
  });
});

describe('a muted microphone', () => {
  it('is never reported as silent', () => {
    expect(measure().during(60, 0, true)).not.toContain('silent');
  });

  it('reports that somebody speaks, until a few seconds after the last word', () => {
    const { during, hint } = measure();
    during(0.4, 0.5, true);
    expect(hint()).toBeNull();
    during(0.2, 0.05, true);
    during(0.5, 0.5, true);
    expect(hint()).toBe('muted');
    during(2, 0, true);
    expect(hint()).toBe('muted');
    during(4, 0, true);
    expect(hint()).toBeNull();
  });

  it('ignores a short noise, and quiet ones', () => {
    const { during } = measure();
    expect(during(0.3, 0.9, true)).not.toContain('muted');
    expect(during(60, 0.1, true)).not.toContain('muted');
  });

  it('starts again when it is unmuted', () => {
    const { during, hint } = measure();
    during(2, 0.5, true);
    expect(hint()).toBe('muted');
    during(0.05, 0.5);
    expect(hint()).toBeNull();
  });
});
