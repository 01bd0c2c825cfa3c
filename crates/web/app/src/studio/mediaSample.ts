// Samples an input: reads its state from the media library and the browser.
import type { LocalAudioTrack, LocalVideoTrack, Room } from 'livekit-client';
import type { LocalInput } from '../devices/localInput';
import type { MediaSample, CaptureState } from './mediaHealth';

type Input = LocalInput<LocalVideoTrack> | LocalInput<LocalAudioTrack>;
type LocalMediaTrack = LocalVideoTrack | LocalAudioTrack;

export async function sampleMedia(room: Room, input: Input): Promise<MediaSample> {
  const { track, isOn, problem } = input.state();
  const sender = track?.sender;
  const { captured, sent } = sender ? readCounters(await sender.getStats()) : NO_COUNTERS;
  const captureState = captureStateOf(track, input.isLost());
  return {
    isOn,
    captureState,
    // Phones pause the camera of a hidden page, and resume it when the page is visible.
    isRefused: problem?.kind.startsWith('denied') === true || (captureState === 'paused' && document.hidden),
    isPublished: track !== null && isPublished(room, track),
    isExpected: sender !== undefined && isTransportUp(sender) && isAnyEncodingActive(sender),
    captured,
    sent,
  };
}

export function isPublished(room: Room, track: LocalMediaTrack): boolean {
  return room.localParticipant.getTrackPublications().some((publication) => publication.track === track);
}

function captureStateOf(track: LocalMediaTrack | null, isLost: boolean): CaptureState {
  if (track === null) return 'none';
  if (isLost) return 'ended';
  return track.mediaStreamTrack.muted ? 'paused' : 'live';
}

/** A lost network is handled by the connection. */
function isTransportUp({ transport }: RTCRtpSender): boolean {
  return transport?.state === 'connected' && !['disconnected', 'failed'].includes(transport.iceTransport?.state);
}

/**
 * LiveKit disables encodings without viewers (dynacast). In Firefox the library can't, and reduces the bitrate
 * instead.
 */
function isAnyEncodingActive(sender: RTCRtpSender): boolean {
  const { encodings } = sender.getParameters();
  return encodings.length === 0 || encodings.some(({ active, maxBitrate }) => active && (maxBitrate ?? Infinity) > NO_BITRATE);
}

const NO_BITRATE = 10;
const NO_COUNTERS = { captured: null, sent: null };

interface Stats {
  type: string;
  kind?: string;
  frames?: number;
  totalSamplesDuration?: number;
  framesSent?: number;
  packetsSent?: number;
}

function readCounters(report: RTCStatsReport): { captured: number | null; sent: number | null } {
  let captured: number | null = null;
  let sent: number | null = null;
  report.forEach((stats: Stats) => {
    if (stats.type === 'media-source') captured = stats.frames ?? stats.totalSamplesDuration ?? null;
    // With simulcast, not all layers are sent all the time.
    if (stats.type === 'outbound-rtp') sent = (sent ?? 0) + (stats.framesSent ?? stats.packetsSent ?? 0);
  });
  return { captured, sent };
}
