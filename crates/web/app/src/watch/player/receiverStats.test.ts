import { describe, expect, it } from 'vitest';
import { formatBitrate } from '../../i18n/formats';
import { formatDelay, readReceiverSample, receiverStats } from './receiverStats';

function report(more: object, pair: object = { nominated: true, currentRoundTripTime: 0.04 }) {
  return [
    { type: 'codec', id: 'c1', mimeType: 'video/VP8' },
    { type: 'codec', id: 'c2', mimeType: 'video/rtx' },
    { type: 'candidate-pair', nominated: false, currentRoundTripTime: 9 },
    { type: 'candidate-pair', ...pair },
    { type: 'inbound-rtp', codecId: 'c1', frameWidth: 640, frameHeight: 360, ...more },
  ];
}

const first = readReceiverSample(
  report({ bytesReceived: 1_000, packetsReceived: 100, packetsLost: 2, framesDecoded: 10, jitterBufferDelay: 1, jitterBufferEmittedCount: 10 }),
  5_000,
);

describe('the statistics of a picture', () => {
  it('are rates between two samples', () => {
    const second = readReceiverSample(
      report({ bytesReceived: 251_000, packetsReceived: 190, packetsLost: 12, framesDecoded: 70, jitterBufferDelay: 7, jitterBufferEmittedCount: 70 }),
      7_000,
    );
    expect(receiverStats(first, second)).toEqual({
      width: 640,
      height: 360,
      codec: 'VP8',
      framesPerSecond: 30,
      bitsPerSecond: 1_000_000,
      lossPercent: 10,
      roundTripMs: 40,
      delayMs: 120,
    });
  });

  it('are unknown where the browser reports nothing', () => {
    const nothing = readReceiverSample([], 7_000);
    expect(Object.values(receiverStats(first, nothing)).every((value) => value === null)).toBe(true);
  });

  it('are unknown after a counter restarted, and without frames', () => {
    const restarted = readReceiverSample(report({ bytesReceived: 10, jitterBufferDelay: 1, jitterBufferEmittedCount: 10 }), 7_000);
    expect(receiverStats(first, restarted)).toMatchObject({ bitsPerSecond: null, delayMs: null });
  });

  it('estimate the delay from the buffer alone if the round trip is unknown', () => {
    const second = readReceiverSample(report({ jitterBufferDelay: 2, jitterBufferEmittedCount: 20 }, { selected: true }), 6_000);
    expect(receiverStats(first, second).delayMs).toBe(100);
  });
});

describe('numbers for people', () => {
  it('are round', () => {
    expect([formatDelay('en', 12), formatDelay('en', 260), formatDelay('en', 1_240)]).toEqual(['0.1 s', '0.3 s', '1.2 s']);
    expect([formatBitrate('en', 340_000), formatBitrate('en', 1_440_000)]).toEqual(['340 kbit/s', '1.4 Mbit/s']);
  });
});
