// Reads what the browser sends from the statistics of its senders.
import { Track, type Room } from 'livekit-client';
import type { Limitation, SendCounters, SentPicture } from './streamHealth';

interface Stats {
  type: string;
  kind?: string;
  bytesSent?: number;
  packetsSent?: number;
  packetsLost?: number;
  height?: number;
  frameHeight?: number;
  framesPerSecond?: number;
  qualityLimitationReason?: Limitation;
}

export async function readSendCounters(room: Room): Promise<SendCounters> {
  const tracks = room.localParticipant.getTrackPublications().flatMap(({ track, isMuted, source }) => {
    const sender = track && 'sender' in track ? (track.sender as RTCRtpSender | undefined) : undefined;
    return sender ? [{ sender, isMuted, source }] : [];
  });
  const sent = await Promise.all(tracks.map(async ({ sender, ...rest }) => ({ ...rest, ...readReport(await sender.getStats()) })));
  const pictures = sent.filter(({ isMuted, source }) => !isMuted && (source === Track.Source.Camera || source === Track.Source.ScreenShare));
  // The shared screen is what viewers look at.
  const main = pictures.find(({ source }) => source === Track.Source.ScreenShare) ?? pictures[0];
  const sum = (key: 'bytes' | 'packets' | 'lost') => sent.reduce((total, one) => total + one[key], 0);
  return {
    at: Date.now(),
    bytes: sum('bytes'),
    packets: sum('packets'),
    lost: sum('lost'),
    hasPicture: pictures.length > 0,
    picture: main?.picture ?? null,
  };
}

export function readReport(report: RTCStatsReport): Pick<SendCounters, 'bytes' | 'packets' | 'lost' | 'picture'> {
  const counters = { bytes: 0, packets: 0, lost: 0 };
  let capturedHeight: number | null = null;
  let picture: SentPicture | null = null;
  const limitations = new Set<Limitation>();
  report.forEach((stats: Stats) => {
    if (stats.type === 'media-source') capturedHeight = stats.height ?? null;
    if (stats.type === 'remote-inbound-rtp') counters.lost += stats.packetsLost ?? 0;
    if (stats.type !== 'outbound-rtp') return;
    counters.bytes += stats.bytesSent ?? 0;
    counters.packets += stats.packetsSent ?? 0;
    const { frameHeight: height = 0, framesPerSecond = 0, qualityLimitationReason: reason = 'none' } = stats;
    // A layer that nobody watches, or that the browser has given up.
    if (height > 0 && framesPerSecond > 0 && height > (picture?.height ?? 0)) {
      picture = { height, framesPerSecond, capturedHeight: null, limitation: 'none' };
    }
    limitations.add(reason);
  });
  if (picture === null) return { ...counters, picture };
  const limitation = (['cpu', 'bandwidth', 'other'] as const).find((one) => limitations.has(one)) ?? 'none';
  return { ...counters, picture: { ...(picture as SentPicture), capturedHeight, limitation } };
}
