// Reads from the media library and the browser what `sending` decides on.
import type { LocalAudioTrack, LocalVideoTrack, Room } from 'livekit-client';
import type { LocalInput } from '../devices/localInput';
import type { MediumFacts, Source } from './sending';

type Input = LocalInput<LocalVideoTrack> | LocalInput<LocalAudioTrack>;
type LocalMediaTrack = LocalVideoTrack | LocalAudioTrack;

export async function factsOf(room: Room, input: Input): Promise<MediumFacts> {
  const { track, isOn, problem } = input.state();
  const sender = track?.sender;
  const { captured, sent } = sender ? countersIn(await sender.getStats()) : NO_COUNTERS;
  const source = sourceOf(track, input.isLost());
  return {
    isOn,
    source,
    // Phones pause the camera of a hidden page, and give it back when the page is seen again.
    isRefused: problem?.kind.startsWith('denied') === true || (source === 'paused' && document.hidden),
    isPublished: track !== null && isPublished(room, track),
    isExpected: sender !== undefined && isTransportUp(sender) && isAnyEncodingActive(sender),
    captured,
    sent,
  };
}

export function isPublished(room: Room, track: LocalMediaTrack): boolean {
  return room.localParticipant.getTrackPublications().some((publication) => publication.track === track);
}

function sourceOf(track: LocalMediaTrack | null, isLost: boolean): Source {
  if (track === null) return 'none';
  if (isLost) return 'ended';
  return track.mediaStreamTrack.muted ? 'paused' : 'live';
}

/** Whoever has lost the network has another problem, which the connection mends. */
function isTransportUp({ transport }: RTCRtpSender): boolean {
  return transport?.state === 'connected' && !['disconnected', 'failed'].includes(transport.iceTransport?.state);
}

/** LiveKit switches off what nobody watches. The library can't do that in Firefox, and lowers the bitrate to nothing instead. */
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

function countersIn(report: RTCStatsReport): { captured: number | null; sent: number | null } {
  let captured: number | null = null;
  let sent: number | null = null;
  report.forEach((stats: Stats) => {
    if (stats.type === 'media-source') captured = stats.frames ?? stats.totalSamplesDuration ?? null;
    // A simulcast picture is sent in several layers, not all of them all the time.
    if (stats.type === 'outbound-rtp') sent = (sent ?? 0) + (stats.framesSent ?? stats.packetsSent ?? 0);
  });
  return { captured, sent };
}
