// The steps of a connection check, performed in a room of their own with livekit-client. Each resolves with its result
// and rejects if it fails.
import { RoomEvent, Track, type LocalTrackPublication, type Room, type RoomConnectOptions } from 'livekit-client';
import { turnServers } from './candidates';
import { noiseTrack } from './noise';
import { filterReceived, filterSent } from './protocolFilter';
import type { StepName, StepResult } from './steps';
import { uploadOf, uploadSample, type UploadSample } from './uploadRate';

export interface ProbeContext {
  room: Room;
  wsUrl: string;
  token: string;
  signal: AbortSignal;
  /** The creator's own tracks, which keep running. Null if there is none. */
  camera: MediaStreamTrack | null;
  microphone: MediaStreamTrack | null;
  /** What later steps need to know. */
  shared: { iceServers: { urls: string[]; username: string; credential: string }[]; version: string };
}

export type Probe = (context: ProbeContext) => Promise<StepResult>;

/** A connection that takes longer is useless for a broadcast, too. */
const CONNECT_TIMEOUT_MS = 8_000;
/** The media server sends its candidates immediately. */
const OFFER_TIMEOUT_MS = 3_000;
const SEND_TIMEOUT_MS = 10_000;
const SAMPLE_MS = 250;
const MEASURE_MS = 8_000;
/** More than 1080p needs. */
const LIMIT_MBPS = 5;

export const PROBES: Readonly<Record<StepName, Probe>> = {
  server: probeServer,
  udp: async (context) => probeProtocol(context, 'udp'),
  tcp: async (context) => probeProtocol(context, 'tcp'),
  turn: probeTurn,
  sound: probeSound,
  picture: probePicture,
  rate: probeRate,
  reconnect: probeReconnect,
};

async function probeServer({ room, wsUrl, token, shared }: ProbeContext): Promise<StepResult> {
  const startedAt = performance.now();
  const answered = new Promise<void>((resolve) => void room.once(RoomEvent.SignalConnected, resolve));
  // Media is the matter of the next steps.
  const connected = room.connect(wsUrl, token, options());
  await Promise.race([answered, connected]);
  connected.catch(() => undefined);
  const { latestJoinResponse } = room.engine;
  shared.iceServers = latestJoinResponse?.iceServers ?? [];
  shared.version = room.serverInfo?.version ?? '';
  return passed(`answered after ${since(startedAt)} ms, LiveKit ${shared.version}`);
}

async function probeProtocol({ room, wsUrl, token, signal }: ProbeContext, protocol: 'udp' | 'tcp'): Promise<StepResult> {
  const startedAt = performance.now();
  let isOffered = false;
  const { client } = room.engine;
  filterSent(client, protocol);
  const notOffered = new Promise<StepResult>((resolve) => {
    room.once(RoomEvent.SignalConnected, () => {
      filterReceived(client, protocol, () => {
        isOffered = true;
      });
      setTimeout(() => !isOffered && resolve({ status: 'skipped', reason: 'not-offered' }), OFFER_TIMEOUT_MS);
    });
  });
  // Without TURN, which would hide the protocol between browser and TURN server.
  const connected = room.connect(wsUrl, token, options({ iceServers: [] }));
  const result = await Promise.race([notOffered, connected.then(() => null)]);
  connected.catch(() => undefined);
  signal.throwIfAborted();
  return result ?? passed(`connected after ${since(startedAt)} ms to ${await addressOf(room)}`);
}

async function probeTurn({ room, wsUrl, token, shared }: ProbeContext): Promise<StepResult> {
  const startedAt = performance.now();
  const iceServers = turnServers(shared.iceServers);
  if (iceServers.length === 0) return { status: 'skipped', reason: 'not-offered' };
  await room.connect(wsUrl, token, options({ iceServers, iceTransportPolicy: 'relay' }));
  return passed(`connected after ${since(startedAt)} ms through ${iceServers.flatMap(({ urls }) => urls).join(' ')}`);
}

