// What is received of a picture, computed from two samples of the browser's statistics. Pure.

import { formatSeconds } from '../../i18n/formats';
/** Counters since the start, and current values. Null: this browser doesn't report it. */
export interface ReceiverSample {
  atMs: number;
  bytes: number | null;
  packets: number | null;
  lost: number | null;
  frames: number | null;
  width: number | null;
  height: number | null;
  codec: string | null;
  /** Seconds that all emitted frames together spent in the jitter buffer. */
  bufferSeconds: number | null;
  emitted: number | null;
  roundTripMs: number | null;
}

export interface ReceiverStats {
  width: number | null;
  height: number | null;
  codec: string | null;
  framesPerSecond: number | null;
  bitsPerSecond: number | null;
  lossPercent: number | null;
  roundTripMs: number | null;
  delayMs: number | null;
}

interface StatsEntry {
  type: string;
  [key: string]: unknown;
}

export function readReceiverSample(report: Iterable<StatsEntry>, atMs: number): ReceiverSample {
  let inbound: StatsEntry | undefined;
  let pair: StatsEntry | undefined;
  const codecs = new Map<unknown, unknown>();
  for (const entry of report) {
    if (entry.type === 'inbound-rtp') inbound = entry;
    if (entry.type === 'candidate-pair' && (entry.nominated === true || entry.selected === true)) pair = entry;
    if (entry.type === 'codec') codecs.set(entry.id, entry.mimeType);
  }
  const mimeType = codecs.get(inbound?.codecId);
  const roundTrip = numberOf(pair?.currentRoundTripTime);
  return {
    atMs,
    bytes: numberOf(inbound?.bytesReceived),
    packets: numberOf(inbound?.packetsReceived),
    lost: numberOf(inbound?.packetsLost),
    frames: numberOf(inbound?.framesDecoded),
    width: numberOf(inbound?.frameWidth),
    height: numberOf(inbound?.frameHeight),
    codec: typeof mimeType === 'string' ? mimeType.replace(/^\w+\//, '') : null,
    bufferSeconds: numberOf(inbound?.jitterBufferDelay),
    emitted: numberOf(inbound?.jitterBufferEmittedCount),
    roundTripMs: roundTrip === null ? null : roundTrip * 1_000,
  };
}

export function receiverStats(before: ReceiverSample, now: ReceiverSample): ReceiverStats {
  const seconds = (now.atMs - before.atMs) / 1_000;
  const perSecond = (increase: number | null) => (increase === null || seconds <= 0 ? null : increase / seconds);
  const bytes = increaseOf(before.bytes, now.bytes);
  return {
    width: now.width,
    height: now.height,
    codec: now.codec,
    framesPerSecond: perSecond(increaseOf(before.frames, now.frames)),
    bitsPerSecond: perSecond(bytes === null ? null : bytes * 8),
    lossPercent: lossPercent(increaseOf(before.packets, now.packets), increaseOf(before.lost, now.lost)),
    roundTripMs: now.roundTripMs,
    delayMs: delayMs(before, now),
  };
}

/**
 * An estimate of the way from the media server to the screen: half a round trip, and the time in the jitter buffer.
 * The creator's own way to the media server and the camera's delay can't be measured here.
 */
function delayMs(before: ReceiverSample, now: ReceiverSample): number | null {
  const emitted = increaseOf(before.emitted, now.emitted);
  const seconds = increaseOf(before.bufferSeconds, now.bufferSeconds);
  if (emitted === null || seconds === null || emitted === 0) return null;
  return (seconds / emitted) * 1_000 + (now.roundTripMs ?? 0) / 2;
}

function lossPercent(packets: number | null, lost: number | null): number | null {
  if (packets === null || lost === null || packets + lost <= 0) return null;
  return (lost / (packets + lost)) * 100;
}

/** Null if unknown, or if the counter restarted. */
function increaseOf(before: number | null, now: number | null): number | null {
  return before === null || now === null || now < before ? null : now - before;
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** `0.3 s`: a more precise number would promise too much. */
export function formatDelay(locale: string, delay: number): string {
  return formatSeconds(locale, Math.max(0.1, delay / 1_000));
}
