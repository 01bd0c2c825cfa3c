// A real participant of a room: a creator sends a small video, a viewer receives it.
import {
  DisconnectReason,
  LocalVideoTrack,
  Room,
  RoomEvent,
  TrackKind,
  TrackPublishOptions,
  TrackSource,
  VideoBufferType,
  VideoFrame,
  VideoSource,
  VideoStream,
  type RemoteTrack,
} from '@livekit/rtc-node';

export interface Join {
  /** Returned with each event, so that events of an earlier connection can be told apart. */
  number: number;
  url: string;
  token: string;
  isCreator: boolean;
}

type Report = (event: object) => void;

const WIDTH = 160;
const HEIGHT = 90;
const FRAMES_PER_SECOND = 5;
const REPORT_MS = 1_000;

export class Participant {
  private readonly report: Report;
  private room: Room | null = null;

  constructor(report: Report) {
    this.report = report;
  }

  async join({ number, url, token, isCreator }: Join): Promise<void> {
    await this.leave();
    const report = (event: string, more: object = {}) => this.report({ event, number, ...more });
    const shutdown = new AbortController();
    const room = new Room();
    // The test ends this process then: this library does not publish tracks again. Pages join again with a new token.
    room.on(RoomEvent.Reconnecting, () => report('reconnecting'));
    room.once(RoomEvent.Disconnected, (reason) => {
      shutdown.abort();
      if (this.room === room) this.room = null;
      report('closed', { cause: DisconnectReason[reason] ?? String(reason) });
    });
    room.on(RoomEvent.DataReceived, (payload, sender, _kind, topic) => {
      if (topic !== 'chat' || sender) return;
      const { type, id, seq } = JSON.parse(new TextDecoder().decode(payload)) as { type: string; id: string; seq?: number };
      report('chat', { type, id, seq: seq ?? null });
    });
    room.on(RoomEvent.TrackSubscribed, (track) => void receive(track, shutdown.signal, (frames) => report('frames', { frames })));
    try {
      await room.connect(url, token, { autoSubscribe: !isCreator, dynacast: false });
      this.room = room;
      report('joined', { connection: room.localParticipant?.sid ?? '' });
      if (!isCreator) return;
      await send(room, shutdown.signal);
      report('sending');
    } catch (error) {
      await room.disconnect().catch(() => undefined);
      report('failed', { text: String(error) });
    }
  }

  async leave(): Promise<void> {
    const { room } = this;
    this.room = null;
    await room?.disconnect().catch(() => undefined);
  }
}

async function send(room: Room, signal: AbortSignal): Promise<void> {
  const camera = new VideoSource(WIDTH, HEIGHT);
  const data = new Uint8Array((WIDTH * HEIGHT * 3) / 2).fill(128);
  const frame = new VideoFrame(data, WIDTH, HEIGHT, VideoBufferType.I420);
  let row = 0;
  const timer = setInterval(() => {
    // A bar moves down, so that no two frames are equal.
    data.fill(128, row * WIDTH, (row + 1) * WIDTH);
    row = (row + 1) % HEIGHT;
    data.fill(235, row * WIDTH, (row + 1) * WIDTH);
    if (!camera.closed) camera.captureFrame(frame);
  }, 1_000 / FRAMES_PER_SECOND);
  const stop = () => {
    clearInterval(timer);
    void camera.close();
  };
  if (signal.aborted) return stop();
  signal.addEventListener('abort', stop, { once: true });
  await room.localParticipant?.publishTrack(
    LocalVideoTrack.createVideoTrack('camera', camera),
    new TrackPublishOptions({ source: TrackSource.SOURCE_CAMERA, simulcast: false, videoEncoding: { maxBitrate: 60_000n, maxFramerate: FRAMES_PER_SECOND } }),
  );
}

/** Counts the frames of a track until it ends. */
async function receive(track: RemoteTrack, signal: AbortSignal, onFrames: (frames: number) => void): Promise<void> {
  if (track.kind !== TrackKind.KIND_VIDEO) return;
  const reader = new VideoStream(track).getReader();
  signal.addEventListener('abort', () => void reader.cancel().catch(() => undefined), { once: true });
  let frames = 0;
  let reportedAt = 0;
  for (;;) {
    const { done } = await reader.read().catch(() => ({ done: true }));
    if (done) return;
    frames += 1;
    if (Date.now() - reportedAt < REPORT_MS) continue;
    onFrames(frames);
    [frames, reportedAt] = [0, Date.now()];
  }
}
