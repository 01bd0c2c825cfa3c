import { expect, it } from 'vitest';
import { uploadOf, uploadSample, type UploadSample } from './uploadRate';

const at = (seconds: number, megabits: number, change: Partial<UploadSample> = {}): UploadSample => ({
  at: seconds * 1_000,
  bytes: (megabits * 1_000_000) / 8,
  estimate: null,
  isProcessorLimited: false,
  ...change,
});

it('counts the best two seconds, because the rate rises at the start', () => {
  expect(uploadOf([at(0, 0), at(1, 0.3), at(2, 1), at(3, 3), at(4, 6), at(5, 8)], 5)?.mbps).toBe(2.5);
});

it('never reports more than was tried', () => {
  expect(uploadOf([at(0, 0), at(2, 4, { estimate: 30_000_000 })], 5)?.mbps).toBe(5);
});

it('trusts the browser’s estimate, if the picture needed less', () => {
  expect(uploadOf([at(0, 0), at(2, 2, { estimate: 3_200_000 })], 5)?.mbps).toBe(3.2);
});

it('knows nothing without samples, or if nothing was sent', () => {
  expect(uploadOf([], 5)).toBeNull();
  expect(uploadOf([at(0, 0), at(1, 1)], 5)).toBeNull();
  expect(uploadOf([at(0, 0), at(2, 0, { estimate: 300_000 })], 5)).toBeNull();
});

it('sums up what is sent, with headers', () => {
  const stats = new Map<string, object>([
    ['a', { type: 'outbound-rtp', bytesSent: 100, headerBytesSent: 10, qualityLimitationReason: 'none' }],
    ['b', { type: 'outbound-rtp', bytesSent: 50, qualityLimitationReason: 'cpu' }],
    ['c', { type: 'candidate-pair', availableOutgoingBitrate: 2_000 }],
    ['d', { type: 'remote-inbound-rtp', bytesSent: 1_000 }],
  ]);
  expect(uploadSample(stats as unknown as RTCStatsReport, 7)).toEqual({ at: 7, bytes: 160, estimate: 2_000, isProcessorLimited: true });
});