async function probeSound(context: ProbeContext): Promise<StepResult> {
  const { room, wsUrl, token, microphone } = context;
  if (!microphone) return { status: 'skipped', reason: 'no-device' };
  await room.connect(wsUrl, token, options());
  const track = microphone.clone();
  try {
    // With discontinuous transmission, silence would be sent as nothing.
    const publication = await room.localParticipant.publishTrack(track, { source: Track.Source.Microphone, dtx: false, red: false });
    return passed(`sent ${await bytesSent(publication, context)} bytes`);
  } finally {
    track.stop();
  }
}

async function probePicture(context: ProbeContext): Promise<StepResult> {
  const { room, wsUrl, token, camera } = context;
  if (!camera) return { status: 'skipped', reason: 'no-device' };
  await room.connect(wsUrl, token, options());
  const track = camera.clone();
  try {
    const publication = await room.localParticipant.publishTrack(track, { source: Track.Source.Camera, simulcast: false });
    const { width, height, frameRate } = track.getSettings();
    return passed(`sent ${await bytesSent(publication, context)} bytes of a picture of ${width}×${height} at ${frameRate} frames per second`);
  } finally {
    track.stop();
  }
}

async function probeRate({ room, wsUrl, token, signal }: ProbeContext): Promise<StepResult> {
  await room.connect(wsUrl, token, options());
  const { track, stop } = noiseTrack();
  try {
    const publication = await room.localParticipant.publishTrack(track, {
      simulcast: false,
      degradationPreference: 'maintain-framerate',
      videoEncoding: { maxBitrate: LIMIT_MBPS * 1_000_000, maxFramerate: 30 },
    });
    const samples: UploadSample[] = [];
    const endsAt = performance.now() + MEASURE_MS;
    while (performance.now() < endsAt) {
      const stats = await publication.track?.getRTCStatsReport();
      if (stats) samples.push(uploadSample(stats, performance.now()));
      await delay(SAMPLE_MS, signal);
    }
    const upload = uploadOf(samples, LIMIT_MBPS);
    if (!upload) throw new Error('nothing was sent');
    return { ...passed(`${upload.mbps} Mbit/s of at most ${LIMIT_MBPS}, over ${await addressOf(room)}`), ...upload };
  } finally {
    stop();
  }
}

/** Cuts the connection for messages, as a network does that changes. */
async function probeReconnect({ room, wsUrl, token, signal }: ProbeContext): Promise<StepResult> {
  await room.connect(wsUrl, token, options());
  const startedAt = performance.now();
  const reconnected = new Promise<true>((resolve) => void room.once(RoomEvent.Reconnected, () => resolve(true)));
  await room.simulateScenario('signal-reconnect');
  const isBack = await Promise.race([reconnected, delay(SEND_TIMEOUT_MS, signal)]);
  if (isBack !== true) throw new Error(`not reconnected within ${SEND_TIMEOUT_MS} ms`);
  return passed(`reconnected after ${since(startedAt)} ms`);
}

function options(rtcConfig?: RTCConfiguration): RoomConnectOptions {
  return { autoSubscribe: false, maxRetries: 0, websocketTimeout: CONNECT_TIMEOUT_MS, peerConnectionTimeout: CONNECT_TIMEOUT_MS, ...(rtcConfig ? { rtcConfig } : {}) };
}

async function bytesSent({ track }: LocalTrackPublication, { signal }: ProbeContext): Promise<number> {
  const endsAt = performance.now() + SEND_TIMEOUT_MS;
  while (performance.now() < endsAt) {
    const stats = await track?.getRTCStatsReport();
    const { bytes } = stats ? uploadSample(stats, 0) : { bytes: 0 };
    if (bytes > 0) return bytes;
    await delay(SAMPLE_MS, signal);
  }
  throw new Error('nothing was sent');
}

async function addressOf(room: Room): Promise<string> {
  return (await room.engine.getConnectedServerAddress()) ?? 'an unknown address';
}

function passed(detail: string): { status: 'passed'; detail: string } {
  return { status: 'passed', detail };
}

function since(startedAt: number): number {
  return Math.round(performance.now() - startedAt);
}

function delay(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    const onAbort = () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', onAbort, { once: true });
  });
}
