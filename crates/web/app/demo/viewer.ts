// A viewer bot: signed in or a guest, connected whenever the room is open.
import { backoffMs } from './rateLimiter';
import { pause } from './pause';
import { Person } from './person';
import { joinRoom, type OnMessage, type RoomConnection } from './room';
import { ChatSender } from './chatSender';
import type { ChatBot, BotContext } from './context';

interface ViewerToken {
  token: string;
  identity: string;
  wsUrl: string;
}

/** The delay after a rejection. */
const REJECTED_RETRY_MS = 10 * 60_000;
const RECHECK_MS = 3_000;

export interface ViewerOptions {
  hostId: string;
  name: string;
  isGuest: boolean;
  /** The number of viewers who should receive a message. */
  listeners: () => number;
  onMessage: OnMessage;
}

export class Viewer implements ChatBot {
  /** The room identity. A guest has a new one for each visit. */
  identity: string | null = null;
  private readonly watching: ViewerOptions;
  private readonly context: BotContext;
  private readonly person: Person | null;
  private readonly chatSender: ChatSender;
  private viewerToken: ViewerToken | null = null;
  private connection: RoomConnection | null = null;

  constructor(watching: ViewerOptions, context: BotContext) {
    this.watching = watching;
    this.context = context;
    this.person = watching.isGuest ? null : new Person(watching.name, context.api);
    const path = `/api/chat/${encodeURIComponent(watching.hostId)}/messages`;
    this.chatSender = new ChatSender(
      (text) => {
        const call = { method: 'POST' as const, body: { text } };
        return this.person
          ? this.person.call(path, call)
          : context.api(path, { ...call, headers: { 'x-viewer-token': this.viewerToken?.token ?? '' } });
      },
      context.metrics,
      watching.listeners,
    );
  }

  get isConnected(): boolean {
    return this.connection !== null;
  }

  get isFree(): boolean {
    return this.isConnected && this.chatSender.isFree;
  }

  async sendMessage(text: string): Promise<void> {
    if (this.isConnected) await this.chatSender.sendMessage(text);
  }

  /** Runs until the signal aborts. */
  async run(): Promise<void> {
    const { signal } = this.context;
    let attempt = 0;
    let follows = false;
    while (!signal.aborted) {
      if (this.person && !follows) {
        const path = `/api/social/follow/${encodeURIComponent(this.watching.hostId)}`;
        follows = (await this.person.call(path, { method: 'POST' })).code === 'OK';
      }
      const code = await this.visit();
      attempt = code === 'OK' ? 0 : attempt + 1;
      await pause(this.nextVisitDelayMs(code, attempt), signal);
    }
  }

  async leave(): Promise<void> {
    await this.connection?.leave();
  }

  /** Joins the room and stays until it is closed. Returns an API code. */
  private async visit(): Promise<string> {
    const { hostId, name } = this.watching;
    const call = { method: 'POST' as const, body: this.person ? { hostId } : { hostId, guestName: name } };
    const ask = this.person ? this.person.call<ViewerToken>('/api/viewer/token', call) : this.context.api<ViewerToken>('/api/viewer/token', call);
    const { code, data } = await ask;
    if (!data || this.context.signal.aborted) return code;
    this.viewerToken = data;
    this.identity = data.identity;
    const connection = await joinRoom(data.wsUrl, data.token, this.watching.onMessage);
    if (!connection) return 'UNREACHABLE';
    this.connection = connection;
    await connection.closed;
    this.connection = null;
    return 'OK';
  }

  private nextVisitDelayMs(code: string, attempt: number): number {
    const random = Math.random();
    if (code === 'OK' || code === 'STREAM_OFFLINE') return ((1 + random) * RECHECK_MS) / this.context.speed;
    const isRejected = code === 'BLOCKED' || code === 'GUESTS_NOT_ALLOWED' || code === 'HOST_IS_VIEWER';
    return isRejected ? REJECTED_RETRY_MS : backoffMs(attempt, random);
  }
}
