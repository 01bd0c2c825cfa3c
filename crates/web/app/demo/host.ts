// A creator bot: applies, goes live, and reconnects.
import type { Answer } from './api';
import type { Creator } from './cast';
import { publish } from './devices';
import { backoffMs } from './rateLimiter';
import { pause } from './pause';
import { Person } from './person';
import { joinRoom, type OnMessage, type DisconnectCause, type RoomConnection } from './room';
import { logProblem, log } from './output';
import { welcome } from './talk';
import { ChatSender } from './chatSender';
import type { ChatBot, BotContext } from './context';

interface Broadcast {
  token: string;
  wsUrl: string;
}

/** The delay after somebody else has ended the broadcast. */
const RESTART_DELAY_MS = 25_000;
/** The interval while broadcasting isn't possible. */
const RECHECK_MS = 60_000;
const WELCOME_INTERVAL_MS = 10_000;

export class Host implements ChatBot {
  readonly creator: Creator;
  readonly person: Person;
  private readonly context: BotContext;
  private readonly isBot: (id: string) => boolean;
  private readonly chatSender: ChatSender;
  private connection: RoomConnection | null = null;
  /** Why the last broadcast didn’t start. */
  private failureCode = '';
  private readonly welcomedIds = new Set<string>();
  private welcomedAt = 0;

  /** `isBot` excludes bots from the welcome message. */
  constructor(creator: Creator, context: BotContext, listeners: () => number, isBot: (id: string) => boolean) {
    this.creator = creator;
    this.context = context;
    this.isBot = isBot;
    this.person = new Person(creator.username, context.api);
    const path = () => `/api/chat/${encodeURIComponent(this.person.id ?? '')}/messages`;
    this.chatSender = new ChatSender((text) => this.person.call(path(), { method: 'POST', body: { text } }), context.metrics, listeners);
  }

  get isOnAir(): boolean {
    return this.connection !== null;
  }

  get isFree(): boolean {
    return this.isOnAir && this.chatSender.isFree;
  }

  async sendMessage(text: string): Promise<void> {
    if (this.isOnAir) await this.chatSender.sendMessage(text);
  }

  /** Runs until the signal aborts. */
  async run(): Promise<void> {
    const { signal, speed } = this.context;
    for (let attempt = 1; !signal.aborted; attempt += 1) {
      const code = await this.prepare();
      if (code === 'CREATOR_NOT_APPROVED') {
        logProblem(`${this.creator.username} is not approved to broadcast`);
        await pause(RECHECK_MS, signal);
        continue;
      }
      const disconnectCause = code === 'OK' ? await this.broadcast() : null;
      if (signal.aborted) return;
      if (disconnectCause === null) {
        logProblem(`${this.creator.username} can’t go live (${code === 'OK' ? this.failureCode : code})and will retry`);
        await pause(backoffMs(attempt, Math.random()), signal);
      } else {
        attempt = 0;
        await this.rest(disconnectCause, speed);
      }
    }
  }

  /** Ends the broadcast, so that pages show it immediately. */
  async leave(): Promise<void> {
    if (this.connection) await this.person.call('/api/stream/end-stream', { method: 'POST' });
    await this.connection?.leave();
  }

  /** Applies, gets approved and sets up the stream, as far as necessary. Returns an API code. */
  private async prepare(): Promise<string> {
    const me = await this.person.call<{ applicationStatus: string }>('/api/viewer/me');
    if (!me.data) return me.code;
    if (me.data.applicationStatus === 'NONE') {
      const applied = await this.person.call('/api/creator/application', { method: 'POST', body: { about: this.creator.about } });
      if (!isSuccess(applied)) return applied.code;
    }
    if (['NONE', 'PENDING'].includes(me.data.applicationStatus)) {
      const path = `/api/admin/creator-applications/${encodeURIComponent(this.person.id ?? '')}/approve`;
      const approved = await this.context.admin.call(path, { method: 'POST' });
      if (!isSuccess(approved)) return approved.code;
    } else if (me.data.applicationStatus !== 'APPROVED') return 'CREATOR_NOT_APPROVED';
    const info = await this.person.call('/api/stream/info');
    // Keep changes that were made by hand.
    if (info.code !== 'STREAM_NOT_FOUND') return info.code;
    const { title, description } = this.creator;
    return (await this.person.call('/api/stream/setup', { method: 'POST', body: { title, description } })).code;
  }

  /** Null if it never got on air. */
  private async broadcast(): Promise<DisconnectCause | null> {
    const { code, data } = await this.person.call<Broadcast>('/api/stream/go-live', { method: 'POST' });
    this.failureCode = data ? 'the room can’t be joined' : code;
    if (!data || this.context.signal.aborted) return null;
    const connection = await joinRoom(data.wsUrl, data.token, this.onMessage);
    if (!connection) return null;
    const shutdown = new AbortController();
    try {
      await publish(connection.room, this.creator, shutdown.signal);
      this.connection = connection;
      log(`${this.creator.username} is on air: ${this.context.url}/watch/${encodeURIComponent(this.creator.username)}`);
      return await connection.closed;
    } catch {
      // The room was closed before the tracks were published.
      await connection.leave();
      return null;
    } finally {
      this.connection = null;
      shutdown.abort();
    }
  }

  private async rest(disconnectCause: DisconnectCause, speed: number): Promise<void> {
    const { username } = this.creator;
    const { signal } = this.context;
    if (disconnectCause === 'lost') {
      log(`${username} lost the connection and will reconnect`);
      return pause(backoffMs(1, Math.random()), signal);
    }
    if (disconnectCause !== 'replaced') {
      log(`the broadcast of ${username} was ended; the next one starts soon`);
      return pause(RESTART_DELAY_MS / speed, signal);
    }
    log(`another client is broadcasting as ${username} now`);
    for (let isOver = false; !isOver && !signal.aborted; ) {
      await pause(RECHECK_MS, signal);
      const { data } = await this.person.call<{ isLive: boolean }>('/api/stream/status');
      isOver = data?.isLive === false;
    }
  }

  private readonly onMessage: OnMessage = ({ author }) => {
    const now = Date.now();
    if (author.isHost || this.isBot(author.id) || this.welcomedIds.has(author.id)) return;
    if (now - this.welcomedAt < WELCOME_INTERVAL_MS) return;
    this.welcomedIds.add(author.id);
    this.welcomedAt = now;
    void pause(2_000 / this.context.speed, this.context.signal).then(() => this.sendMessage(welcome(author.name)));
  };
}

/** Done by this call or earlier. */
function isSuccess({ code }: Answer<unknown>): boolean {
  return code === 'OK' || code === 'ALREADY_REVIEWED';
}
