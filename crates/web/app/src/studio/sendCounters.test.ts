import { expect, it } from 'vitest';
import { readReport } from './sendCounters';

const report = (...stats: object[]) => new Map(stats.map((one, index) => [String(index), one])) as unknown as RTCStatsReport;
const SOURCE = { type: 'media-source', kind: 'video', height: 720 };

it('adds up all layers, and describes the largest that is sent', () => {
  const layers = report(
    SOURCE,
    { type: 'outbound-rtp', bytesSent: 100, packetsSent: 10, frameHeight: 180, framesPerSecond: 15, qualityLimitationReason: 'none' },
    { type: 'outbound-rtp', bytesSent: 300, packetsSent: 20, frameHeight: 360, framesPerSecond: 30, qualityLimitationReason: 'cpu' },
    { type: 'outbound-rtp', bytesSent: 500, packetsSent: 30, frameHeight: 720, qualityLimitationReason: 'cpu' },
    { type: 'remote-inbound-rtp', packetsLost: 2 },
    { type: 'remote-inbound-rtp', packetsLost: 3 },
  );
  expect(readReport(layers)).toEqual({
    bytes: 900,
    packets: 60,
    lost: 5,
    picture: { height: 360, framesPerSecond: 30, capturedHeight: 720, limitation: 'cpu' },
  });
});

it('finds no picture in sound, nor while no layer is sent', () => {
  expect(readReport(report({ type: 'outbound-rtp', bytesSent: 9, packetsSent: 1 }))).toEqual({ bytes: 9, packets: 1, lost: 0, picture: null });
  expect(readReport(report(SOURCE, { type: 'outbound-rtp', frameHeight: 720, framesPerSecond: 0 })).picture).toBeNull();
});
