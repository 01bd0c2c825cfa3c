import { describe, expect, it } from 'vitest';
import { currentT } from '../i18n/current';
import { streamHealth, type SendCounters, type SentPicture } from './streamHealth';

const t = currentT();
const PICTURE: SentPicture = { height: 720, framesPerSecond: 30, capturedHeight: 720, limitation: 'none' };
const START: SendCounters = { at: 0, bytes: 0, packets: 0, lost: 0, hasPicture: true, picture: PICTURE };

/** Three seconds later, with 1.8 Mbit/s. */
const after = (change: Partial<SendCounters> = {}): SendCounters => ({ ...START, at: 3_000, bytes: 675_000, packets: 600, ...change });
const fact = (label: string, health = streamHealth(t, START, after())) => health?.facts.find((one) => one.label === label)?.value;

/** The health while the picture has been limited for a while. */
const limitedBy = (limitation: SentPicture['limitation'], height: number) => {
  const picture = { ...PICTURE, limitation, height };
  return streamHealth(t, { ...START, picture }, after({ picture }));
};

describe('a good connection', () => {
  it('is named, with its figures', () => {
    expect(streamHealth(t, START, after())).toMatchObject({ rating: 'good', advice: null });
    expect([fact('Upload'), fact('Lost on the way'), fact('Picture')]).toEqual(['1.8 Mbit/s', '0%', '720p at 30 frames per second']);
  });

  it('sends no picture while nobody watches', () => {
    const health = streamHealth(t, START, after({ bytes: 12_000, picture: null }));
    expect(health).toMatchObject({ rating: 'good', text: expect.stringContaining('Nobody is watching') });
    expect([fact('Upload', health), fact('Picture', health)]).toEqual(['32 kbit/s', 'Not sent']);
    // With the camera off there is no picture to wait for.
    expect(streamHealth(t, START, after({ hasPicture: false, picture: null }))?.text).not.toContain('Nobody');
  });
});

describe('a limited picture', () => {
  it('is explained by the connection or the computer, with what the browser did', () => {
    expect(limitedBy('bandwidth', 540)).toMatchObject({
      rating: 'fair',
      text: 'Your connection is too slow for the whole picture. The browser has lowered it from 720p to 540p at 30 frames per second.',
    });
    expect(limitedBy('cpu', 180)).toMatchObject({ rating: 'poor', text: expect.stringContaining('too busy'), advice: expect.stringContaining('Devices') });
    expect(limitedBy('bandwidth', 720)?.text).toContain('less detail');
  });

  it('isn’t reported for a moment', () => {
    expect(streamHealth(t, START, after({ picture: { ...PICTURE, limitation: 'bandwidth', height: 180 } }))?.rating).toBe('good');
  });
});

describe('loss', () => {
  it('is fair, then poor', () => {
    expect(streamHealth(t, START, after({ lost: 6 }))).toMatchObject({ rating: 'good' });
    expect(streamHealth(t, START, after({ lost: 18 }))).toMatchObject({ rating: 'fair', text: expect.stringContaining('3.0%') });
    expect(streamHealth(t, START, after({ lost: 120 }))).toMatchObject({ rating: 'poor', text: expect.stringContaining('20%') });
  });

  it('that was corrected later isn’t negative', () => {
    expect(fact('Lost on the way', streamHealth(t, { ...START, lost: 5 }, after()))).toBe('0%');
  });
});

it('can’t compare counters that started again', () => {
  expect(streamHealth(t, null, after())).toBeNull();
  expect(streamHealth(t, after({ bytes: 900_000 }), { ...after(), at: 6_000 })).toBeNull();
});
